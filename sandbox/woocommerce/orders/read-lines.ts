/** The lines of a request put into an order, as POST and PUT /orders take them. */
import { RestError } from "../rest/answer.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { FeeLine, ProductLine, ShippingLine, WooOrder } from "../types.ts";
import { has, mergeMeta, writeAmounts, writeTexts } from "./given.ts";
import type { Given } from "./given.ts";
import { adjustStock } from "./order-stock.ts";
import { newProductLine, writeProductLine } from "./product-line.ts";
import { holdsStock } from "./statuses.ts";

const isRemoval = (given: Given): boolean =>
  ["product_id", "method_id", "method_title", "name", "code"].some((name) => given[name] === null) || given["quantity"] === 0;

interface LineWriter<T> {
  create(each: Given): T;
  update(line: T, each: Given): void;
  /** Before the line is taken out. */
  remove?(line: T): void;
}

/** Adds, changes and removes lines of one kind. @throws RestError 400 as WooCommerce does */
function readLines<T extends { id: number }>(lines: T[], given: unknown, writer: LineWriter<T>): void {
  for (const each of given as Given[]) {
    const id = Number(each["id"] ?? 0);
    const known = lines.find((line) => line.id === id);
    if ((id > 0 || isRemoval(each)) && !known)
      throw new RestError(400, "woocommerce_rest_invalid_item_id", "Order item ID provided is not associated with order.");
    if (!known) lines.push(writer.create(each));
    else if (isRemoval(each)) {
      writer.remove?.(known);
      lines.splice(lines.indexOf(known), 1);
    } else writer.update(known, each);
  }
}

export function readOrderLines(work: StoreWork, order: WooOrder, given: Given): void {
  if (has(given, "line_items")) readLines(order.line_items, given["line_items"], productLines(work, order));
  if (has(given, "shipping_lines")) readLines(order.shipping_lines, given["shipping_lines"], shippingLines(work));
  if (has(given, "fee_lines")) readLines(order.fee_lines, given["fee_lines"], feeLines(work));
}

function productLines(work: StoreWork, order: WooOrder): LineWriter<ProductLine> {
  const adjusted = (line: ProductLine): ProductLine => {
    if (holdsStock(order.status)) adjustStock(work, order, line);
    return line;
  };
  return {
    create: (each) => adjusted(newProductLine(work, each)),
    update(line, each) {
      writeProductLine(work, line, each);
      adjusted(line);
    },
    remove: (line) => adjustStock(work, order, line, 0),
  };
}

function shippingLines(work: StoreWork): LineWriter<ShippingLine> {
  const update = (line: ShippingLine, each: Given): void => {
    writeTexts(line, each, ["method_title", "method_id", "instance_id"]);
    writeAmounts(work, line, each, ["total"]);
    if (has(each, "meta_data")) line.meta = mergeMeta(work, line.meta, each["meta_data"], "item_meta");
  };
  return {
    create(each) {
      if (!each["method_id"]) throw new RestError(400, "woocommerce_rest_invalid_shipping_item", "Shipping method ID is required.");
      const line: ShippingLine = { id: newId(work), method_title: "", method_id: "", instance_id: "", total: 0, taxes: [], meta: [] };
      update(line, each);
      return line;
    },
    update,
  };
}

function feeLines(work: StoreWork): LineWriter<FeeLine> {
  const update = (line: FeeLine, each: Given): void => {
    writeTexts(line, each, ["name", "tax_class", "tax_status"]);
    writeAmounts(work, line, each, ["total"]);
    if (has(each, "meta_data")) line.meta = mergeMeta(work, line.meta, each["meta_data"], "item_meta");
  };
  return {
    create(each) {
      if (!each["name"]) throw new RestError(400, "woocommerce_rest_invalid_fee_item", "Fee name is required.");
      const line: FeeLine = { id: newId(work), name: "", tax_class: "", tax_status: "taxable", total: 0, taxes: [], meta: [] };
      update(line, each);
      return line;
    },
    update,
  };
}

const newId = (work: StoreWork): number => nextWooId(work.ctx, work.store.slug, "item");
