import type { OrderFact, Refund } from "#app/domain/events.ts";
import { idOf, idOrNull } from "./normalise.ts";
import type { RefundParts } from "./order-parts.ts";
import { amountPair } from "./payloads/common.ts";
import type { RefundPayload } from "./payloads/refund.ts";

/** `shopCurrency` is that of a transaction that names none (old payloads). */
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
      subtotal: amountPair(line.subtotal_set, line.subtotal),
      tax: amountPair(line.total_tax_set, line.total_tax),
      restockType: line.restock_type ?? "no_restock",
      locationId: idOrNull(line.location_id),
    })),
    shipping: (refund.refund_shipping_lines ?? []).map((line) => ({
      amount: amountPair(line.subtotal_amount_set),
      tax: amountPair(line.tax_amount_set),
    })),
    adjustments: (refund.order_adjustments ?? []).filter(isDiscrepancy).map((line) => ({
      amount: amountPair(line.amount_set, line.amount),
      tax: amountPair(line.tax_amount_set, line.tax_amount),
    })),
    transactions: (refund.transactions ?? [])
      .filter((transaction) => transaction.kind === "refund" && transaction.status === "success")
      .map((transaction) => ({ amount: String(transaction.amount ?? "0"), currency: transaction.currency ?? shopCurrency })),
  };
}

/** A refund is a financial fact at its own time, when money moved. An edit's removal of lines is none. */
export const refundFacts = (refund: Refund): OrderFact[] =>
  refund.amount_minor === 0 ? [] : [{ kind: "financial", value: "refunded", occurred_at: refund.source_created_at }];
