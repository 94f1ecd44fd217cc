import type { Order, OrderLine } from "#app/domain/events.ts";
import { byId, minorOf, rateOf, text, variantTitle } from "./normalise.ts";
import type { DiscountParts, LineParts, OrderParts, ShippingLineParts, TaxParts } from "./order-parts.ts";

type Discount = Order["discounts"][number];
type Tax = Order["taxes"][number];
type ShippingLine = Order["shipping_lines"][number];
type Target = Discount["target"];

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/**
 * A tip is a line without product. REST marks it with tip_payment_gateway, GraphQL not at all (only in the agreements' TipSale), so both
 * are recognised by what they share: the order has a tip, and the line is called "Tip" and is nothing that can be shipped, taxed or stocked.
 */
function isTip(line: LineParts, tipOfOrder: number): boolean {
  return (
    tipOfOrder !== 0 &&
    line.title.trim().toLowerCase() === "tip" &&
    text(line.sku) === null &&
    !line.requiresShipping &&
    !line.isTaxable &&
    !line.isGiftCard
  );
}

export function buildLines(parts: OrderParts, tipOfOrder: number): OrderLine[] {
  return sorted(parts.lines).map((line, at) => ({
    external_id: line.id,
    position: at + 1,
    kind: isTip(line, tipOfOrder) ? "tip" : "item",
    product_external_id: line.productId,
    variant_external_id: line.variantId,
    sku: text(line.sku),
    title: line.title,
    variant_title: variantTitle(line.variantTitle),
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    unit_price_minor: minorOf(line.unitPrice, parts.currency, "line_items.price"),
    discount_minor: discountOfLine(line, parts.currency),
    requires_shipping: line.requiresShipping,
    is_taxable: line.isTaxable,
    is_gift_card: line.isGiftCard,
  }));
}

function discountOfLine(line: LineParts, currency: string): number {
  if (line.discounts.length === 0 && line.totalDiscount !== null) return minorOf(line.totalDiscount, currency, "line_items.total_discount");
  return sum(line.discounts.map((discount) => minorOf(discount.amount, currency, "line_items.discount_allocations.amount")));
}

export function buildShippingLines(parts: OrderParts): ShippingLine[] {
  return sorted(parts.shippingLines).map((line, at) => {
    const price = minorOf(line.price, parts.currency, "shipping_lines.price");
    const allocated = sum(line.discounts.map((discount) => minorOf(discount.amount, parts.currency, "shipping_lines.discount_allocations.amount")));
    return {
      external_id: line.id,
      position: at + 1,
      title: line.title,
      code: text(line.code),
      price_minor: price,
      discounted_minor: line.discounted === null ? price - allocated : minorOf(line.discounted, parts.currency, "shipping_lines.discounted_price"),
      is_removed: line.isRemoved,
    };
  });
}

/** Every allocation of a discount to a line, in the order of lines and of the discounts themselves; allocations of nothing are left out. */
export function buildDiscounts(parts: OrderParts): Discount[] {
  const found: Omit<Discount, "position">[] = [];
  const collect = (target: Target, line: LineParts | ShippingLineParts): void => {
    for (const [, same] of [...groupByIndex(line.discounts)].sort(([a], [b]) => a - b)) {
      const amount = sum(same.map((discount) => minorOf(discount.amount, parts.currency, "discount_allocations.amount")));
      if (amount === 0) continue;
      found.push({ target, target_external_id: line.id, code: text(same[0]?.code), title: text(same[0]?.title), amount_minor: amount });
    }
  };
  for (const line of sorted(parts.lines)) collect("line", line);
  for (const line of sorted(parts.shippingLines)) collect("shipping", line);
  return found.map((discount, at) => ({ position: at + 1, ...discount }));
}

function groupByIndex(discounts: readonly DiscountParts[]): Map<number, DiscountParts[]> {
  const groups = new Map<number, DiscountParts[]>();
  for (const discount of discounts) groups.set(discount.index, [...(groups.get(discount.index) ?? []), discount]);
  return groups;
}

/** Every tax line of every line; a line's own are sorted by name, rate and amount, since the two voices list them differently. */
export function buildTaxes(parts: OrderParts): Tax[] {
  const read = (target: Target, line: { id: string; taxes: TaxParts[] }): Omit<Tax, "position">[] =>
    line.taxes
      .map((tax) => ({
        target,
        target_external_id: line.id,
        title: tax.title,
        rate: rateOf(tax.rate),
        amount_minor: minorOf(tax.amount, parts.currency, "tax_lines.price"),
      }))
      .sort((a, b) => compare(a.title, b.title) || compare(a.rate, b.rate) || a.amount_minor - b.amount_minor);
  return [...sorted(parts.lines).flatMap((line) => read("line", line)), ...sorted(parts.shippingLines).flatMap((line) => read("shipping", line))].map(
    (tax, at) => ({ position: at + 1, ...tax }),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sorted = <T extends { id: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => byId(a.id, b.id));
