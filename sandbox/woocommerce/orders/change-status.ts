import { saveWoo } from "../entities.ts";
import { tell } from "../store.ts";
import type { StoreWork } from "../store.ts";
import type { WooOrder } from "../types.ts";
import { needsProcessing } from "./goods.ts";
import { addNote } from "./notes.ts";
import { settleStock } from "./order-stock.ts";
import { statusLabel } from "./statuses.ts";

/** Moves the order to another status with all that follows: dates, stock, a note. The same status again changes nothing. */
export function changeStatus(work: StoreWork, order: WooOrder, status: string): void {
  const from = order.status;
  if (from === status) return;
  order.status = status;
  order.status_before_trash = null;
  if (status === "completed") order.completed_at = work.at;
  if (isPaid(work, order)) order.paid_at ??= work.at;
  settleStock(work, order);
  addNote(work, order.id, `Order status changed from ${statusLabel(work.store, from)} to ${statusLabel(work.store, status)}.`);
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
  changeStatus(work, order, needsProcessing(work.ctx, work.store, order) ? "processing" : "completed");
}

/** Saves, with the time of change, and tells order.updated. */
export function saveOrder(work: StoreWork, order: WooOrder): void {
  order.modified_at = work.at;
  saveWoo(work.ctx, work.store.slug, "order", order);
  tell(work, "order", "updated", order.id);
}
