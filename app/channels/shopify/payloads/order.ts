/** orders/*: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-orders/create */
import { z } from "zod";
import { address, amount, count, flag, gid, id, moneySet, words } from "./common.ts";
import { customerPayload } from "./customer.ts";
import { fulfillmentPayload } from "./fulfillment.ts";
import { refundPayload } from "./refund.ts";

const taxLine = z.object({ title: words, rate: amount.nullish(), price: amount.nullish(), price_set: moneySet });
const allocation = z.object({ amount: amount.nullish(), amount_set: moneySet, discount_application_index: count.nullish() });

const lineItem = z.object({
  id,
  product_id: id.nullish(),
  variant_id: id.nullish(),
  sku: words,
  title: words,
  name: words,
  variant_title: words,
  quantity: count,
  current_quantity: count.nullish(),
  price: amount.nullish(),
  price_set: moneySet,
  requires_shipping: flag,
  taxable: flag,
  gift_card: flag,
  total_discount: amount.nullish(),
  total_discount_set: moneySet,
  discount_allocations: z.array(allocation).nullish(),
  tax_lines: z.array(taxLine).nullish(),
});

const shippingLine = z.object({
  id,
  title: words,
  code: words,
  price: amount.nullish(),
  price_set: moneySet,
  discounted_price: amount.nullish(),
  discounted_price_set: moneySet,
  is_removed: flag,
  discount_allocations: z.array(allocation).nullish(),
  tax_lines: z.array(taxLine).nullish(),
});

const discountApplication = z.object({ type: words, code: words, title: words, description: words });

export const orderPayload = z.object({
  id,
  admin_graphql_api_id: gid,
  name: z.string().min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  presentment_currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullish(),
  email: words,
  phone: words,
  customer: customerPayload.nullish(),
  billing_address: address,
  shipping_address: address,
  subtotal_price: amount.nullish(),
  subtotal_price_set: moneySet,
  total_discounts: amount.nullish(),
  total_discounts_set: moneySet,
  total_tax: amount.nullish(),
  total_tax_set: moneySet,
  total_tip_received: amount.nullish(),
  original_total_duties_set: moneySet,
  original_total_additional_fees_set: moneySet,
  total_cash_rounding_payment_adjustment_set: moneySet,
  total_cash_rounding_refund_adjustment_set: moneySet,
  total_price: amount.nullish(),
  total_price_set: moneySet,
  current_total_price: amount.nullish(),
  current_total_price_set: moneySet,
  total_outstanding: amount.nullish(),
  taxes_included: flag,
  financial_status: words,
  fulfillment_status: words,
  cancel_reason: words,
  note: words,
  tags: z.union([z.string(), z.array(z.string())]).nullish(),
  test: flag,
  processed_at: words,
  cancelled_at: words,
  closed_at: words,
  created_at: z.string(),
  updated_at: words,
  line_items: z.array(lineItem).nullish(),
  shipping_lines: z.array(shippingLine).nullish(),
  discount_applications: z.array(discountApplication).nullish(),
  refunds: z.array(refundPayload).nullish(),
  fulfillments: z.array(fulfillmentPayload).nullish(),
});

export type OrderPayload = z.infer<typeof orderPayload>;
export type LineItemPayload = z.infer<typeof lineItem>;
export type ShippingLinePayload = z.infer<typeof shippingLine>;
export type AllocationPayload = z.infer<typeof allocation>;
export type TaxLinePayload = z.infer<typeof taxLine>;

/** orders/edited says what was added and removed, not what the order is now. */
export const orderEditedPayload = z.object({ order_edit: z.object({ id: id.nullish(), order_id: id, created_at: words, committed_at: words }) });
