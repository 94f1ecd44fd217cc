/** Where Shopify's two voices (REST-shaped webhooks, GraphQL) write the same thing differently, both are brought to one form here. */
import { text } from "#app/domain/source-values.ts";
import { Unreadable } from "#app/domain/unreadable.ts";

export { byId, fullName, minorOf, rateOf, text } from "#app/domain/source-values.ts";

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

/** REST writes tags as "b, a", GraphQL as an array in another order: a sorted set of both. */
export function tagsOf(value: string | readonly string[] | null | undefined): string[] {
  const tags = typeof value === "string" ? value.split(",") : (value ?? []);
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ""))].sort();
}

/** REST says "partially_refunded", GraphQL "PARTIALLY_REFUNDED". */
export const lower = (value: string | null | undefined): string | null => text(value)?.toLowerCase() ?? null;

/** A single-variant product's variant is called "Default Title", or nothing at all: no title worth showing. */
export const variantTitle = (value: string | null | undefined): string | null => (text(value) === "Default Title" ? null : text(value));
