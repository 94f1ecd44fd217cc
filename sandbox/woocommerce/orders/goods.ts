import type { SandboxContext } from "../../context.ts";
import { readWoo } from "../entities.ts";
import type { ProductLine, WooOrder, WooProduct, WooStore, WooVariation } from "../types.ts";

/** What a line sells: the variation, or the product; null when it is gone. */
export interface Goods {
  product: WooProduct;
  variation: WooVariation | null;
}

export function goodsOf(ctx: SandboxContext, store: WooStore, line: Pick<ProductLine, "product_id" | "variation_id">): Goods | null {
  const product = readWoo(ctx, store.slug, "product", line.product_id);
  const variation = line.variation_id > 0 ? readWoo(ctx, store.slug, "variation", line.variation_id) : null;
  if (!product || (line.variation_id > 0 && !variation)) return null;
  return { product, variation };
}

/** Anything that is not both virtual and downloadable has to be handled by a person. */
export function needsProcessing(ctx: SandboxContext, store: WooStore, order: WooOrder): boolean {
  return order.line_items.some((line) => {
    const goods = goodsOf(ctx, store, line);
    const sold = goods?.variation ?? goods?.product;
    return sold !== undefined && !(sold.virtual && sold.downloadable);
  });
}
