/** How WooCommerce writes times, amounts and texts. */
import { currencyExponent } from "#app/domain/money.ts";
import { minorOf, text } from "#app/domain/source-values.ts";
import { Unreadable } from "#app/domain/unreadable.ts";

/** "2017-03-22T19:28:02" of a *_gmt field (no zone is written) or ISO with a zone → epoch milliseconds. */
export function timeOf(value: string | null | undefined, field: string): number {
  const ms = timeOrNull(value, field);
  if (ms === null) throw new Unreadable(field, "missing");
  return ms;
}

export function timeOrNull(value: string | null | undefined, field: string): number | null {
  const given = text(value);
  if (given === null) return null;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(given)) throw new Unreadable(field, "not an ISO 8601 time");
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(given) ? given : `${given}Z`);
  if (Number.isNaN(ms)) throw new Unreadable(field, "not an ISO 8601 time");
  return ms;
}

/**
 * Decimal text → minor units; "" and nothing are 0. A store may show more decimals than its currency has (a setting of its own): what is
 * beyond is rounded, half away from zero, as WooCommerce itself rounds.
 */
export function money(value: string | null | undefined, currency: string, field: string): number {
  const given = text(value)?.trim() ?? "0";
  const parts = /^(-?)(\d+)\.(\d+)$/.exec(given);
  const exponent = currencyExponent(currency);
  const [, sign = "", whole = "", fraction = ""] = parts ?? [];
  if (fraction.length <= exponent) return minorOf(given, currency, field);
  const cut =
    minorOf(`${whole}${exponent === 0 ? "" : `.${fraction.slice(0, exponent)}`}`, currency, field) + (fraction.charAt(exponent) >= "5" ? 1 : 0);
  return sign === "-" && cut !== 0 ? -cut : cut;
}

/** A whole number; some plugins sell fractions, which the hub does not count. */
export function wholeNumber(value: number, field: string): number {
  if (!Number.isSafeInteger(value)) throw new Unreadable(field, "not a whole number");
  return value;
}

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", ndash: "–", mdash: "—", hellip: "…" };

/** WordPress keeps titles as HTML: "Tom &amp; Jerry &#8211; Mug" → "Tom & Jerry – Mug". */
export const plain = (value: string | null | undefined): string =>
  (value ?? "").replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    // No NUL, no half of a pair, nothing beyond Unicode.
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;
  });

/** WooCommerce writes 0 where there is none. */
export const idOrNull = (value: string | null | undefined): string | null => (value === null || value === undefined || value === "0" ? null : value);

/** @throws Unreadable when two have the same id: each is a row of its own */
export function apart<T extends { external_id: string }>(items: readonly T[], field: string): T[] {
  if (new Set(items.map((item) => item.external_id)).size !== items.length) throw new Unreadable(field, "two have the same id");
  return [...items];
}
