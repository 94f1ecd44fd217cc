import { readWoo, saveWoo } from "../entities.ts";
import { tell } from "../store.ts";
import type { StoreWork } from "../store.ts";
import type { ProductLine, Sellable, WooProduct, WooVariation } from "../types.ts";

/** What counts the stock of a line: its variation, or its product; null where nobody counts. */
export interface Counted {
  kind: "product" | "variation";
  thing: WooProduct | WooVariation;
  name: string;
}

export function countedStock(work: StoreWork, line: Pick<ProductLine, "product_id" | "variation_id" | "name">): Counted | null {
  const { ctx, store } = work;
  const variation = line.variation_id > 0 ? readWoo(ctx, store.slug, "variation", line.variation_id) : null;
  const product = readWoo(ctx, store.slug, "product", line.product_id);
  if (variation?.manage_stock) return { kind: "variation", thing: variation, name: line.name };
  return product?.manage_stock ? { kind: "product", thing: product, name: product.name } : null;
}

/** In stock, out of it, or to be ordered: follows from the quantity where stock is counted. */
export function settleStockStatus(thing: Sellable): void {
  if (!thing.manage_stock) return;
  const quantity = thing.stock_quantity ?? 0;
  thing.stock_status = quantity > 0 ? "instock" : thing.backorders === "no" ? "outofstock" : "onbackorder";
}

/** Changes the quantity and tells product.updated. Resolves with the quantity before and after. */
export function changeStock(work: StoreWork, counted: Counted, by: number): { from: number; to: number } {
  const { thing, kind } = counted;
  const from = thing.stock_quantity ?? 0;
  thing.stock_quantity = from + by;
  thing.modified_at = work.at;
  settleStockStatus(thing);
  if (kind === "variation") saveWoo(work.ctx, work.store.slug, "variation", thing as WooVariation);
  else saveWoo(work.ctx, work.store.slug, "product", thing as WooProduct);
  tell(work, "product", "updated", thing.id);
  return { from, to: from + by };
}
