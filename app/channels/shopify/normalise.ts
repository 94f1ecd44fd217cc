/** Where Shopify's two voices (REST-shaped webhooks, GraphQL) write the same thing differently, both are brought to one form here. */
import { toMinor } from "#app/domain/money.ts";
import { Unreadable } from "./unreadable.ts";

/** '' and null mean the same to Shopify: nothing there. */
export const text = (value: string | null | undefined): string | null =>
  value === null || value === undefined || value.trim() === "" ? null : value;

/** "gid://shopify/Order/450789469?x=1" or 450789469 → "450789469". */
export function idOf(value: string | number, field = "id"): string {
  const id = /^(?:gid:\/\/shopify\/\w+\/)?([\w-]+)(?:\?.*)?$/.exec(String(value))?.[1];
  if (id === undefined) throw new Unreadable(field, "not a Shopify id");
  return id;
}
export const idOrNull = (value: string | number | null | undefined): string | null => (value === null || value === undefined ? null : idOf(value));

/** ISO 8601 with any offset and any fraction → epoch milliseconds. */
export function timeOf(value: string, field: string): number {
  const ms = parseTime(value);
  if (ms === null) throw new Unreadable(field, "not an ISO 8601 time");
  return ms;
}
export const timeOrNull = (value: string | null | undefined, field: string): number | null =>
  text(value) === null ? null : timeOf(value as string, field);

/** Shopify-Triggered-At comes with nanoseconds; what is finer than a millisecond is cut off. Null when it is no time. */
export function parseTime(value: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return null;
  const ms = Date.parse(value.replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(ms) ? null : ms;
}

/** Decimal text → minor units, or Unreadable naming the field. */
export function minorOf(amount: string, currency: string, field: string): number {
  const minor = toMinor(amount, currency);
  if (!minor.ok) throw new Unreadable(field, `not an amount of ${currency} (${minor.error.replaceAll("_", " ")})`);
  return minor.value;
}

/** REST writes tags as "b, a", GraphQL as an array in another order: a sorted set of both. */
export function tagsOf(value: string | readonly string[] | null | undefined): string[] {
  const tags = typeof value === "string" ? value.split(",") : (value ?? []);
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ""))].sort();
}

/** 0.1, "0.10", 1e-7 → "0.1", "0.1", "0.0000001"; null (Shopify does not know) → "". */
export function rateOf(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  const decimal = typeof value === "number" && String(value).includes("e") ? value.toFixed(20) : String(value);
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

/** REST says "partially_refunded", GraphQL "PARTIALLY_REFUNDED". */
export const lower = (value: string | null | undefined): string | null => text(value)?.toLowerCase() ?? null;

/** "Bob" + "Norman" → "Bob Norman"; null when Shopify withholds both. */
export const fullName = (first: string | null | undefined, last: string | null | undefined): string | null =>
  text([text(first)?.trim(), text(last)?.trim()].filter(Boolean).join(" "));

/** A single-variant product's variant is called "Default Title", or nothing at all: no title worth showing. */
export const variantTitle = (value: string | null | undefined): string | null => (text(value) === "Default Title" ? null : text(value));

/** Ids ascend with time; sorting by them gives both voices the same order. Digits of any length, compared as numbers. */
export function byId(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
