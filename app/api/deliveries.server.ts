/** REST v1: deliveries are listed, and processed anew. */
import { countDeliveries, searchDeliveries, type DeliveryFilter } from "#app/data/deliveries-search.server.ts";
import { replayDeliveries } from "#app/services/replay-deliveries.server.ts";
import { problemOf, type ApiAnswer } from "./answer.ts";
import type { ApiCaller } from "./authenticate.server.ts";
import { deliveryJson } from "./delivery-json.ts";
import { cursorsOf, fieldsOf, invalid, pageOfQuery, pick, queryObject } from "./page-query.ts";
import type { RestRequest, RestRoute } from "./rest.server.ts";
import { deliveriesQuerySchema, deliverySchema, replayBodySchema } from "./schemas/deliveries.ts";
import { readRequest } from "./validation.ts";

/** More than this are replayed by the command, which nobody waits for. */
const MOST_REPLAYED = 10_000;
const FIELDS = deliverySchema.keyof().options;

const at = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

async function list({ ctx, query }: RestRequest, caller: ApiCaller): Promise<ApiAnswer> {
  const read = readRequest(deliveriesQuerySchema, queryObject(query));
  if (!read.ok) return invalid(read.error);
  const { limit, fields, topic, status, order, external_id, connection_id, since, until } = read.value;
  const page = pageOfQuery(query, limit, ["time", "number"]);
  if (!page.ok) return invalid(page.error);
  const shown = fieldsOf(fields, FIELDS);
  if (!shown.ok) return invalid(shown.error);
  const filter = { topic, status, order, externalId: external_id, connectionId: connection_id, since: at(since), until: at(until) };
  const found = await searchDeliveries(ctx.db, caller.merchantId, filter, page.value);
  return { status: 200, body: { deliveries: found.rows.map((row) => pick(deliveryJson(row), shown.value)), ...cursorsOf(found) } };
}

async function replay({ ctx, json }: RestRequest, caller: ApiCaller): Promise<ApiAnswer> {
  const body = await json();
  if (!body.ok) return body.error;
  const read = readRequest(replayBodySchema, body.value);
  if (!read.ok) return invalid(read.error);
  const { ids, plan_effects = false, topic, status, connection_id, since, until } = read.value;
  const filter: DeliveryFilter = { topic, status, connectionId: connection_id, since: at(since), until: at(until) };
  if (ids === undefined) {
    const { count, isMore } = await countDeliveries(ctx.db, caller.merchantId, filter);
    if (isMore || count > MOST_REPLAYED) return problemOf("too_many_found");
  }
  const selection = ids === undefined ? { filter } : { ids: [...new Set(ids)] };
  const { replayed, skipped } = await replayDeliveries(ctx.db, caller.merchantId, selection, { now: ctx.clock(), planEffects: plan_effects });
  return { status: 200, body: { replayed, skipped } };
}

export const deliveryRoutes: readonly RestRoute[] = [
  { method: "GET", path: "/api/v1/deliveries", scope: "read", handle: list },
  { method: "POST", path: "/api/v1/deliveries/replay", scope: "write", handle: replay },
];
