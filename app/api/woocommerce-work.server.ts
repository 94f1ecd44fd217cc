/** REST v1: what is done with a connected WooCommerce store: tested, read, written to, listened to, and what was said between us. */
import { listConnectionLog } from "#app/data/store-integrations.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { iso } from "#app/lib/iso.ts";
import { planStatusMeaning } from "#app/services/apply-status-meaning.server.ts";
import { readStatusMap, setStatusMeaning, type MeaningOfStatus } from "#app/services/status-map.server.ts";
import { findIntegration, testIntegration } from "#app/services/woocommerce/integrations.server.ts";
import { setStock } from "#app/services/woocommerce/set-stock.server.ts";
import { ensureHooks, isOurAddress } from "#app/services/woocommerce/store-webhooks.server.ts";
import { syncOrders } from "#app/services/woocommerce/sync-orders.server.ts";
import { problemOf, type ApiAnswer } from "./answer.ts";
import type { ApiCaller } from "./authenticate.server.ts";
import { cursorsOf, invalid, pageOfQuery, queryObject } from "./page-query.ts";
import { refusalOf } from "./refusal.ts";
import type { RestRequest, RestRoute } from "./rest.server.ts";
import { statusBodySchema } from "./schemas/status-map.ts";
import { hooksBodySchema, logQuerySchema, stockBodySchema, syncBodySchema } from "./schemas/woocommerce.ts";
import { readRequest } from "./validation.ts";
import type { z } from "zod";

/** The body by its schema, then the store; a mistake in either is the answer. */
async function withStore<T>(
  { ctx, params, json }: RestRequest,
  { merchantId }: ApiCaller,
  schema: z.ZodType<T> | null,
  work: (connection: Connection, body: T) => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  let value = {} as T;
  if (schema !== null) {
    const body = await json();
    if (!body.ok) return body.error;
    const read = readRequest(schema, body.value);
    if (!read.ok) return invalid(read.error);
    value = read.value;
  }
  const found = await findIntegration(ctx, merchantId, params["id"] ?? "");
  return found.ok ? work(found.value, value) : refusalOf(found.error);
}

const test = (request: RestRequest, caller: ApiCaller): Promise<ApiAnswer> =>
  withStore(request, caller, null, async (connection) => {
    const tested = await testIntegration(request.ctx, connection);
    if (!tested.ok) return refusalOf(tested.error);
    const { checks, facts, failure } = tested.value;
    const { name, version, currency, country, timezone } = facts;
    const failed = checks.filter((one) => one.state === "failed").length;
    const message = failed === 0 ? "Everything works." : `${failed} of ${checks.length} checks failed.`;
    return { status: 200, body: { message, works: failure === null, checks, store: { name, version, currency, country, timezone } } };
  });

const sync = (request: RestRequest, caller: ApiCaller): Promise<ApiAnswer> =>
  withStore(request, caller, syncBodySchema, async (connection, body) => {
    const done = await syncOrders(request.ctx, connection, body);
    if (!done.ok) return refusalOf(done.error);
    const { at, total, synced, failed, waiting, errors, nextSince } = done.value;
    const result = {
      integration_id: connection.id,
      timestamp: iso(at),
      total_orders: total,
      synced,
      failed,
      waiting,
      errors: errors.map(({ orderId, orderRef, deliveryId, ...rest }) => ({
        order_id: orderId,
        order_ref: orderRef,
        ...rest,
        delivery_id: deliveryId,
      })),
      ...(nextSince !== null && { next_since: nextSince }),
    };
    const rest = [...(failed > 0 ? [`${failed} not`] : []), ...(waiting > 0 ? [`${waiting} still in work`] : [])];
    return { status: 200, body: { message: `${synced} of ${total} orders synced${rest.length > 0 ? `, ${rest.join(", ")}` : ""}.`, result } };
  });

const setProductStock = (request: RestRequest, caller: ApiCaller): Promise<ApiAnswer> =>
  withStore(request, caller, stockBodySchema, async (connection, { sku, quantity }) => {
    const done = await setStock(request.ctx, connection, sku, quantity);
    if (!done.ok) return refusalOf(done.error);
    const { productId, variationId, quantityBefore, isChanged } = done.value;
    const result = {
      integration_id: connection.id,
      sku,
      product_id: productId,
      variation_id: variationId,
      quantity_before: quantityBefore,
      quantity,
      changed: isChanged,
    };
    return {
      status: 200,
      body: { message: isChanged ? `The stock of ${sku} is ${quantity}.` : `The stock of ${sku} was ${quantity} already.`, result },
    };
  });

