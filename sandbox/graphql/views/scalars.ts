import { formatMinor } from "../../shop/money.ts";
import type { Bag, Order } from "../../shop/types.ts";
import type { GraphqlRequest, View } from "../request.ts";

/** DateTime as the API writes it: UTC, whole seconds. */
export function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
}

export function timeOrNull(at: number | null): string | null {
  return at === null ? null : time(at);
}

/** Decimal string in the currency's own number of decimals; by setting without needless zeros, but always with one decimal ("10.0"). */
export function decimal(minor: number, currency: string, request: GraphqlRequest): string {
  const exact = formatMinor(minor, currency);
  if (!request.trimDecimals) return exact;
  return exact.includes(".") ? exact.replace(/0+$/, "").replace(/\.$/, ".0") : `${exact}.0`;
}

export function moneyView(minor: number, currency: string, request: GraphqlRequest): View {
  return { __typename: "MoneyV2", amount: decimal(minor, currency, request), currencyCode: currency };
}

export function bagView(bag: Bag, order: Pick<Order, "currency" | "presentmentCurrency">, request: GraphqlRequest): View {
  return {
    __typename: "MoneyBag",
    shopMoney: moneyView(bag.shop, order.currency, request),
    presentmentMoney: moneyView(bag.presentment, order.presentmentCurrency, request),
  };
}
