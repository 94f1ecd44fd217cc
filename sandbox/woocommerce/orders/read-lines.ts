/** The lines of a request put into an order, as POST and PUT /orders take them. */
import { roundTo, precisionOf, toNumber } from "../decimals.ts";
import { listWoo, readWoo } from "../entities.ts";
import { RestError } from "../rest/answer.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { FeeLine, Meta, ProductLine, ShippingLine, WooOrder } from "../types.ts";
import { goodsOf } from "./goods.ts";
import { attributeKey } from "./line-json.ts";
import { netPrice, rateFor } from "./taxes.ts";
import { sellingPrice } from "../products/price.ts";

type Given = Record<string, unknown>;

const has = (given: Given, name: string): boolean => given[name] !== undefined && given[name] !== null;
const isRemoval = (given: Given): boolean =>
  ["product_id", "method_id", "method_title", "name", "code"].some((name) => given[name] === null) || given["quantity"] === 0;

/** Adds, changes and removes lines of one kind. @throws RestError 400 as WooCommerce does */
function readLines<T extends { id: number }>(lines: T[], given: unknown, create: (each: Given) => T, update: (line: T, each: Given) => void): void {
  for (const each of given as Given[]) {
    const id = Number(each["id"] ?? 0);
    const known = lines.find((line) => line.id === id);
    if ((id > 0 || isRemoval(each)) && !known)
      throw new RestError(400, "woocommerce_rest_invalid_item_id", "Order item ID provided is not associated with order.");
    if (!known) lines.push(create(each));
    else if (isRemoval(each)) lines.splice(lines.indexOf(known), 1);
    else update(known, each);
  }
}

export function readOrderLines(work: StoreWork, order: WooOrder, given: Given): void {
  if (has(given, "line_items"))
    readLines<ProductLine>(
      order.line_items,
      given["line_items"],
      (each) => newProductLine(work, order, each),
      (line, each) => writeProductLine(work, line, each),
    );
  if (has(given, "shipping_lines"))
    readLines<ShippingLine>(
      order.shipping_lines,
      given["shipping_lines"],
      (each) => newShippingLine(work, each),
      (line, each) => {
        writeTexts(line, each, ["method_title", "method_id", "instance_id"]);
        writeAmounts(work, line, each, ["total"]);
      },
    );
  if (has(given, "fee_lines"))
    readLines<FeeLine>(
      order.fee_lines,
      given["fee_lines"],
      (each) => newFeeLine(work, each),
      (line, each) => {
        writeTexts(line, each, ["name", "tax_class", "tax_status"]);
        writeAmounts(work, line, each, ["total"]);
      },
    );
}

function newProductLine(work: StoreWork, order: WooOrder, given: Given): ProductLine {
  const { ctx, store } = work;
  const line: ProductLine = {
    id: itemId(work),
    name: "",
    product_id: 0,
    variation_id: 0,
    quantity: 1,
    tax_class: "",
    subtotal: 0,
    total: 0,
    taxes: [],
    meta: [],
  };
  Object.assign(line, referenceOf(work, given));
  const goods = goodsOf(ctx, store, line);
  if (goods) {
    const sold = goods.variation ?? goods.product;
    const options = goods.variation?.attributes ?? [];
    line.name = [goods.product.name, options.map(({ option }) => option).join(", ")].filter(Boolean).join(" - ");
    line.tax_class = sold.tax_class;
    line.meta = options.map(({ name, option }) => ({ id: nextWooId(ctx, store.slug, "item_meta"), key: attributeKey(name), value: option }));
    const quantity = has(given, "quantity") ? Number(given["quantity"]) : 1;
    line.subtotal = netPrice(store, roundTo(sellingPrice(sold) * quantity, precisionOf(store.decimals)), rateFor(store, order));
    line.total = line.subtotal;
  } else Object.assign(line, { product_id: 0, variation_id: 0 });
  writeProductLine(work, line, given);
  return line;
}

function writeProductLine(work: StoreWork, line: ProductLine, given: Given): void {
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

function newShippingLine(work: StoreWork, given: Given): ShippingLine {
  if (!given["method_id"]) throw new RestError(400, "woocommerce_rest_invalid_shipping_item", "Shipping method ID is required.");
  const line: ShippingLine = { id: itemId(work), method_title: "", method_id: "", instance_id: "", total: 0, taxes: [], meta: [] };
  writeTexts(line, given, ["method_title", "method_id", "instance_id"]);
  writeAmounts(work, line, given, ["total"]);
  line.meta = mergeMeta(work, [], given["meta_data"] ?? [], "item_meta");
  return line;
}

function newFeeLine(work: StoreWork, given: Given): FeeLine {
  if (!given["name"]) throw new RestError(400, "woocommerce_rest_invalid_fee_item", "Fee name is required.");
  const line: FeeLine = { id: itemId(work), name: "", tax_class: "", tax_status: "taxable", total: 0, taxes: [], meta: [] };
  writeTexts(line, given, ["name", "tax_class", "tax_status"]);
  writeAmounts(work, line, given, ["total"]);
  line.meta = mergeMeta(work, [], given["meta_data"] ?? [], "item_meta");
  return line;
}

const itemId = (work: StoreWork): number => nextWooId(work.ctx, work.store.slug, "item");

function writeTexts<T extends object>(line: T, given: Given, names: readonly (keyof T & string)[]): void {
  for (const name of names) if (has(given, name)) Object.assign(line, { [name]: String(given[name]) });
}

function writeAmounts<T extends object>(work: StoreWork, line: T, given: Given, names: readonly (keyof T & string)[]): void {
  for (const name of names) if (has(given, name)) Object.assign(line, { [name]: roundTo(toNumber(given[name]), precisionOf(work.store.decimals)) });
}

/** Meta by id where one is given, else by key; a null value removes it. */
export function mergeMeta(work: StoreWork, known: readonly Meta[], given: unknown, counter: "meta" | "item_meta"): Meta[] {
  const result = known.map((meta) => ({ ...meta }));
  for (const each of given as Given[]) {
    if (typeof each["key"] !== "string") continue;
    const found = result.find((meta) => (has(each, "id") ? meta.id === Number(each["id"]) : meta.key === each["key"]));
    if (found) Object.assign(found, { key: each["key"], value: each["value"] ?? null });
    else result.push({ id: nextWooId(work.ctx, work.store.slug, counter), key: each["key"], value: each["value"] ?? null });
  }
  return result.filter((meta) => meta.value !== null);
}
