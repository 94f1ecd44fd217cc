import { financialStatusOf, fulfillmentStateOf } from "../shop/statuses.ts";
import { formatMinor } from "../shop/money.ts";
import { computeTotals } from "../shop/totals.ts";
import type { Order } from "../shop/types.ts";

/** An order in a list: enough for the shop floor. Ids are strings: they do not fit into a JavaScript number. */
export function orderSummary(shop: string, order: Order): object {
  const totals = computeTotals(order);
  return {
    id: order.id,
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    shop,
    name: order.name,
    customer_id: order.customerId,
    email: order.email,
    financial_status: financialStatusOf(order),
    fulfillment_status: fulfillmentStateOf(order),
    delivered: order.fulfillments.some((fulfillment) => fulfillment.shipmentStatus === "delivered"),
    cancelled: order.cancelledAt !== null,
    currency: order.currency,
    presentment_currency: order.presentmentCurrency,
    total: formatMinor(totals.total.shop, order.currency),
    current_total: formatMinor(totals.currentTotal.shop, order.currency),
    outstanding: formatMinor(totals.outstanding.shop, order.currency),
    lines: order.lines.map((line) => ({
      id: line.id,
      variant_id: line.variantId,
      title: line.title,
      sku: line.sku,
      quantity: line.quantity,
      current_quantity: line.currentQuantity,
      fulfilled_quantity: line.fulfilledQuantity,
    })),
    fulfillments: order.fulfillments.map((fulfillment) => ({
      id: fulfillment.id,
      status: fulfillment.shipmentStatus ?? fulfillment.status,
      tracking_number: fulfillment.trackingNumber,
    })),
    created_at: new Date(order.createdAt).toISOString(),
    updated_at: new Date(order.updatedAt).toISOString(),
  };
}
