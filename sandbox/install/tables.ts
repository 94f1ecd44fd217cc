import type { SandboxContext } from "../context.ts";
import { readAppScopes } from "./app-config.ts";

/** The shop that has the app from the first start, so that orders flow without a browser. */
export const DEMO_SHOP = "demo-shop.myshopify.com";
/** The shop that is there to try the install itself. */
export const EMPTY_SHOP = "empty-shop.myshopify.com";

const preparedDatabases = new WeakSet<object>();

/**
 * Makes the tables of installs and tokens, and installs the app on the demo shop the first time.
 * Every function of this folder calls it, so no start-up order has to be kept.
 */
export function ensureInstallTables(ctx: SandboxContext): void {
  if (preparedDatabases.has(ctx.db)) return;
  ctx.db.exec(`
    CREATE TABLE IF NOT EXISTS installs (
      shop TEXT PRIMARY KEY,
      granted TEXT NOT NULL,            -- JSON array of scopes
      installed_at INTEGER,             -- null: never installed
      uninstalled_at INTEGER
    );
    CREATE TABLE IF NOT EXISTS tokens (
      token TEXT PRIMARY KEY,
      shop TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('offline', 'online')),
      expires_at INTEGER,               -- null: never
      revoked_at INTEGER
    );
    CREATE INDEX IF NOT EXISTS tokens_of_shop ON tokens (shop);
    CREATE TABLE IF NOT EXISTS refresh_tokens (
      token TEXT PRIMARY KEY,
      shop TEXT NOT NULL,
      replaces TEXT,                    -- the refresh token that was used to get this one
      expires_at INTEGER NOT NULL,
      first_used_at INTEGER,
      retired_at INTEGER
    );
    CREATE TABLE IF NOT EXISTS shop_settings (shop TEXT PRIMARY KEY, settings TEXT NOT NULL);
  `);
  preparedDatabases.add(ctx.db);
  seedInstalls(ctx);
}

function seedInstalls(ctx: SandboxContext): void {
  const { required, optional } = readAppScopes(ctx.appTomlPath);
  const insert = ctx.db.prepare("INSERT OR IGNORE INTO installs (shop, granted, installed_at) VALUES (?, ?, ?)");
  insert.run(DEMO_SHOP, JSON.stringify([...required, ...optional]), ctx.now());
  insert.run(EMPTY_SHOP, "[]", null);
}
