import { sellingPrice } from "../products/price.ts";
import type { Prng } from "../../shop/prng.ts";
import { listWoo } from "../entities.ts";
import type { StoreWork } from "../store.ts";

const METHODS = [
  { payment_method: "bacs", payment_method_title: "Direct bank transfer" },
  { payment_method: "cod", payment_method_title: "Cash on delivery" },
  { payment_method: "stripe", payment_method_title: "Credit card" },
] as const;

/** One to three things that are in stock (none where the store has nothing), a way of paying and of shipping: what a checkout would send. */
export function randomBasket(work: StoreWork, random: Prng): Record<string, unknown> & { line_items: unknown[] } {
  const { ctx, store } = work;
  const plain = listWoo(ctx, store.slug, "product").filter(
    (product) => product.type === "simple" && product.status === "publish" && sellingPrice(product) > 0,
  );
  const variations = listWoo(ctx, store.slug, "variation").filter((variation) => variation.status === "publish");
  const inStock = [...plain, ...variations].filter((thing) => !thing.manage_stock || (thing.stock_quantity ?? 0) > 2);
  const chosen = new Map(
    Array.from({ length: inStock.length === 0 ? 0 : random.int(1, 3) }, () => random.pick(inStock)).map((thing) => [thing.id, thing]),
  );
  return {
    ...random.pick(METHODS),
    line_items: [...chosen.values()].map((thing) =>
      "product_id" in thing
        ? { product_id: thing.product_id, variation_id: thing.id, quantity: random.int(1, 2) }
        : { product_id: thing.id, quantity: random.int(1, 3) },
    ),
    shipping_lines: [{ method_id: "flat_rate", method_title: "Flat rate", instance_id: "1", total: store.decimals === 0 ? "800" : "7.90" }],
  };
}
