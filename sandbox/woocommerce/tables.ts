import type { SandboxContext } from "../context.ts";

const prepared = new WeakSet<object>();

/** Makes the tables of the stand-in WooCommerce. Every function of this folder that needs them calls it, so no start-up order has to be kept. */
export function ensureWooTables(ctx: SandboxContext): void {
  if (prepared.has(ctx.db)) return;
  ctx.db.exec(`
    CREATE TABLE IF NOT EXISTS woo_store (slug TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
    -- One row per order, refund, note, product, variation, customer, coupon: the store's truth as JSON.
    CREATE TABLE IF NOT EXISTS woo_entity (
      store TEXT NOT NULL, kind TEXT NOT NULL, id INTEGER NOT NULL, parent_id INTEGER NOT NULL DEFAULT 0, data TEXT NOT NULL,
      PRIMARY KEY (store, kind, id)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS woo_entity_parent ON woo_entity (store, kind, parent_id);
    CREATE TABLE IF NOT EXISTS woo_counter (store TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (store, name)) STRICT;
    CREATE TABLE IF NOT EXISTS woo_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    -- permissions: read, write, read_write. nonces: those of the last quarter of an hour, by their second.
    CREATE TABLE IF NOT EXISTS woo_key (
      id INTEGER PRIMARY KEY, store TEXT NOT NULL, description TEXT NOT NULL, permissions TEXT NOT NULL,
      consumer_key TEXT NOT NULL UNIQUE, consumer_secret TEXT NOT NULL, nonces TEXT NOT NULL DEFAULT '{}', last_access INTEGER
    ) STRICT;
    CREATE TABLE IF NOT EXISTS woo_webhook (
      store TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, topic TEXT NOT NULL,
      delivery_url TEXT NOT NULL, secret TEXT NOT NULL, failure_count INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL, modified_at INTEGER,
      PRIMARY KEY (store, id)
    ) STRICT;
    -- One row per delivery. state: pending, delivered, failed, dropped. The body is made when it is sent, not when it is queued.
    CREATE TABLE IF NOT EXISTS woo_delivery (
      seq INTEGER PRIMARY KEY, store TEXT NOT NULL, webhook_id INTEGER NOT NULL, topic TEXT NOT NULL, resource_id INTEGER NOT NULL,
      url TEXT NOT NULL, created_at INTEGER NOT NULL, due_at INTEGER NOT NULL, state TEXT NOT NULL, faults_applied INTEGER NOT NULL DEFAULT 0,
      sent_at INTEGER, delivery_id TEXT, body TEXT, status INTEGER, answer TEXT, error TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS woo_delivery_due ON woo_delivery (state, due_at);
    -- Every call of the REST API, for GET /sandbox/woocommerce/requests. Neither keys nor bodies of answers are kept.
    CREATE TABLE IF NOT EXISTS woo_call (
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, store TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL,
      body TEXT, status INTEGER NOT NULL, code TEXT
    ) STRICT;
    -- Requests of /wc-auth/v1/authorize that wait for a person's answer.
    CREATE TABLE IF NOT EXISTS woo_grant (id TEXT PRIMARY KEY, store TEXT NOT NULL, data TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
  `);
  prepared.add(ctx.db);
}

export function readWooSetting<T>(ctx: SandboxContext, name: string): T | null {
  ensureWooTables(ctx);
  const row = ctx.db.prepare("SELECT value FROM woo_setting WHERE name = ?").get(name) as { value: string } | undefined;
  return row ? (JSON.parse(row.value) as T) : null;
}

export function writeWooSetting(ctx: SandboxContext, name: string, value: unknown): void {
  ensureWooTables(ctx);
  ctx.db.prepare("INSERT OR REPLACE INTO woo_setting (name, value) VALUES (?, ?)").run(name, JSON.stringify(value));
}

/** The next number of a sequence of the store. WordPress numbers orders, refunds, products and coupons together ("post"). */
export function nextWooId(ctx: SandboxContext, store: string, name: "post" | "item" | "meta" | "item_meta" | "comment" | "user" | "webhook"): number {
  ensureWooTables(ctx);
  const row = ctx.db
    .prepare(
      "INSERT INTO woo_counter (store, name, value) VALUES (?, ?, 1) ON CONFLICT (store, name) DO UPDATE SET value = value + 1 RETURNING value",
    )
    .get(store, name) as { value: number };
  return row.value;
}
