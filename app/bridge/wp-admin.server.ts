/**
 * What a merchant without Shopify does in wp-admin, over signed calls: looks at what became of the store's events and orders, processes failed
 * ones again, and manages keys. A site sees its own connection alone. Keys and integrations belong to the whole account: with a Shopify store in
 * it they are managed there, or whoever breaks into one WordPress site could make a key for everything.
 */
import { z } from "zod";
import { problem, problemOf, type ApiAnswer } from "#app/api/answer.ts";
import { deliveryJson } from "#app/api/delivery-json.ts";
import { orderDetailJson, orderJson } from "#app/api/order-json.ts";
import { cursorsOf, pageOfQuery, queryObject } from "#app/api/page-query.ts";
import { listApiKeys, type ApiKeyRow } from "#app/data/api-keys.server.ts";
import { listConnections } from "#app/data/connections-list.server.ts";
import { searchDeliveries } from "#app/data/deliveries-search.server.ts";
import { findOrderDetail } from "#app/data/orders-detail.server.ts";
import { listOrders, ORDER_LIST_KEY } from "#app/data/orders-list.server.ts";
import { readOrderHops } from "#app/data/orders-timeline.server.ts";
import { findOrderByExternalId, readConnectionFigures } from "#app/data/store-orders.server.ts";
import { API_SCOPES, KEY_MODES, keyState, scopesOf } from "#app/domain/api-key.ts";
import { explainFailure, FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import type { FailureClass } from "#app/domain/failure.ts";
import { iso, isoOrNull } from "#app/lib/iso.ts";
import { presentTimeline } from "#app/presenters/order-timeline.server.ts";
import { createApiKey, revokeApiKey } from "#app/services/api-keys.server.ts";
import { replayDeliveries } from "#app/services/replay-deliveries.server.ts";
import type { SiteCaller } from "./authenticate.server.ts";
import type { BridgeRequest } from "./bridge.server.ts";
import { readBridge, searchSchema } from "./schemas.ts";

const DAY_HOURS = 24;
const LAST_DELIVERIES = 20;
const PAGE = 25;
const DAY_MS = 86_400_000;

export async function monitor({ ctx, now }: BridgeRequest, { merchantId, connectionId }: SiteCaller): Promise<ApiAnswer> {
  const [figures, recent] = await Promise.all([
    readConnectionFigures(ctx.db, merchantId, connectionId, now, DAY_HOURS),
    searchDeliveries(ctx.db, merchantId, { connectionId }, { size: LAST_DELIVERIES }),
  ]);
  const { completed, failed, retried, open } = figures;
  return {
    status: 200,
    body: {
      window: "24h",
      operations: completed + failed,
      completed,
      failed,
      retried,
      // Rounded down: one failure among a million is still a failure.
      success_rate: completed + failed === 0 ? null : Math.floor((completed / (completed + failed)) * 1000) / 10,
      now: { pending: open.pending, held: open.held, needs_attention: open.dead },
      deliveries: recent.rows.map(deliveryJson),
    },
  };
}

const listSchema = z.object({ search: searchSchema.optional(), cursor: z.string().max(500).optional() });

/** Pages go forward only: `cursor` is the answer's `next_cursor`. */
function readList(query: URLSearchParams, key: Parameters<typeof pageOfQuery>[2]) {
  const read = readBridge(listSchema, queryObject(query));
  if (!read.ok) return read;
  const { cursor, search } = read.value;
  const page = pageOfQuery(new URLSearchParams(cursor === undefined ? {} : { after: cursor }), PAGE, key);
  return page.ok
    ? { ok: true as const, value: { search, page: page.value } }
    : { ok: false as const, error: page.error.map((one) => ({ ...one, path: "cursor" })) };
}

export async function orders({ ctx, query }: BridgeRequest, { merchantId, connectionId }: SiteCaller): Promise<ApiAnswer> {
  const read = readList(query, ORDER_LIST_KEY);
  if (!read.ok) return problem("validation_failed", { errors: read.error });
  const found = await listOrders(ctx.db, merchantId, { connectionId, search: read.value.search }, read.value.page);
  return { status: 200, body: { orders: found.rows.map(orderJson), next_cursor: cursorsOf(found).next_cursor } };
}

/** For the box on the store's order screen: by the store's own id. */
export async function orderByExternalId({ ctx, params, now }: BridgeRequest, { merchantId, connectionId }: SiteCaller): Promise<ApiAnswer> {
  const id = await findOrderByExternalId(ctx.db, merchantId, connectionId, params["id"] ?? "");
  const detail = id === null ? null : await findOrderDetail(ctx.db, merchantId, id);
  if (detail === null) return problemOf("order_not_found", { status: 404 });
  const { order, facts, lines } = detail;
  const hops = await readOrderHops(ctx.db, merchantId, order);
  const titles = new Map(lines.map((line) => [line.external_id, line.title]));
  const timeline = presentTimeline(hops, facts, { currency: order.currency, timeZone: "UTC", now, titles });
  return { status: 200, body: { order: orderDetailJson(detail, new Set(["timeline", "tracking", "payment"]), timeline) } };
}

export async function problems({ ctx, query }: BridgeRequest, { merchantId, connectionId }: SiteCaller): Promise<ApiAnswer> {
  const read = readList(query, ["time", "number"]);
  if (!read.ok) return problem("validation_failed", { errors: read.error });
  const [dead, held] = await Promise.all([
    searchDeliveries(ctx.db, merchantId, { connectionId, search: read.value.search, status: "dead" }, read.value.page),
    // What waits is little, and stands above what has failed; it has no pages of its own.
    read.value.page.after ? null : searchDeliveries(ctx.db, merchantId, { connectionId, search: read.value.search, status: "held" }, { size: PAGE }),
  ]);
  const shown = [...(held?.rows ?? []), ...dead.rows].map((row) => {
    const words = explainFailure(row.error_code ?? "unexpected_error", (row.error_class ?? "bug") as FailureClass);
    return { ...deliveryJson(row), title: words.title, happened: words.happened, remedy: words.remedy };
  });
  return { status: 200, body: { problems: shown, next_cursor: cursorsOf(dead).next_cursor } };
}

export async function replay({ ctx, params, now }: BridgeRequest, { merchantId, connectionId }: SiteCaller): Promise<ApiAnswer> {
  const given = params["delivery_id"] ?? "";
  const id = /^\d{1,15}$/.test(given) ? Number(given) : null;
  const mine =
    id === null
      ? []
      : (await searchDeliveries(ctx.db, merchantId, { connectionId, search: given }, { size: 50 })).rows.filter((row) => row.id === id);
  if (id === null || mine.length === 0) return problem("not_found", { message: "There is no such delivery of this store." });
  const { replayed, skipped } = await replayDeliveries(ctx.db, merchantId, { ids: [id] }, { now, planEffects: false });
  return { status: 200, body: { replayed, skipped } };
}

/* ---- the whole account ---- */

/** null: this site speaks for the account. */
async function refusalOf({ ctx }: BridgeRequest, { merchantId }: SiteCaller): Promise<ApiAnswer | null> {
  const isInShopify = (await listConnections(ctx.db, merchantId)).some((one) => one.channel === "shopify");
  return isInShopify ? problemOf("managed_elsewhere", { status: 403 }) : null;
}

const keyJson = (row: ApiKeyRow, now: number) => ({
  id: row.id,
  name: row.name,
  mode: row.mode,
  prefix: row.prefix,
  scopes: scopesOf(row.scopes),
  status: keyState(row, now),
  created_at: iso(row.created_at),
  expires_at: isoOrNull(row.expires_at),
  last_used_at: isoOrNull(row.last_used_at),
});

export async function keys(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  const refused = await refusalOf(request, caller);
  if (refused) return refused;
  const rows = await listApiKeys(request.ctx.db, caller.merchantId);
  return { status: 200, body: { keys: rows.map((row) => keyJson(row, request.now)), count: rows.length } };
}

const newKeySchema = z.object({
  name: z.string(),
  mode: z.enum(KEY_MODES).default("live"),
  scopes: z.array(z.enum(API_SCOPES)).min(1),
  expires_in_days: z.number().int().positive().max(3660).nullish(),
});

export async function createKey(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  const refused = await refusalOf(request, caller);
  if (refused) return refused;
  const body = request.json();
  if (!body.ok) return body.error;
  const read = readBridge(newKeySchema, body.value);
  if (!read.ok) return problem("validation_failed", { errors: read.error });
  const { expires_in_days: days, ...wanted } = read.value;
  const made = await createApiKey(request.ctx, caller.merchantId, { ...wanted, expiresAt: days ? request.now + days * DAY_MS : null });
  return made.ok ? { status: 201, body: made.value } : failed(made.error);
}

export async function revokeKey(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  const refused = await refusalOf(request, caller);
  if (refused) return refused;
  const revoked = await revokeApiKey(request.ctx, caller.merchantId, request.params["id"] ?? "");
  return revoked.ok ? { status: 200, body: { key: keyJson(revoked.value, request.now) } } : failed(revoked.error);
}

export async function integrations(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  const refused = await refusalOf(request, caller);
  if (refused) return refused;
  const rows = await listConnections(request.ctx.db, caller.merchantId);
  const shown = rows.map(({ id, channel, external_id, name, status, last_sync_at }) => ({
    id,
    platform: channel,
    store_url: external_id,
    integration_name: name,
    status,
    last_sync: isoOrNull(last_sync_at),
    is_this_store: id === caller.connectionId,
  }));
  return { status: 200, body: { integrations: shown, count: shown.length } };
}

function failed({ code, class: cls, message }: { code: string; class: FailureClass; message: string }): ApiAnswer {
  const known = Object.hasOwn(FAILURE_CATALOGUE, code) ? (code as FailureCode) : "unexpected_error";
  return problemOf(known, { status: cls === "not_found" ? 404 : 422, message });
}
