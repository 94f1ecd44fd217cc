import { listWoo, readWoo } from "../entities.ts";
import { RestError } from "../rest/answer.ts";
import { isWanted, sortThings } from "../rest/collection.ts";
import type { RestCall } from "../rest/endpoint.ts";
import type { WooOrder } from "../types.ts";
import { isShownByDefault } from "./statuses.ts";

/** @throws RestError with the status that WooCommerce uses for this kind of call (400 for an update) */
export function requireOrder(call: RestCall, status: number, id = call.ids["id"] ?? 0): WooOrder {
  const order = readWoo(call.work.ctx, call.work.store.slug, "order", id);
  if (!order) throw new RestError(status, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
  return order;
}

/** GET /orders. */
export function findOrders(call: RestCall): WooOrder[] {
  const { params, work } = call;
  const statuses = (params["status"] as string[] | undefined) ?? ["any"];
  const search = ((params["search"] as string | undefined) ?? "").toLowerCase();
  const customer = params["customer"] as number | undefined;
  const product = params["product"] as number | undefined;
  const found = listWoo(work.ctx, work.store.slug, "order").filter(
    (order) =>
      (statuses.includes("any") ? isShownByDefault(order.status) : statuses.includes(order.status)) &&
      (customer === undefined || order.customer_id === customer) &&
      (product === undefined || order.line_items.some((line) => line.product_id === product)) &&
      (search === "" || searchable(order).includes(search)) &&
      isWanted(work.store, params, order),
  );
  return sortThings(found, params);
}

/** What the search of the orders table looks through: number, addresses, names of goods. */
function searchable(order: WooOrder): string {
  const words = [order.id, ...Object.values(order.billing), ...Object.values(order.shipping), ...order.line_items.map((line) => line.name)];
  return words.join(" ").toLowerCase();
}
