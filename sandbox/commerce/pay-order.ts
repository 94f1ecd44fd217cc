import { Refusal } from "../http.ts";
import { financialStatusOf } from "../shop/statuses.ts";
import { computeTotals } from "../shop/totals.ts";
import type { Order } from "../shop/types.ts";
import { buildPayment } from "./build-order.ts";
import { fulfillGiftCards } from "./fulfill-order.ts";
import { touch } from "./happening.ts";
import type { NewId, Outcome } from "./happening.ts";

/** Takes what is outstanding (captures an authorisation where there is one). Refuses an order with nothing to pay. */
export function payOrder(order: Order, at: number, newId: NewId, gateway = "manual"): Outcome {
  if (order.cancelledAt !== null) throw new Refusal(409, "id", `order ${order.name} is cancelled`, "pay another order");
  if (computeTotals(order).outstanding.shop <= 0)
    throw new Refusal(409, "id", `order ${order.name} has nothing outstanding`, "pay an order whose status is pending");
  const isCapture = financialStatusOf(order) === "AUTHORIZED";
  order.transactions.push(buildPayment(order, isCapture ? "capture" : "sale", isCapture ? order.transactions[0]!.gateway : gateway, at, newId));
  touch(order, at);
  const giftCards = fulfillGiftCards(order, at, newId);
  return { happenings: [{ topic: "orders/paid" }, ...giftCards, { topic: "orders/updated" }], stock: [] };
}
