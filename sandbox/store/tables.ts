import type { Database } from "better-sqlite3";

/** Makes the tables of sandbox.db that do not exist yet. Parts with tables of their own (install) create them the same way. */
export function createTables(db: Database): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS shop (
      domain TEXT PRIMARY KEY,
      data TEXT NOT NULL,
      connection_id TEXT
    ) STRICT;

    -- One row per order, customer, product, location: the shop's truth as JSON.
    CREATE TABLE IF NOT EXISTS entity (
      shop TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
      data TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      PRIMARY KEY (shop, kind, id)
    ) STRICT;

    -- What lives inside an entity (variant in product, refund in order …): finds its owner by id.
    CREATE TABLE IF NOT EXISTS part (
      shop TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
      owner_kind TEXT NOT NULL, owner_id TEXT NOT NULL,
      PRIMARY KEY (shop, kind, id)
    ) STRICT;

    CREATE TABLE IF NOT EXISTS inventory_level (
      shop TEXT NOT NULL, inventory_item_id TEXT NOT NULL, location_id TEXT NOT NULL,
      available INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      PRIMARY KEY (shop, inventory_item_id, location_id)
    ) STRICT;

    CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS fault (id INTEGER PRIMARY KEY CHECK (id = 1), data TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

    -- Search lags behind writes as Shopify's does: a write waits here until visible_at, then moves to search_index.
    CREATE TABLE IF NOT EXISTS search_write (
      seq INTEGER PRIMARY KEY, shop TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
      visible_at INTEGER NOT NULL, fields TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS search_index (
      shop TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, fields TEXT NOT NULL,
      PRIMARY KEY (shop, kind, id)
    ) STRICT;

    CREATE TABLE IF NOT EXISTS webhook_subscription (
      id TEXT PRIMARY KEY, shop TEXT NOT NULL, topic TEXT NOT NULL, uri TEXT NOT NULL, format TEXT NOT NULL,
      include_fields TEXT NOT NULL, name TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;

    -- One row per webhook to deliver. state: pending, delivered, failed, dropped.
    CREATE TABLE IF NOT EXISTS webhook (
      seq INTEGER PRIMARY KEY,
      webhook_id TEXT NOT NULL, event_id TEXT NOT NULL, shop TEXT NOT NULL, topic TEXT NOT NULL,
      uri TEXT NOT NULL, subscription_id TEXT, entity_id TEXT, body TEXT NOT NULL,
      triggered_at TEXT NOT NULL, created_at INTEGER NOT NULL,
      state TEXT NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
      faults_applied INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX IF NOT EXISTS webhook_due ON webhook (state, due_at);
    CREATE INDEX IF NOT EXISTS webhook_entity ON webhook (entity_id);
    CREATE INDEX IF NOT EXISTS webhook_by_id ON webhook (webhook_id);
    CREATE TABLE IF NOT EXISTS webhook_attempt (
      webhook_seq INTEGER NOT NULL, started_at INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
      status INTEGER, answer TEXT, error TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS webhook_attempt_of ON webhook_attempt (webhook_seq);

    CREATE TABLE IF NOT EXISTS admin_request (
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, shop TEXT, api_version TEXT NOT NULL,
      operation TEXT, query TEXT, variables TEXT, status INTEGER NOT NULL,
      requested_cost INTEGER, actual_cost INTEGER, valid INTEGER, errors TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS idempotency (
      shop TEXT NOT NULL, key TEXT NOT NULL, mutation TEXT NOT NULL, arguments TEXT NOT NULL,
      answer TEXT NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY (shop, key)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS cost_bucket (shop TEXT PRIMARY KEY, available REAL NOT NULL, at INTEGER NOT NULL) STRICT;
  `);
}
