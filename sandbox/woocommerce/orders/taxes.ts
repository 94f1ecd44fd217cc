import { precisionOf, roundHalfDown, roundTo } from "../decimals.ts";
import type { LineTax, TaxRate, WooOrder, WooStore } from "../types.ts";

/** The rate for an order: of the address it is shipped to, else billed to, else the store's own. Null: no tax. */
export function rateFor(store: WooStore, order: Pick<WooOrder, "billing" | "shipping">): TaxRate | null {
  if (!store.calc_taxes) return null;
  const place = [order.shipping, order.billing].find((address) => address.country !== "") ?? store;
  return (
    store.tax_rates.find((rate) => (rate.country === "" || rate.country === place.country) && (rate.state === "" || rate.state === place.state)) ??
    null
  );
}

/** The rate at the store's own address: what is contained in its prices. */
export const baseRate = (store: WooStore): TaxRate | null =>
  store.calc_taxes ? (store.tax_rates.find((rate) => fits(rate, store.country, store.state)) ?? null) : null;

const fits = (rate: TaxRate, country: string, state: string): boolean =>
  (rate.country === "" || rate.country === country) && (rate.state === "" || rate.state === state);

/** One line's tax rounded as the store shows it: a half goes down where prices contain the tax. */
export const roundTax = (store: WooStore, tax: number): number =>
  store.prices_include_tax ? roundHalfDown(tax, store.decimals) : roundTo(tax, store.decimals);

/** The tax on top of a net amount. */
export const taxOn = (store: WooStore, net: number, rate: TaxRate): number => roundTo((net * rate.rate) / 100, precisionOf(store.decimals));

/** The tax inside a gross amount, with all digits. */
export const taxInside = (gross: number, rate: TaxRate): number => gross - gross / (1 + rate.rate / 100);

/** A price without its tax, where the store's prices contain it. */
export function netPrice(store: WooStore, price: number, rate: TaxRate | null): number {
  if (!store.prices_include_tax || rate === null) return price;
  return roundTo(price - taxInside(price, rate), precisionOf(store.decimals));
}

export function lineTaxes(store: WooStore, rate: TaxRate | null, total: number, subtotal: number | null): LineTax[] {
  if (rate === null) return [];
  return [{ id: rate.id, total: taxOn(store, total, rate), subtotal: subtotal === null ? null : taxOn(store, subtotal, rate) }];
}
