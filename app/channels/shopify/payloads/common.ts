/**
 * Pieces of Shopify's webhook bodies. Tolerant on purpose: unknown fields are ignored, and whatever Shopify withholds (protected customer
 * data), left out in older versions or may leave out later is nullish. Only what makes an entity what it is, is required.
 */
import { z } from "zod";
import type { Amount, Pair } from "../order-parts.ts";

/** A number, or digits where a double cannot hold it (lib/lossless-json.ts). */
export const id = z.union([z.string().regex(/^\d+$/), z.int().positive()]);
export const gid = z.string().nullish();
export const words = z.string().nullish();
export const flag = z.boolean().nullish();
export const count = z.int();
/** "19.90"; very old payloads write a number. */
export const amount = z.union([z.string(), z.number()]);

const money = z.object({ amount: amount.nullish(), currency_code: words });
export const moneySet = z.object({ shop_money: money.nullish(), presentment_money: money.nullish() }).nullish();
export type MoneySet = z.infer<typeof moneySet>;

export const address = z
  .object({
    first_name: words,
    last_name: words,
    name: words,
    company: words,
    address1: words,
    address2: words,
    city: words,
    province: words,
    zip: words,
    country_code: words,
    phone: words,
  })
  .nullish();

/** The shop-currency amount of a *_set, else the plain field (the same, from before the sets existed), else null. */
export function shopAmount(set: MoneySet, plain?: string | number | null): Amount | null {
  const value = set?.shop_money?.amount ?? plain ?? null;
  return value === null ? null : String(value);
}

/** Both amounts of a *_set; nothing counts as zero. */
export function amountPair(set: MoneySet, plain?: string | number | null): Pair {
  const paid = set?.presentment_money?.amount ?? null;
  return { shop: shopAmount(set, plain) ?? "0", paid: paid === null ? null : String(paid) };
}
