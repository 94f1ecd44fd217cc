import { toNumber } from "../decimals.ts";
import type { Sellable } from "../types.ts";

/** The price now: the sale's where there is one, "" where none is set. */
export const priceText = (thing: Sellable): string => (thing.sale_price !== "" ? thing.sale_price : thing.regular_price);
export const sellingPrice = (thing: Sellable): number => toNumber(priceText(thing));
export const isOnSale = (thing: Sellable): boolean => thing.sale_price !== "" && toNumber(thing.sale_price) < toNumber(thing.regular_price);
