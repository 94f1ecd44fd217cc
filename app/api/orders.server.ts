/** REST v1: orders are listed, and one is shown with what happened to it. */
import { findOrderDetail } from "#app/data/orders-detail.server.ts";
import { findOrderIds, listOrders, ORDER_LIST_KEY } from "#app/data/orders-list.server.ts";
import { readOrderHops } from "#app/data/orders-timeline.server.ts";
import { presentTimeline } from "#app/presenters/order-timeline.server.ts";
import { problemOf, type ApiAnswer } from "./answer.ts";
import type { ApiCaller } from "./authenticate.server.ts";
import { orderDetailJson, orderJson, type OrderInclude } from "./order-json.ts";
import { cursorsOf, fieldsOf, invalid, pageOfQuery, pick, queryObject } from "./page-query.ts";
import type { RestRequest, RestRoute } from "./rest.server.ts";
import { orderDetailSchema, orderQuerySchema, orderSchema, ordersQuerySchema } from "./schemas/orders.ts";
import { readRequest } from "./validation.ts";

const FIELDS = orderSchema.keyof().options;
const DETAIL_FIELDS = orderDetailSchema.shape.order.keyof().options;

const at = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

async function list({ ctx, query }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const read = readRequest(ordersQuerySchema, queryObject(query));
  if (!read.ok) return invalid(read.error);
  const { limit, fields, status, search, connection_id: connectionId, since, until } = read.value;
  const page = pageOfQuery(query, limit, ORDER_LIST_KEY);
  if (!page.ok) return invalid(page.error);
  const shown = fieldsOf(fields, FIELDS);
  if (!shown.ok) return invalid(shown.error);
  const found = await listOrders(ctx.db, merchantId, { search, hubStatus: status, connectionId, since: at(since), until: at(until) }, page.value);
  return { status: 200, body: { orders: found.rows.map((row) => pick(orderJson(row), shown.value)), ...cursorsOf(found) } };
}

/** `{ref}`: our id, `SH-#1001`, `#1001` or `1001`, or the id at the platform. */
async function show({ ctx, params, query }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const read = readRequest(orderQuerySchema, queryObject(query));
  if (!read.ok) return invalid(read.error);
  const { include, fields } = read.value;
  const shown = fieldsOf(fields, DETAIL_FIELDS);
  if (!shown.ok) return invalid(shown.error);
  const ref = params["ref"] ?? "";
  const ids = await findOrderIds(ctx.db, merchantId, ref);
  const found = (await Promise.all(ids.slice(0, 10).map((id) => findOrderDetail(ctx.db, merchantId, id)))).filter((one) => one !== null);
  // Two channels may both have a #1001. Written out in full it is one of them; otherwise nothing is guessed.
  const exact = found.filter(({ order }) => order.id === ref || order.order_ref === ref);
  const meant = exact.length === 1 ? exact : found;
  const [detail] = meant;
  if (detail === undefined) return problemOf("order_not_found", { status: 404 });
  if (meant.length > 1) {
    const refs = meant.map(({ order }) => `${order.order_ref} (${order.id})`).join(", ");
    return problemOf("order_ambiguous", { status: 409, message: `This can be several orders: ${refs}.` });
  }
  const includes = new Set((include ?? "").split(",").map((part) => part.trim() as OrderInclude));
  const timeline = includes.has("timeline")
    ? presentTimeline(await readOrderHops(ctx.db, merchantId, detail.order), detail.facts, {
        currency: detail.order.currency,
        timeZone: "UTC",
        now: ctx.clock(),
        titles: new Map(detail.lines.map((line) => [line.external_id, line.title])),
      })
    : [];
  return { status: 200, body: { order: pick(orderDetailJson(detail, includes, timeline), shown.value) } };
}

export const orderRoutes: readonly RestRoute[] = [
  { method: "GET", path: "/api/v1/orders", scope: "read", handle: list },
  { method: "GET", path: "/api/v1/orders/{ref}", scope: "read", handle: show },
];
