import { addBags, mapBag, subtractBags, timesBag } from "../shop/money.ts";
import { discountOf } from "../shop/totals.ts";
import type { Bag, DiscountApplication, Line, ShippingLine, TaxLine } from "../shop/types.ts";

export interface TaxRate {
  title: string;
  rate: number;
}

/** Splits `total` by `weights` so that the parts sum to exactly `total`; weights of all zero give everything to the first. */
export function allocate(total: number, weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map((_, index) => (index === 0 ? total : 0));
  let weightSoFar = 0;
  let givenSoFar = 0;
  return weights.map((weight) => {
    weightSoFar += weight;
    const part = Math.round((total * weightSoFar) / sum) - givenSoFar;
    givenSoFar += part;
    return part;
  });
}

/** Price × quantity less discounts. */
export function netOf(line: Line | ShippingLine): Bag {
  const gross = "unitPrice" in line ? timesBag(line.unitPrice, line.quantity) : line.price;
  return subtractBags(gross, discountOf(line));
}

/** Adds the discount's allocations to the lines it is meant for. `fixed` is the amount of a fixed discount in both currencies. */
export function applyDiscount(discount: DiscountApplication, index: number, targets: (Line | ShippingLine)[], fixed: Bag): void {
  const nets = targets.map(netOf);
  const amounts: Bag[] =
    discount.valueType === "percentage"
      ? nets.map((net) => mapBag(net, (minor) => Math.round((minor * discount.value) / 100)))
      : splitBag(capBag(fixed, addBags(...nets)), nets);
  targets.forEach((line, position) => {
    const amount = amounts[position]!;
    if (amount.shop !== 0 || amount.presentment !== 0) line.discounts.push({ index, amount });
  });
}

/** A discount never exceeds what it is taken from. */
function capBag(bag: Bag, limit: Bag): Bag {
  return { shop: Math.min(bag.shop, limit.shop), presentment: Math.min(bag.presentment, limit.presentment) };
}

export function splitBag(total: Bag, weights: Bag[]): Bag[] {
  const shop = allocate(
    total.shop,
    weights.map((weight) => weight.shop),
  );
  const presentment = allocate(
    total.presentment,
    weights.map((weight) => weight.presentment),
  );
  return shop.map((minor, index) => ({ shop: minor, presentment: presentment[index]! }));
}

/** Tax per rate on a net amount; taken out of it where prices include tax, else on top. Each line is rounded, as Shopify does. */
export function taxOn(net: Bag, rates: TaxRate[], taxesIncluded: boolean): TaxLine[] {
  const all = rates.reduce((sum, tax) => sum + tax.rate, 0);
  const divisor = taxesIncluded ? 1 + all : 1;
  return rates.map((tax) => ({ title: tax.title, rate: tax.rate, price: mapBag(net, (minor) => Math.round((minor * tax.rate) / divisor)) }));
}
