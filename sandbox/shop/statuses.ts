import { computeTotals } from "./totals.ts";
import type { Fulfillment, Line, Order } from "./types.ts";

export type FinancialStatus = "PENDING" | "AUTHORIZED" | "PARTIALLY_PAID" | "PAID" | "PARTIALLY_REFUNDED" | "REFUNDED" | "VOIDED";
export type FulfillmentState = "UNFULFILLED" | "PARTIALLY_FULFILLED" | "FULFILLED";

/** Shopify derives the financial status from transactions and what is still owed; nothing stores it. */
export function financialStatusOf(order: Order): FinancialStatus {
  const totals = computeTotals(order);
  const isVoided = order.transactions.some((transaction) => transaction.kind === "void" && transaction.status === "success");
  if (totals.received.shop === 0) {
    if (isVoided) return "VOIDED";
    if (totals.total.shop === 0) return "PAID";
    return order.transactions.some((transaction) => transaction.kind === "authorization" && transaction.status === "success")
      ? "AUTHORIZED"
      : "PENDING";
  }
  if (totals.refunded.shop >= totals.received.shop) return "REFUNDED";
  if (totals.refunded.shop > 0) return "PARTIALLY_REFUNDED";
  return totals.outstanding.shop > 0 ? "PARTIALLY_PAID" : "PAID";
}

/** Units of a line that still can be shipped: what is left of the order less what has gone. A tip has none. */
export function fulfillableOf(line: Line): number {
  return line.isTip ? 0 : Math.max(0, line.currentQuantity - line.fulfilledQuantity);
}

export function fulfillmentStateOf(order: Order): FulfillmentState {
  const isAnythingShipped = order.lines.some((line) => line.fulfilledQuantity > 0);
  if (!isAnythingShipped) return "UNFULFILLED";
  return order.lines.some((line) => fulfillableOf(line) > 0) ? "PARTIALLY_FULFILLED" : "FULFILLED";
}

/** REST's words: null, partial, fulfilled. */
export function restFulfillmentStatus(order: Order): string | null {
  return { UNFULFILLED: null, PARTIALLY_FULFILLED: "partial", FULFILLED: "fulfilled" }[fulfillmentStateOf(order)];
}

/** What the admin shows for one fulfilment: its latest carrier event, else FULFILLED. */
export function displayStatusOf(fulfillment: Fulfillment): string {
  if (fulfillment.status === "cancelled") return "CANCELED";
  return fulfillment.shipmentStatus ? fulfillment.shipmentStatus.toUpperCase() : "FULFILLED";
}

/** When the carrier said "delivered", or null. */
export function deliveredAtOf(fulfillment: Fulfillment): number | null {
  return fulfillment.events.find((event) => event.status === "delivered")?.happenedAt ?? null;
}
