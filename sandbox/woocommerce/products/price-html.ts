import { formatDecimal, toNumber } from "../decimals.ts";
import type { WooProduct, WooStore, WooVariation } from "../types.ts";
import { baseRate, netPrice } from "../orders/taxes.ts";
import { isOnSale, priceText, sellingPrice } from "./price.ts";

const ENTITIES: Record<string, string> = { USD: "&#36;", EUR: "&euro;", GBP: "&pound;", JPY: "&yen;" };

/** Shops show prices without tax unless told otherwise. */
const figures = (store: WooStore, value: number): string => {
  const [whole, fraction] = formatDecimal(netPrice(store, value, baseRate(store)), store.decimals).split(".");
  return [whole!.replace(/\B(?=(\d{3})+$)/g, ","), fraction].filter((part) => part !== undefined).join(".");
};
const symbol = (store: WooStore): string => ENTITIES[store.currency] ?? store.currency;
const plain = (store: WooStore, value: number): string => symbol(store) + figures(store, value);
/** Of a sale's words WordPress pads the numbers of signs. */
const padded = (store: WooStore, value: number): string => plain(store, value).replace(/&#(\d\d);/, "&#0$1;");

const amount = (store: WooStore, value: number, hidden = ""): string =>
  `<span class="woocommerce-Price-amount amount"${hidden}><bdi><span class="woocommerce-Price-currencySymbol">${symbol(store)}</span>${figures(store, value)}</bdi></span>`;

/** The price as the shop's pages show it. */
export function priceHtml(store: WooStore, product: WooProduct, variations: readonly WooVariation[]): string {
  if (product.type === "variable") return rangeHtml(store, variations);
  if (priceText(product) === "") return "";
  const now = sellingPrice(product);
  if (!isOnSale(product)) return amount(store, now);
  return struck(store, toNumber(product.regular_price), now);
}

function rangeHtml(store: WooStore, variations: readonly WooVariation[]): string {
  const prices = variations.map(sellingPrice).sort((a, b) => a - b);
  if (prices.length === 0) return "";
  const [low, high] = [prices[0]!, prices.at(-1)!];
  const regular = variations.map((variation) => toNumber(variation.regular_price)).sort((a, b) => a - b);
  if (low !== high) {
    const hidden = ' aria-hidden="true"';
    return `${amount(store, low, hidden)} <span aria-hidden="true">&ndash;</span> ${amount(store, high, hidden)}<span class="screen-reader-text">Price range: ${plain(store, low)} through ${plain(store, high)}</span>`;
  }
  return variations.some(isOnSale) && regular[0] === regular.at(-1) ? struck(store, regular[0]!, low) : amount(store, low);
}

const struck = (store: WooStore, before: number, now: number): string =>
  `<del aria-hidden="true">${amount(store, before)}</del> <span class="screen-reader-text">Original price was: ${padded(store, before)}.</span><ins aria-hidden="true">${amount(store, now)}</ins><span class="screen-reader-text">Current price is: ${padded(store, now)}.</span>`;
