/** An order and its refunds: https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties */
import { z } from "zod";
import { addressPayload, amount, id, metaPayload, optionalText } from "./common.ts";

/** The taxes of an item: `id` is the rate's. */
const itemTaxes = z.array(z.object({ id: id, total: amount.nullish() })).nullish();

const lineItemPayload = z.object({
  id,
  name: optionalText,
  parent_name: optionalText,
  product_id: id.nullish(),
  variation_id: id.nullish(),
  quantity: z.number(),
  subtotal: amount.nullish(),
  subtotal_tax: amount.nullish(),
  total: amount,
  total_tax: amount.nullish(),
  taxes: itemTaxes,
  sku: z.union([z.string(), z.number()]).transform(String).nullish(),
});
const shippingLinePayload = z.object({
  id,
  method_title: optionalText,
  method_id: optionalText,
  total: amount,
  total_tax: amount.nullish(),
  taxes: itemTaxes,
});
const feeLinePayload = z.object({ id, name: optionalText, total: amount, total_tax: amount.nullish() });
const couponLinePayload = z.object({ id, code: z.union([z.string(), z.number()]).transform(String) });
const taxLinePayload = z.object({
  rate_id: id.nullish(),
  rate_code: optionalText,
  label: optionalText,
  rate_percent: z.union([z.number(), z.string()]).nullish(),
});

export const orderPayload = z.object({
  id,
  number: z.union([z.string(), z.number()]).transform(String).nullish(),
  status: z.string().min(1).max(100),
  currency: z.string().regex(/^[A-Z]{3}$/),
  date_created_gmt: optionalText,
  date_modified_gmt: optionalText,
  date_paid_gmt: optionalText,
  date_completed_gmt: optionalText,
  discount_total: amount.nullish(),
  discount_tax: amount.nullish(),
  shipping_total: amount.nullish(),
  shipping_tax: amount.nullish(),
  total: amount,
  total_tax: amount.nullish(),
  prices_include_tax: z.boolean().nullish(),
  customer_id: id.nullish(),
  customer_note: optionalText,
  billing: addressPayload.nullish(),
  shipping: addressPayload.nullish(),
  line_items: z.array(lineItemPayload).nullish(),
  tax_lines: z.array(taxLinePayload).nullish(),
  shipping_lines: z.array(shippingLinePayload).nullish(),
  fee_lines: z.array(feeLinePayload).nullish(),
  coupon_lines: z.array(couponLinePayload).nullish(),
  /** Only which there are and how much: what was given back, and when, each refund says itself. */
  refunds: z.array(z.object({ id, total: amount.nullish() })).nullish(),
});
export type OrderPayload = z.output<typeof orderPayload>;
export type LineItemPayload = z.output<typeof lineItemPayload>;

/** https://woocommerce.github.io/woocommerce-rest-api-docs/#order-refund-properties */
export const refundPayload = z.object({
  id,
  date_created_gmt: optionalText,
  amount,
  reason: optionalText,
  line_items: z.array(z.object({ id, quantity: z.number(), total: amount.nullish(), total_tax: amount.nullish(), meta_data: metaPayload })).nullish(),
});
export type RefundPayload = z.output<typeof refundPayload>;

/** https://woocommerce.github.io/woocommerce-rest-api-docs/#order-note-properties */
export const notePayload = z.object({
  id,
  author: optionalText,
  date_created_gmt: optionalText,
  note: z.string(),
  customer_note: z.boolean().nullish(),
});
