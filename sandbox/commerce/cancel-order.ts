import { Refusal } from "../http.ts";
import { isZeroBag, ZERO } from "../shop/money.ts";
import { computeTotals } from "../shop/totals.ts";
import type { Order } from "../shop/types.ts";
import { toSecond, touch } from "./happening.ts";
import type { NewId, Outcome } from "./happening.ts";
import { refundOrder, restockOf, takeBack } from "./refund-order.ts";

export interface CancelInput {
  reason: NonNullable<Order["cancelReason"]>;
  /** Pay back what was paid. */
  refund: boolean;
  restock: boolean;
}

/**
 * Cancels an order: what is left of it is taken back, payments are refunded (if asked) or an unpaid order is voided, and it is closed.
 * https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderCancel
 */
export function cancelOrder(order: Order, input: CancelInput, at: number, newId: NewId): Outcome {
  if (order.cancelledAt !== null) throw new Refusal(409, "id", `order ${order.name} is already cancelled`, "cancel another order");
  const totals = computeTotals(order);
  const restockType = input.restock ? ("cancel" as const) : ("no_restock" as const);
  const lines = order.lines
    .filter((line) => !line.isTip && line.currentQuantity > 0)
    .map((line) => ({ lineId: line.id, quantity: line.currentQuantity, restockType, locationId: null }));
  const isPaid = totals.netPayment.shop > 0;
  const outcome: Outcome = { happenings: [], stock: [] };
  if (isPaid && input.refund) {
    const refunded = refundOrder(order, { lines, shipping: "full", amount: totals.netPayment.shop, note: null }, at, newId);
    outcome.happenings.push({ topic: "refunds/create", refundId: refunded.refundId });
    outcome.stock.push(...refunded.stock);
  } else if (lines.length > 0) {
    const refund = takeBack(order, { lines, shipping: isPaid ? 0 : "full", note: null }, at, newId);
    outcome.happenings.push({ topic: "refunds/create", refundId: refund.id });
    outcome.stock.push(...restockOf(order, refund));
  }
  if (totals.received.shop === 0) voidPayment(order, at, newId);
  order.cancelledAt = toSecond(at);
  order.closedAt = toSecond(at);
  order.cancelReason = input.reason;
  touch(order, at);
  outcome.happenings.push({ topic: "orders/cancelled" }, { topic: "orders/updated" });
  return outcome;
}

function voidPayment(order: Order, at: number, newId: NewId): void {
  const authorization = order.transactions.find((transaction) => transaction.kind === "authorization");
  if (isZeroBag(computeTotals(order).total)) return;
  order.transactions.push({
    id: newId("OrderTransaction"),
    parentId: authorization?.id ?? null,
    kind: "void",
    status: "success",
    gateway: authorization?.gateway ?? "manual",
    amount: authorization?.amount ?? ZERO,
    rounding: ZERO,
    createdAt: toSecond(at),
    test: order.test,
  });
}
