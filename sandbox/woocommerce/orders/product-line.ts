/** A line of goods, as POST and PUT /orders describe it. */
import { precisionOf, roundTo } from "../decimals.ts";
import { listWoo, readWoo } from "../entities.ts";
import { variationsOf } from "../products/product-json.ts";
import { sellingPrice } from "../products/price.ts";
import { RestError } from "../rest/answer.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { ProductLine } from "../types.ts";
import { has, mergeMeta, writeAmounts, writeTexts } from "./given.ts";
import type { Given } from "./given.ts";
import { goodsOf } from "./goods.ts";
import type { Goods } from "./goods.ts";
import { attributeKey } from "./line-json.ts";
import { baseRate, netPrice } from "./taxes.ts";

export function newProductLine(work: StoreWork, given: Given): ProductLine {
  const { ctx, store } = work;
  const reference = referenceOf(work, given);
  const line: ProductLine = {
    id: nextWooId(ctx, store.slug, "item"),
    name: "",
    ...reference,
    quantity: 1,
    tax_class: "",
    subtotal: 0,
    total: 0,
    taxes: [],
    meta: [],
  };
  const goods = goodsOf(ctx, store, line);
  if (goods) {
    const sold = goods.variation ?? goods.product;
    const options = goods.variation?.attributes ?? [];
    line.name = [goods.product.name, options.map(({ option }) => option).join(", ")].filter(Boolean).join(" - ");
    line.tax_class = sold.tax_class;
    line.meta = options.map(({ name, option }) => ({ id: nextWooId(ctx, store.slug, "item_meta"), key: attributeKey(name), value: option }));
    const quantity = has(given, "quantity") ? Number(given["quantity"]) : 1;
    line.subtotal = netPrice(store, roundTo(unitPrice(work, goods) * quantity, precisionOf(store.decimals)), baseRate(store));
    line.total = line.subtotal;
  } else Object.assign(line, { product_id: 0, variation_id: 0 });
  writeProductLine(work, line, given);
  return line;
}

/** A variable product that is ordered without saying which costs what the cheapest does. */
function unitPrice({ ctx, store }: StoreWork, { product, variation }: Goods): number {
  if (variation) return sellingPrice(variation);
  if (product.type !== "variable") return sellingPrice(product);
  return Math.min(...variationsOf(ctx, store, product).map(sellingPrice));
}

export function writeProductLine(work: StoreWork, line: ProductLine, given: Given): void {
  writeTexts(line, given, ["name", "tax_class"]);
  if (has(given, "quantity")) line.quantity = Number(given["quantity"]);
  writeAmounts(work, line, given, ["total", "subtotal"]);
  // A subtotal below the total is raised to it.
  line.subtotal = Math.max(line.subtotal, line.total);
  if (has(given, "meta_data")) line.meta = mergeMeta(work, line.meta, given["meta_data"], "item_meta");
}

/** By SKU, by product, or by variation. */
function referenceOf(work: StoreWork, given: Given): Pick<ProductLine, "product_id" | "variation_id"> {
  const { ctx, store } = work;
  const sku = given["sku"];
  if (typeof sku === "string" && sku !== "") {
    const variation = listWoo(ctx, store.slug, "variation").find((each) => each.sku === sku);
    if (variation) return { product_id: variation.product_id, variation_id: variation.id };
    return { product_id: listWoo(ctx, store.slug, "product").find((each) => each.sku === sku)?.id ?? 0, variation_id: 0 };
  }
  const variationId = Number(given["variation_id"] ?? 0);
  const productId = Number(given["product_id"] ?? 0);
  if (variationId === 0 && productId === 0) throw new RestError(400, "woocommerce_rest_required_product_reference", "Product ID or SKU is required.");
  const variation = readWoo(ctx, store.slug, "variation", variationId || productId);
  return variation ? { product_id: variation.product_id, variation_id: variation.id } : { product_id: productId, variation_id: 0 };
}