const registerHooks = (request: RestRequest, caller: ApiCaller): Promise<ApiAnswer> =>
  withStore(request, caller, hooksBodySchema, async (connection, { topics, delivery_url: deliveryUrl }) => {
    if (deliveryUrl !== undefined && !isOurAddress(request.ctx, connection.id, deliveryUrl)) return problemOf("delivery_url_not_ours");
    const made = await ensureHooks(request.ctx, connection, [...new Set(topics)], { actor: "merchant", deliveryUrl });
    if (!made.ok) return refusalOf(made.error);
    const webhooks = made.value.map(({ topic, status, change, externalId, failure }) => ({
      topic,
      status,
      change,
      external_id: externalId,
      error: failure?.code ?? null,
      message: failure?.message ?? null,
    }));
    const active = webhooks.filter((one) => one.status === "active").length;
    return { status: 200, body: { message: `${active} of ${webhooks.length} webhooks are active.`, webhooks } };
  });

const log = (request: RestRequest, caller: ApiCaller): Promise<ApiAnswer> => {
  const read = readRequest(logQuerySchema, queryObject(request.query));
  if (!read.ok) return Promise.resolve(invalid(read.error));
  const page = pageOfQuery(request.query, read.value.limit, ["number"]);
  if (!page.ok) return Promise.resolve(invalid(page.error));
  return withStore(request, caller, null, async ({ id }) => {
    const found = await listConnectionLog(request.ctx.db, caller.merchantId, id, page.value);
    const rows = found.rows.map((row) => ({
      id: row.id,
      at: iso(row.at),
      kind: row.kind,
      by: row.actor,
      action: row.action,
      data: JSON.parse(row.data) as unknown,
    }));
    return { status: 200, body: { log: rows, ...cursorsOf(found) } };
  });
};

const showStatuses = (request: RestRequest, caller: ApiCaller): Promise<ApiAnswer> =>
  withStore(request, caller, null, async ({ id }) => {
    const map = (await readStatusMap(request.ctx.db, caller.merchantId, id)) ?? { in: [], out: [], unknown: [] };
    const shown = ({ from, to, isOwn, original }: MeaningOfStatus) => ({ from, to, is_own: isOwn, original });
    const inHub = map.in.map((one) => ({ ...shown(one), orders: one.orders, orders_differing: one.differing }));
    return { status: 200, body: { in: inHub, out: map.out.map(shown), unknown: map.unknown } };
  });

const setStatus = (request: RestRequest, caller: ApiCaller): Promise<ApiAnswer> =>
  withStore(request, caller, statusBodySchema, async ({ id, status: standing }, { apply_to_orders: isForOrders, ...wish }) => {
    if (isForOrders === true && standing === "inactive") return problemOf("integration_inactive");
    const by = `key:${caller.keyId}`;
    const set = await setStatusMeaning(request.ctx, caller.merchantId, id, { ...wish, by });
    if (!set.ok) return refusalOf(set.error);
    const { status, released } = set.value;
    if (isForOrders !== true || wish.direction !== "in") return { status: 200, body: { message: "Saved.", released, orders: 0 } };
    const planned = await planStatusMeaning(request.ctx, caller.merchantId, id, status, by);
    return planned.ok ? { status: 200, body: { message: "Saved.", released, orders: planned.value.orders } } : refusalOf(planned.error);
  });

const ONE = "/api/v1/woocommerce/integrations/{id}";
export const woocommerceWorkRoutes: readonly RestRoute[] = [
  { method: "POST", path: `${ONE}/test`, scope: "write", handle: test },
  { method: "POST", path: `${ONE}/sync`, scope: "write", isIdempotent: true, handle: sync },
  { method: "POST", path: `${ONE}/products/sync`, scope: "write", isIdempotent: true, handle: setProductStock },
  { method: "POST", path: `${ONE}/webhooks`, scope: "write", isIdempotent: true, handle: registerHooks },
  { method: "GET", path: `${ONE}/status-map`, scope: "read", handle: showStatuses },
  { method: "PUT", path: `${ONE}/status-map`, scope: "write", handle: setStatus },
  { method: "GET", path: `${ONE}/log`, scope: "read", handle: log },
];
