import { formatMinor } from "../../shop/money.ts";
import type { Bag, Order } from "../../shop/types.ts";

/** An id as a JSON number with all its digits: stringifyLossless writes BigInts as they are. */
export function idNumber(id: string): bigint {
  return BigInt(id);
}

export function idNumberOrNull(id: string | null): bigint | null {
  return id === null ? null : BigInt(id);
}

/** JSON text whose ids beyond 2^53 keep every digit, as Shopify's bodies do. */
export function stringifyLossless(value: unknown): string {
  // JSON.rawJSON is in Node since 21, not yet in TypeScript's library.
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  return JSON.stringify(value, (_key, child: unknown) => (typeof child === "bigint" ? rawJSON(child.toString()) : child));
}

/** Writes a time as webhooks do: whole seconds, in the shop's own UTC offset ("2026-11-21T05:29:06-05:00"). */
export function formatShopTime(at: number, timezone: string): string {
  const offset = offsetMinutes(at, timezone);
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offset);
  return `${local}${offset < 0 ? "-" : "+"}${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

export function offsetMinutes(at: number, timezone: string): number {
  const name = formatterOf(timezone)
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")!.value;
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  formatters.set(timezone, made);
  return made;
}

export type Currencies = Pick<Order, "currency" | "presentmentCurrency">;

/** {shop_money, presentment_money} */
export function moneySet(bag: Bag, currencies: Currencies): object {
  return {
    shop_money: { amount: formatMinor(bag.shop, currencies.currency), currency_code: currencies.currency },
    presentment_money: { amount: formatMinor(bag.presentment, currencies.presentmentCurrency), currency_code: currencies.presentmentCurrency },
  };
}

/** Shop currency only. */
export function money(bag: Bag, currencies: Currencies): string {
  return formatMinor(bag.shop, currencies.currency);
}

export interface PayloadContext {
  timezone: string;
  /** False: names, e-mails, phones and addresses are left out. */
  customerData: boolean;
  shopDomain: string;
}
