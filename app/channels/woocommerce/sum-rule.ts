/** WooCommerce's sum rule: does an order add up? Stated in words in README.md. All amounts without tax, in minor units of the order's currency. */
import { fromMinor } from "#app/domain/money.ts";

export interface Sums {
  currency: string;
  /** The totals of items, shipping and fees, each as the store shows it. */
  parts: readonly number[];
  tax: number;
  total: number;
}

export interface Quarantine {
  reason: string;
  difference_minor: number;
}

/**
 * Null when Σ items + Σ shipping + Σ fees + tax = total. WooCommerce keeps more digits than it shows and rounds every figure for itself, so each
 * of the figures may be half a minor unit away from what was added: what is within that is rounding, beyond it the order does not add up.
 */
export function checkSums({ currency, parts, tax, total }: Sums): Quarantine | null {
  const sum = parts.reduce((all, part) => all + part, 0) + tax;
  const difference = total - sum;
  const figures = parts.length + 2;
  if (Math.abs(difference) <= Math.floor(figures / 2)) return null;
  const money = (minor: number): string => `${fromMinor(minor, currency)} ${currency}`;
  return {
    reason: `Items, shipping, fees and tax make ${money(sum)}, but the order's total is ${money(total)}.`,
    difference_minor: difference,
  };
}
