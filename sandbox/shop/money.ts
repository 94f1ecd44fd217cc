import type { Bag } from "./types.ts";

/** Digits after the point: https://www.iso.org/iso-4217-currency-codes.html (those the demo shop meets, the rest have two). */
const DECIMALS: Record<string, number> = { JPY: 0, KRW: 0, ISK: 0, CLP: 0, KWD: 3, BHD: 3, JOD: 3 };

/** The demo shop's fixed rates: minor units of the currency for one minor unit of USD. */
const RATES: Record<string, number> = { USD: 1, EUR: 0.92, JPY: 1.5, GBP: 0.79 };

export function decimalsOf(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

export function knowsCurrency(currency: string): boolean {
  return currency in RATES;
}

/** 1050 → "10.50"; in JPY "1050". */
export function formatMinor(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return String(minor);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  return `${minor < 0 ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** "10.5" → 1050; null when it is no decimal of that currency. */
export function parseMinor(text: string, currency: string): number | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const decimals = decimalsOf(currency);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > decimals) return null;
  const minor = Number(match[2]! + fraction.padEnd(decimals, "0"));
  return Number.isSafeInteger(minor) ? (match[1] ? -minor : minor) : null;
}

export const ZERO: Bag = Object.freeze({ shop: 0, presentment: 0 });

/** A shop amount with its counterpart in the customer's currency, rounded once: only single prices are converted, totals are sums. */
export function convertToBag(shopMinor: number, shopCurrency: string, presentmentCurrency: string): Bag {
  if (shopCurrency === presentmentCurrency) return { shop: shopMinor, presentment: shopMinor };
  const rate = (RATES[presentmentCurrency] ?? 1) / (RATES[shopCurrency] ?? 1);
  return { shop: shopMinor, presentment: Math.round(shopMinor * rate) };
}

/** Applies one calculation to both currencies; each rounds for itself. */
export function mapBag(bag: Bag, change: (minor: number) => number): Bag {
  return { shop: change(bag.shop), presentment: change(bag.presentment) };
}

export function addBags(...bags: Bag[]): Bag {
  return bags.reduce((sum, bag) => ({ shop: sum.shop + bag.shop, presentment: sum.presentment + bag.presentment }), ZERO);
}

export function subtractBags(a: Bag, b: Bag): Bag {
  return { shop: a.shop - b.shop, presentment: a.presentment - b.presentment };
}

export function timesBag(bag: Bag, factor: number): Bag {
  return mapBag(bag, (minor) => minor * factor);
}

export function isZeroBag(bag: Bag): boolean {
  return bag.shop === 0 && bag.presentment === 0;
}

/** The part of `bag` that falls on units `from`…`to` of `of`, so that the parts of all units sum to exactly `bag`. */
export function shareOfBag(bag: Bag, from: number, to: number, of: number): Bag {
  return mapBag(bag, (minor) => Math.round((minor * to) / of) - Math.round((minor * from) / of));
}
