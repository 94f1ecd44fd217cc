/** What of an order decides whether its customer is written to. */
export interface OrderFacts {
  hub_status: string;
  financial_status: string | null;
  has_totals: number;
  total_minor: number;
  /** As the order says. */
  refunded_minor: number;
  /** The sum of the refunds seen: may be ahead of the order's own figure. */
  refunds_minor: number;
  deleted_at: number | null;
  erased_at: number | null;
}

export type OrderObstacle = "order_deleted" | "person_erased" | "order_cancelled" | "order_returned" | "order_refunded" | "order_not_delivered";

/** Why nothing is written about this order, or null. */
export function orderObstacle(order: OrderFacts): OrderObstacle | null {
  if (order.deleted_at !== null) return "order_deleted";
  if (order.erased_at !== null) return "person_erased";
  if (order.hub_status === "CANCELLED") return "order_cancelled";
  if (order.hub_status === "RETURNED") return "order_returned";
  if (isRefundedInFull(order)) return "order_refunded";
  return order.hub_status === "DELIVERED" ? null : "order_not_delivered";
}

/** Part of the money back is no reason to fall silent; all of it is. */
const isRefundedInFull = (order: OrderFacts): boolean =>
  order.financial_status?.toLowerCase() === "refunded" ||
  (order.has_totals === 1 && order.total_minor > 0 && Math.max(order.refunded_minor, order.refunds_minor) >= order.total_minor);
