import { readWoo, saveWoo } from "../entities.ts";
import type { StoreWork } from "../store.ts";
import type { WooOrder } from "../types.ts";
import { holdsStock } from "./statuses.ts";

/** The products' total_sales: counted once when the order is on its way, and taken back when it is cancelled. Nobody is told. */
export function countSales(work: StoreWork, order: WooOrder): void {
  const { ctx, store } = work;
  const isSale = holdsStock(order.status);
  const isTakenBack = order.status === "cancelled" || order.status === "trash";
  if (order.sales_recorded ? !isTakenBack : !isSale) return;
  order.sales_recorded = isSale;
  for (const line of order.line_items) {
    const product = readWoo(ctx, store.slug, "product", line.product_id);
    if (product) saveWoo(ctx, store.slug, "product", { ...product, total_sales: product.total_sales + (isSale ? line.quantity : -line.quantity) });
  }
}
