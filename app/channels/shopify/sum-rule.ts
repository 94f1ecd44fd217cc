/** Shopify's sum rule: does an order add up? Stated in words in README.md. All amounts in minor units of the shop's currency. */
import { fromMinor } from "#app/domain/money.ts";

export interface Sums {
  currency: string;
  taxesIncluded: boolean;
  /** Null where the source gives no lines (a thin payload): the line rule is then not applied. */
  lines: number | null;
  /** Null where the source gives no subtotal: neither rule is applied. */
  subtotal: number | null;
  /** After discounts, without removed shipping lines. */
  shipping: number;
  removedShipping: number;
  tax: number;
  tip: number;
  duties: number;
  fees: number;
  total: number;
}

export interface Quarantine {
  reason: string;
  difference_minor: number;
}

/**
 * Null when both rules hold:
 *  1. Σ lines (unit price × quantity − discounts allocated) = subtotal            (tips are not lines here)
 *  2. subtotal + shipping + tip + duties + fees (+ tax unless included) = total
 * Cash rounding changes what is paid, not the total. Refunds and edits leave `total` as ordered; they change the current total only.
 */
export function checkSums(sums: Sums): Quarantine | null {
  if (sums.subtotal === null) return null;
  const money = (minor: number): string => `${fromMinor(minor, sums.currency)} ${sums.currency}`;
  if (sums.lines !== null && sums.lines !== sums.subtotal) {
    const reason = `Lines less discounts come to ${money(sums.lines)}, but Shopify's subtotal says ${money(sums.subtotal)}.`;
    return { reason, difference_minor: sums.lines - sums.subtotal };
  }
  const expected = sums.subtotal + sums.shipping + sums.tip + sums.duties + sums.fees + (sums.taxesIncluded ? 0 : sums.tax);
  // Whether a removed shipping line still counts in the total as ordered is not documented: either reading passes.
  if (expected === sums.total || expected + sums.removedShipping === sums.total) return null;
  const tax = sums.taxesIncluded ? "" : ", tax";
  const reason = `Subtotal, shipping, tip, duties, fees${tax} come to ${money(expected)}, but Shopify's total says ${money(sums.total)}.`;
  return { reason, difference_minor: expected - sums.total };
}
