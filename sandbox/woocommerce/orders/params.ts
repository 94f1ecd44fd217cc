import { amount, anything, boolean, email, integer, listOf, nullable, oneOf, shape, text } from "../rest/params.ts";
import type { Param } from "../rest/params.ts";
import type { WooStore } from "../types.ts";
import { LIST_PARAMS } from "../rest/collection.ts";
import { listableStatuses, writableStatuses } from "./statuses.ts";

const address = Object.fromEntries(
  ["first_name", "last_name", "company", "address_1", "address_2", "city", "state", "postcode", "country"].map((name) => [name, text]),
);
const meta = listOf(shape({ id: integer, key: text, value: anything }));
const line = { id: integer, total: amount, meta_data: meta };

/** A subset of what WooCommerce knows: what an integration sends. */
export const CURRENCIES = ["AUD", "BHD", "CAD", "CHF", "DKK", "EUR", "GBP", "INR", "JPY", "KRW", "KWD", "NOK", "NZD", "PLN", "SEK", "USD"];

/** Fields of an order that can be written, in WooCommerce's order of checking. */
export const orderParams = (store: WooStore): Record<string, Param> => ({
  parent_id: integer,
  status: oneOf(() => writableStatuses(store)),
  currency: oneOf(() => CURRENCIES),
  customer_id: integer,
  customer_note: text,
  billing: shape({ ...address, email: nullable(email), phone: text }),
  shipping: shape({ ...address, phone: text }),
  payment_method: text,
  payment_method_title: text,
  transaction_id: text,
  meta_data: meta,
  line_items: listOf(
    shape({ ...line, name: anything, product_id: anything, variation_id: integer, quantity: integer, tax_class: text, subtotal: amount }),
  ),
  shipping_lines: listOf(shape({ ...line, method_title: anything, method_id: anything, instance_id: text })),
  fee_lines: listOf(shape({ ...line, name: anything, tax_class: text, tax_status: oneOf(() => ["taxable", "none"]) })),
  coupon_lines: listOf(shape({ id: integer, code: anything, meta_data: meta })),
  set_paid: boolean,
  manual_update: boolean,
});

export const orderListParams = (store: WooStore): Record<string, Param> => ({
  ...LIST_PARAMS,
  status: listOf(oneOf(() => listableStatuses(store))),
  customer: integer,
  product: integer,
  dp: integer,
});

export const refundParams: Record<string, Param> = {
  amount,
  reason: text,
  meta_data: meta,
  line_items: listOf(
    shape({ id: integer, quantity: integer, refund_total: anything, refund_tax: listOf(shape({ id: integer, refund_total: anything })) }),
  ),
  api_refund: boolean,
  api_restock: boolean,
};
