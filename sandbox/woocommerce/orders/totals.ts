import { roundTo } from "../decimals.ts";
import { nextWooId } from "../tables.ts";
import type { StoreWork } from "../store.ts";
import type { WooOrder, WooStore } from "../types.ts";
import { lineTaxes, rateFor, roundTax } from "./taxes.ts";

export interface OrderTotals {
  discount_total: number;
  discount_tax: number;
  shipping_total: number;
  shipping_tax: number;
  cart_tax: number;
  total_tax: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Taxes, tax lines and the total anew, as WooCommerce does whenever lines or addresses change. */
export function calculateTotals(work: StoreWork, order: WooOrder): void {
  const { store } = work;
  const rate = rateFor(store, order);
  for (const line of order.line_items) line.taxes = lineTaxes(store, line.tax_class === "zero-rate" ? null : rate, line.total, line.subtotal);
  for (const fee of order.fee_lines) fee.taxes = fee.tax_status === "none" ? [] : lineTaxes(store, rate, fee.total, null);
  // Shipping inherits the tax class of the goods: without goods, no tax.
  const isShippingTaxed = rate?.shipping === true && order.line_items.length > 0;
  for (const shipping of order.shipping_lines) shipping.taxes = isShippingTaxed ? lineTaxes(store, rate, shipping.total, null) : [];
  writeTaxLines(work, order);
  const { cart_tax, shipping_tax, shipping_total } = readTotals(store, order);
  const goods = sum(order.line_items.map((line) => roundTo(line.total, store.decimals)));
  const fees = sum(order.fee_lines.map((fee) => fee.total));
  order.total = roundTo(goods + fees + shipping_total + cart_tax + shipping_tax, store.decimals);
}

function writeTaxLines(work: StoreWork, order: WooOrder): void {
  const { store, ctx } = work;
  const rates = [...store.tax_rates, ...order.tax_lines.map((line) => line.rate)];
  const ofCart = [...order.line_items, ...order.fee_lines].flatMap((line) => line.taxes);
  const ofShipping = order.shipping_lines.flatMap((line) => line.taxes);
  const used = [...new Set([...ofCart, ...ofShipping].map((tax) => tax.id))];
  order.tax_lines = used.map((id) => ({
    id: order.tax_lines.find((line) => line.rate.id === id)?.id ?? nextWooId(ctx, store.slug, "item"),
    rate: rates.find((rate) => rate.id === id)!,
    tax_total: sum(ofCart.filter((tax) => tax.id === id).map((tax) => roundTax(store, tax.total))),
    shipping_tax_total: sum(ofShipping.filter((tax) => tax.id === id).map((tax) => roundTax(store, tax.total))),
  }));
}

/** The sums that an order shows, out of its lines. */
export function readTotals(store: WooStore, order: WooOrder): OrderTotals {
  const digits = store.decimals;
  const subtotal = sum(order.line_items.map((line) => roundTo(line.subtotal, digits)));
  const total = sum(order.line_items.map((line) => roundTo(line.total, digits)));
  const taxes = order.line_items.flatMap((line) => line.taxes);
  const cart_tax = sum(order.tax_lines.map((line) => line.tax_total));
  const shipping_tax = sum(order.tax_lines.map((line) => line.shipping_tax_total));
  return {
    discount_total: roundTo(subtotal - total, digits),
    discount_tax: roundTax(store, sum(taxes.map((tax) => (tax.subtotal ?? 0) - tax.total))),
    shipping_total: sum(order.shipping_lines.map((line) => line.total)),
    shipping_tax,
    cart_tax,
    total_tax: roundTo(cart_tax + shipping_tax, digits),
  };
}
