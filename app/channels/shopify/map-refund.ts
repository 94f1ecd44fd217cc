import type { OrderFact, Refund } from "#app/domain/events.ts";
import { idOf, idOrNull } from "./normalise.ts";
import type { RefundParts } from "./order-parts.ts";
import { shopAmount } from "./payloads/common.ts";
import type { RefundPayload } from "./payloads/refund.ts";

/** `shopCurrency`: transactions in any other currency have no amount in the shop's. */
export function refundParts(refund: RefundPayload, shopCurrency: string): RefundParts {
  // Old payloads list refunded shipping as an adjustment too; GraphQL has only the shipping lines.
  const hasShippingLines = (refund.refund_shipping_lines ?? []).length > 0;
  const isDiscrepancy = (adjustment: { kind?: string | null | undefined }): boolean => !(hasShippingLines && adjustment.kind === "shipping_refund");
  return {
    id: idOf(refund.id),
    note: refund.note ?? null,
    createdAt: refund.created_at,
    lines: (refund.refund_line_items ?? []).map((line) => ({
      lineId: idOf(line.line_item_id),
      quantity: line.quantity,
      subtotal: shopAmount(line.subtotal_set, line.subtotal) ?? "0",
      tax: shopAmount(line.total_tax_set, line.total_tax) ?? "0",
      restockType: line.restock_type ?? "no_restock",
      locationId: idOrNull(line.location_id),
    })),
    shipping: (refund.refund_shipping_lines ?? []).map((line) => ({
      subtotal: shopAmount(line.subtotal_amount_set) ?? "0",
      tax: shopAmount(line.tax_amount_set) ?? "0",
    })),
    adjustments: (refund.order_adjustments ?? []).filter(isDiscrepancy).map((line) => ({
      amount: shopAmount(line.amount_set, line.amount) ?? "0",
      tax: shopAmount(line.tax_amount_set, line.tax_amount) ?? "0",
    })),
    transactions: (refund.transactions ?? [])
      .filter((transaction) => transaction.kind === "refund" && transaction.status === "success")
      .map((transaction) => ({
        amount: transaction.amount == null || (transaction.currency ?? shopCurrency) !== shopCurrency ? null : String(transaction.amount),
      })),
  };
}

/** A refund is a financial fact at its own time, when money moved. An edit's removal of lines is none. */
export const refundFacts = (refund: Refund): OrderFact[] =>
  refund.amount_minor === 0 ? [] : [{ kind: "financial", value: "refunded", occurred_at: refund.source_created_at }];
