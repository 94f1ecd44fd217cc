/** How every store's payloads are read: what counts as nothing, ids in order, exact money. */
import { toMinor } from "./money.ts";
import { Unreadable } from "./unreadable.ts";

/** '' and null mean the same to shops: nothing there. */
export const text = (value: string | null | undefined): string | null =>
  value === null || value === undefined || value.trim() === "" ? null : value;

/** Decimal text → minor units, or Unreadable naming the field. */
export function minorOf(amount: string, currency: string, field: string): number {
  const minor = toMinor(amount, currency);
  if (!minor.ok) throw new Unreadable(field, `not an amount of ${currency} (${minor.error.replaceAll("_", " ")})`);
  return minor.value;
}

/** 0.1, "0.10", 1e-7 → "0.1", "0.1", "0.0000001"; null (the shop does not know) → "". */
export function rateOf(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  const decimal = typeof value === "number" && String(value).includes("e") ? value.toFixed(20) : String(value);
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

/** "Bob" + "Norman" → "Bob Norman"; null when both are withheld. */
export const fullName = (first: string | null | undefined, last: string | null | undefined): string | null =>
  text([text(first)?.trim(), text(last)?.trim()].filter(Boolean).join(" "));

/** Ids ascend with time; sorting by them gives equal states equal order. Digits of any length, compared as numbers. */
export function byId(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
