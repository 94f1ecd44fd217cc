/** REST v1: what Crossdock does and has done, and what needs a person. */
import { listAudit, listSyncItems } from "#app/data/activity-list.server.ts";
import type { Row } from "#app/data/database.ts";
import { iso, isoOrNull } from "#app/lib/iso.ts";
import { presentHome } from "#app/presenters/home.server.ts";
import { retrySyncItems } from "#app/services/retry-sync-items.server.ts";
import type { z } from "zod";
import type { ApiAnswer } from "./answer.ts";
import type { ApiCaller } from "./authenticate.server.ts";
import { errorJson } from "./delivery-json.ts";
import { listRoute } from "./lists.server.ts";
import { invalid } from "./page-query.ts";
import type { RestRequest, RestRoute } from "./rest.server.ts";
import { auditQuerySchema, auditSchema, processBodySchema, syncItemSchema, syncItemsQuerySchema } from "./schemas/lists.ts";
import { readRequest } from "./validation.ts";

type SyncItemJson = z.infer<typeof syncItemSchema>;
type AuditJson = z.infer<typeof auditSchema>;

const syncItemJson = (row: Row<"sync_queue">): SyncItemJson => ({
  id: row.id,
  connection_id: row.connection_id,
  entity_type: row.entity_type,
  entity_id: row.entity_id,
  action: row.action,
  direction: row.direction as SyncItemJson["direction"],
  status: row.status as SyncItemJson["status"],
  attempts: row.retry_count,
  cause: row.cause,
  error: errorJson(row),
  next_attempt_at: iso(row.next_attempt_at),
  created_at: iso(row.created_at),
  completed_at: isoOrNull(row.completed_at),
});

const auditJson = (row: Row<"audit_log">): AuditJson => ({
  id: row.id,
  at: iso(row.at),
  kind: row.kind as AuditJson["kind"],
  by: row.actor,
  action: row.action,
  connection_id: row.connection_id,
  entity_type: row.entity_type,
  entity_id: row.entity_id,
  delivery_id: row.delivery_id,
  sync_item_id: row.sync_item_id,
  data: JSON.parse(row.data) as unknown,
});

const syncItems = listRoute({
  name: "sync_items",
  query: syncItemsQuerySchema,
  item: syncItemSchema,
  key: ["time", "text"],
  find: (ctx, merchantId, { status, entity_type: entityType, connection_id: connectionId }, page) =>
    listSyncItems(ctx.db, merchantId, { status, entityType, connectionId }, page),
  json: syncItemJson,
});

const at = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
const audit = listRoute({
  name: "audit",
  query: auditQuerySchema,
  item: auditSchema,
  key: ["number"],
  find: (ctx, merchantId, { kind, connection_id: connectionId, since, until }, page) =>
    listAudit(ctx.db, merchantId, { kind, connectionId, since: at(since), until: at(until) }, page),
  json: auditJson,
});

async function process({ ctx, json }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const body = await json();
  if (!body.ok) return body.error;
  const read = readRequest(processBodySchema, body.value);
  if (!read.ok) return invalid(read.error);
  const { ids, status } = read.value;
  return { status: 200, body: await retrySyncItems(ctx, merchantId, { ids, statuses: status === undefined ? ["failed", "dead"] : [status] }) };
}

/** What the home page says first: the same words, the same pages. What goes on by itself is no alert. */
async function alerts({ ctx }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const { concerns } = await presentHome(ctx.db, merchantId, null, ctx.clock());
  const found = concerns
    .filter(({ tone }) => tone !== "info")
    .map(({ key, tone, title, text, action }) => ({
      id: key,
      severity: tone,
      title,
      message: text,
      action: { label: action.content, url: new URL(action.url, ctx.appUrl).href },
    }));
  return { status: 200, body: { alerts: found, count: found.length } };
}

export const activityRoutes: readonly RestRoute[] = [
  { method: "GET", path: "/api/v1/sync-items", scope: "read", handle: syncItems },
  { method: "POST", path: "/api/v1/sync-items/process", scope: "write", isIdempotent: true, handle: process },
  { method: "GET", path: "/api/v1/audit", scope: "read", handle: audit },
  { method: "GET", path: "/api/v1/alerts", scope: "read", handle: alerts },
];
