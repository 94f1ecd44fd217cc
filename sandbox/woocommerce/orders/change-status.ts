import { saveWoo } from "../entities.ts";
import { tell } from "../store.ts";
import type { StoreWork } from "../store.ts";
import type { WooOrder } from "../types.ts";
import { needsProcessing } from "./goods.ts";
import { hasPaid } from "./has-paid.ts";
import { addNote } from "./notes.ts";
import { settleStock } from "./order-stock.ts";
import { recordWholeRefund } from "./whole-refund.ts";
import { countSales } from "./sales.ts";
import { statusLabel } from "./statuses.ts";

/** Moves the order to another status with all that follows: dates, stock, a note. The same status again changes nothing. */
export function changeStatus(work: StoreWork, order: WooOrder, status: string): void {
  const from = order.status;
  if (from === status) return;
  order.status = status;
  order.status_before_trash = null;
  // The order is saved before what follows from its status happens.
  tell(work, "order", "updated", order.id);
  if (status === "completed") order.completed_at = work.at;
  if (isPaid(work, order)) order.paid_at ??= work.at;
  settleStock(work, order);
  countSales(work, order);
  addNote(work, order.id, `Order status changed from ${statusLabel(work.store, from)} to ${statusLabel(work.store, status)}.`);
  if (status === "refunded") recordWholeRefund(work, order);
}

/** The status in which a payment leaves this order, or one beyond it. */
function isPaid(work: StoreWork, order: WooOrder): boolean {
  return order.status === "completed" || (order.status === "processing" && needsProcessing(work.ctx, work.store, order));
}

/** What a payment provider does: to "processing", or straight to "completed" where nothing has to be sent. */
export function completePayment(work: StoreWork, order: WooOrder, transactionId: string): void {
  if (!["pending", "on-hold", "failed", "cancelled"].includes(order.status)) return;
  if (transactionId) order.transaction_id = transactionId;
  order.paid_at ??= work.at;
  const isFirst = order.customer_id > 0 && !hasPaid(work.ctx, work.store, order.customer_id, order.id);
  changeStatus(work, order, needsProcessing(work.ctx, work.store, order) ? "processing" : "completed");
  // The customer is one who pays from now on.
  if (isFirst) tell(work, "customer", "updated", order.customer_id);
}

/** Saves, with the time of change, and tells order.updated. */
export function saveOrder(work: StoreWork, order: WooOrder): void {
  order.modified_at = work.at;
  saveWoo(work.ctx, work.store.slug, "order", order);
  tell(work, "order", "updated", order.id);
}
