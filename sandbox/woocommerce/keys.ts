import { randomBytes } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import { ensureWooTables } from "./tables.ts";

export type Permissions = "read" | "write" | "read_write";

export interface ApiKey {
  id: number;
  store: string;
  description: string;
  permissions: Permissions;
  consumer_key: string;
  consumer_secret: string;
  /** JSON {second: nonce}. WooCommerce keeps one per second. */
  nonces: string;
  last_access: number | null;
}

/** ck_ and cs_ with 40 hex digits, as WooCommerce makes them. */
export function createKey(ctx: SandboxContext, store: string, description: string, permissions: Permissions): ApiKey {
  ensureWooTables(ctx);
  return ctx.db
    .prepare("INSERT INTO woo_key (store, description, permissions, consumer_key, consumer_secret) VALUES (?, ?, ?, ?, ?) RETURNING *")
    .get(store, description, permissions, `ck_${randomBytes(20).toString("hex")}`, `cs_${randomBytes(20).toString("hex")}`) as ApiKey;
}

export function findKey(ctx: SandboxContext, store: string, consumerKey: string): ApiKey | null {
  ensureWooTables(ctx);
  return (ctx.db.prepare("SELECT * FROM woo_key WHERE store = ? AND consumer_key = ?").get(store, consumerKey) as ApiKey | undefined) ?? null;
}

export function listKeys(ctx: SandboxContext, store: string): ApiKey[] {
  ensureWooTables(ctx);
  return ctx.db.prepare("SELECT * FROM woo_key WHERE store = ? ORDER BY id").all(store) as ApiKey[];
}

export function removeKey(ctx: SandboxContext, store: string, id: number): boolean {
  return ctx.db.prepare("DELETE FROM woo_key WHERE store = ? AND id = ?").run(store, id).changes > 0;
}

export function rememberUse(ctx: SandboxContext, key: ApiKey, nonces: Record<string, string>): void {
  ctx.db.prepare("UPDATE woo_key SET nonces = ?, last_access = ? WHERE id = ?").run(JSON.stringify(nonces), ctx.now(), key.id);
}
