import type { SandboxContext } from "../../context.ts";
import type { RouteRequest } from "../../http.ts";
import { ensureWooTables } from "../tables.ts";
import type { WooStore } from "../types.ts";
import type { RestAnswer } from "./answer.ts";

const SECRET = /^(oauth_|consumer_)/;

/** Keeps every call for GET /sandbox/woocommerce/requests, without what proves who called. */
export function recordWooCall(ctx: SandboxContext, store: WooStore, request: RouteRequest, path: string, answer: RestAnswer): void {
  ensureWooTables(ctx);
  const query = new URLSearchParams([...request.query].filter(([name]) => !SECRET.test(name)));
  const code = typeof answer.body === "object" && answer.body !== null && "code" in answer.body ? String(answer.body.code) : null;
  ctx.db
    .prepare("INSERT INTO woo_call (at, store, method, path, query, body, status, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(ctx.now(), store.slug, request.method, path, query.toString(), request.body.toString("utf8") || null, answer.status, code);
}

/** Newest first. */
export function listWooCalls(ctx: SandboxContext, limit: number): object[] {
  ensureWooTables(ctx);
  const rows = ctx.db.prepare("SELECT * FROM woo_call ORDER BY seq DESC LIMIT ?").all(limit) as { at: number }[];
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}
