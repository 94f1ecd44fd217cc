import type { SandboxContext } from "../../context.ts";
import { formatDecimal } from "../decimals.ts";
import type { CouponLine, FeeLine, LineTax, Meta, ProductLine, ShippingLine, TaxLine, WooStore } from "../types.ts";
import { goodsOf } from "./goods.ts";
import type { Goods } from "./goods.ts";
import { roundTax } from "./taxes.ts";

/** Meta of a line, with the words a person reads: an attribute's label for its name. */
function itemMeta(meta: readonly Meta[], goods: Goods | null = null): object[] {
  return meta.map((each) => {
    const attribute = goods?.product.attributes.find(({ name }) => attributeKey(name) === each.key);
    return { id: each.id, key: each.key, value: each.value, display_key: attribute?.name ?? each.key, display_value: each.value };
  });
}

/** "Shoe size" → "shoe-size": WordPress' sanitize_title. */
export const attributeKey = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/[\u0300-\u036f]|&amp;/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^-|-$/g, "");

const taxesJson = (taxes: readonly LineTax[], digits: number): object[] =>
  taxes.map((tax) => ({
    id: tax.id,
    total: formatDecimal(tax.total, digits),
    subtotal: tax.subtotal === null ? "" : formatDecimal(tax.subtotal, digits),
  }));

const taxSum = (store: WooStore, taxes: readonly LineTax[], of: "total" | "subtotal"): number =>
  taxes.reduce((sum, tax) => sum + roundTax(store, tax[of] ?? 0), 0);

export function productLineJson(ctx: SandboxContext, store: WooStore, line: ProductLine, digits: number): object {
  const goods = goodsOf(ctx, store, line);
  const sold = goods?.variation ?? goods?.product ?? null;
  return {
    id: line.id,
    name: line.name,
    product_id: line.product_id,
    variation_id: line.variation_id,
    quantity: line.quantity,
    tax_class: line.tax_class,
    subtotal: formatDecimal(line.subtotal, digits),
    subtotal_tax: formatDecimal(taxSum(store, line.taxes, "subtotal"), digits),
    total: formatDecimal(line.total, digits),
    total_tax: formatDecimal(taxSum(store, line.taxes, "total"), digits),
    taxes: taxesJson(line.taxes, digits),
    meta_data: itemMeta(line.meta, goods),
    // A variation without a SKU of its own has its product's.
    sku: sold === null ? null : sold.sku || goods!.product.sku,
    global_unique_id: sold?.global_unique_id ?? null,
    price: line.quantity === 0 ? 0 : line.total / line.quantity,
    image: { id: sold === null || goods?.variation ? 0 : "", src: "" },
    parent_name: goods?.variation ? goods.product.name : null,
  };
}

export const shippingLineJson = (store: WooStore, line: ShippingLine, digits: number): object => ({
  id: line.id,
  method_title: line.method_title,
  method_id: line.method_id,
  instance_id: line.instance_id,
  total: formatDecimal(line.total, digits),
  total_tax: formatDecimal(taxSum(store, line.taxes, "total"), digits),
  taxes: taxesJson(line.taxes, digits),
  tax_status: "taxable",
  meta_data: itemMeta(line.meta),
});

export const feeLineJson = (store: WooStore, line: FeeLine, digits: number): object => ({
  id: line.id,
  name: line.name,
  tax_class: line.tax_class,
  tax_status: line.tax_status,
  amount: "",
  total: formatDecimal(line.total, digits),
  total_tax: formatDecimal(taxSum(store, line.taxes, "total"), digits),
  taxes: taxesJson(line.taxes, digits),
  meta_data: itemMeta(line.meta),
});

export const taxLineJson = (line: TaxLine, digits: number): object => ({
  id: line.id,
  rate_code: [line.rate.country, line.rate.state, line.rate.name.toUpperCase(), "1"].filter(Boolean).join("-"),
  rate_id: line.rate.id,
  label: line.rate.name,
  compound: false,
  tax_total: formatDecimal(line.tax_total, digits),
  shipping_tax_total: formatDecimal(line.shipping_tax_total, digits),
  rate_percent: line.rate.rate,
  meta_data: [],
});

export const couponLineJson = (line: CouponLine): object => ({
  id: line.id,
  code: line.code,
  discount: String(line.discount),
  discount_tax: String(line.discount_tax),
  meta_data: itemMeta(line.meta),
  discount_type: line.discount_type,
  nominal_amount: line.nominal_amount,
  free_shipping: line.free_shipping,
});
