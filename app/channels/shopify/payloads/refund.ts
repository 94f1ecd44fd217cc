/** refunds/create and the refunds within an order: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-refunds/create */
import { z } from "zod";
import { amount, count, gid, id, moneySet, words } from "./common.ts";

const refundLine = z.object({
  id: id.nullish(),
  line_item_id: id,
  quantity: count,
  restock_type: words,
  location_id: id.nullish(),
  subtotal: amount.nullish(),
  subtotal_set: moneySet,
  total_tax: amount.nullish(),
  total_tax_set: moneySet,
});

/** `amount` is in `currency`: the customer's, where the order was sold in another than the shop's. */
const transaction = z.object({ kind: words, status: words, amount: amount.nullish(), currency: words, created_at: words, processed_at: words });

export const refundPayload = z.object({
  id,
  admin_graphql_api_id: gid,
  order_id: id.nullish(),
  note: words,
  created_at: z.string(),
  processed_at: words,
  refund_line_items: z.array(refundLine).nullish(),
  refund_shipping_lines: z.array(z.object({ subtotal_amount_set: moneySet, tax_amount_set: moneySet })).nullish(),
  order_adjustments: z
    .array(z.object({ kind: words, amount: amount.nullish(), amount_set: moneySet, tax_amount: amount.nullish(), tax_amount_set: moneySet }))
    .nullish(),
  transactions: z.array(transaction).nullish(),
});
export type RefundPayload = z.infer<typeof refundPayload>;
