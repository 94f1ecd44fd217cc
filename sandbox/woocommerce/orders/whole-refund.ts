import { roundTo } from "../decimals.ts";
import { listWoo, saveWoo } from "../entities.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { WooOrder } from "../types.ts";

/** An order that is said to be refunded gets a refund of all that was not refunded yet: an amount without lines, so nothing goes back on the shelf. */
export function recordWholeRefund(work: StoreWork, order: WooOrder): void {
  const { ctx, store, at } = work;
  const refunded = listWoo(ctx, store.slug, "refund", order.id).reduce((sum, refund) => sum + refund.amount, 0);
  const amount = roundTo(order.total - refunded, store.decimals);
  if (amount <= 0) return;
  saveWoo(ctx, store.slug, "refund", {
    id: nextWooId(ctx, store.slug, "post"),
    order_id: order.id,
    created_at: at,
    amount,
    reason: "Order fully refunded.",
    refunded_payment: false,
    meta: [{ id: nextWooId(ctx, store.slug, "meta"), key: "_refund_type", value: "full" }],
    line_items: [],
    shipping_lines: [],
    fee_lines: [],
    tax_lines: [],
  });
}
