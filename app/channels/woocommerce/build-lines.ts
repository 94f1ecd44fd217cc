/** The items of an order: what was sold, shipped and taxed. Amounts are with tax where the store's prices are. */
import type { Order, OrderLine } from "#app/domain/events.ts";
import { byId, rateOf, text } from "#app/domain/source-values.ts";
import { apart, idOrNull, money, plain, wholeNumber } from "./normalise.ts";
import type { LineItemPayload, OrderPayload } from "./payloads/order.ts";

type Discount = Order["discounts"][number];
type Tax = Order["taxes"][number];
type ShippingLine = Order["shipping_lines"][number];

/** Adds an amount and its tax where the order's prices include tax; WooCommerce always states the two apart. */
export type Gross = (amount: string | null | undefined, tax: string | null | undefined, field: string) => number;

export const grossOf =
  (order: OrderPayload): Gross =>
  (amount, tax, field) =>
    money(amount, order.currency, field) + (order.prices_include_tax === true ? money(tax, order.currency, `${field}_tax`) : 0);

const sorted = <T extends { id: string }>(items: readonly T[] | null | undefined): T[] => [...(items ?? [])].sort((a, b) => byId(a.id, b.id));

interface LineSums {
  before: number;
  after: number;
}

/** Before and after discounts. */
const sumsOf = (line: LineItemPayload, gross: Gross): LineSums => {
  const after = gross(line.total, line.total_tax, "line_items.total");
  return { before: text(line.subtotal) === null ? after : gross(line.subtotal, line.subtotal_tax, "line_items.subtotal"), after };
};

/** @param refunded by line: how many were given back */
export function buildLines(order: OrderPayload, gross: Gross, refunded: ReadonlyMap<string, number>): OrderLine[] {
  const lines = sorted(order.line_items).map((line, at): OrderLine => {
    const quantity = wholeNumber(line.quantity, "line_items.quantity");
    const { before, after } = sumsOf(line, gross);
    const title = titleOf(line);
    return {
      external_id: line.id,
      position: at + 1,
      kind: "item",
      product_external_id: idOrNull(line.product_id),
      variant_external_id: idOrNull(line.variation_id) ?? idOrNull(line.product_id),
      sku: text(line.sku),
      ...title,
      quantity,
      current_quantity: Math.max(0, quantity - (refunded.get(line.id) ?? 0)),
      // The store keeps what a line costs, not what one piece does: of three for 10.00 each is 3.33.
      unit_price_minor: quantity === 0 ? 0 : Math.round(before / quantity),
      discount_minor: before - after,
      // Not said: it would take the product.
      requires_shipping: true,
      is_taxable: (line.taxes ?? []).length > 0,
      is_gift_card: false,
    };
  });
  return apart(lines, "line_items");
}

/** A variation's line is called "Hoodie - Blue, XL" and its product "Hoodie". */
function titleOf(line: LineItemPayload): Pick<OrderLine, "title" | "variant_title"> {
  const name = plain(line.name);
  const parent = plain(line.parent_name);
  if (parent !== "" && name.startsWith(`${parent} - `)) return { title: parent, variant_title: text(name.slice(parent.length + 3)) };
  return { title: name, variant_title: null };
}

export function buildShippingLines(order: OrderPayload, gross: Gross): ShippingLine[] {
  const lines = sorted(order.shipping_lines).map((line, at) => {
    const price = gross(line.total, line.total_tax, "shipping_lines.total");
    return {
      external_id: line.id,
      position: at + 1,
      title: plain(line.method_title),
      code: text(line.method_id),
      price_minor: price,
      discounted_minor: price,
      is_removed: false,
    };
  });
  return apart(lines, "shipping_lines");
}

/** What each line was reduced by. Which of several coupons took how much from which line is not said: then all their codes stand in the title. */
export function buildDiscounts(order: OrderPayload, gross: Gross): Discount[] {
  const codes = sorted(order.coupon_lines).map((coupon) => coupon.code);
  return sorted(order.line_items)
    .map((line) => ({ line, ...sumsOf(line, gross) }))
    .filter(({ before, after }) => before !== after)
    .map(({ line, before, after }, at) => ({
      position: at + 1,
      target: "line",
      target_external_id: line.id,
      code: codes.length === 1 ? (codes[0] ?? null) : null,
      title: codes.length > 1 ? codes.join(", ") : null,
      amount_minor: before - after,
    }));
}

export function buildTaxes(order: OrderPayload): Tax[] {
  const rates = new Map((order.tax_lines ?? []).map((rate) => [rate.rate_id ?? "", rate]));
  const of = (target: Tax["target"], item: { id: string; taxes?: { id: string; total?: string | null | undefined }[] | null | undefined }) =>
    (item.taxes ?? [])
      .filter((tax) => text(tax.total) !== null)
      .map((tax) => {
        const rate = rates.get(tax.id);
        return {
          target,
          target_external_id: item.id,
          title: plain(text(rate?.label) ?? text(rate?.rate_code) ?? ""),
          rate: fraction(rate?.rate_percent),
          amount_minor: money(tax.total, order.currency, "taxes.total"),
        };
      })
      .sort((a, b) => byName(a.title, b.title) || byName(a.rate, b.rate) || a.amount_minor - b.amount_minor);
  return [
    ...sorted(order.line_items).flatMap((line) => of("line", line)),
    ...sorted(order.shipping_lines).flatMap((line) => of("shipping", line)),
  ].map((tax, at) => ({ position: at + 1, ...tax }));
}

/** 7.25 → "0.0725": by moving the point, since 7.25 / 100 is not exact in a double. */
function fraction(percent: number | string | null | undefined): string {
  const decimal = /^(\d{1,6})(?:\.(\d{1,10}))?$/.exec(rateOf(percent));
  if (decimal === null) return "";
  const [, whole = "", part = ""] = decimal;
  const digits = whole.padStart(3, "0");
  return rateOf(`${digits.slice(0, -2)}.${digits.slice(-2)}${part}`);
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
