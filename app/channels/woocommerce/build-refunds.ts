/** Refunds: each is an object of its own in WooCommerce, with negative quantities and totals of the order's lines. */
import type { Refund } from "#app/domain/events.ts";
import { byId, text } from "#app/domain/source-values.ts";
import { check } from "#app/domain/unreadable.ts";
import type { Gross } from "./build-lines.ts";
import { apart, money, timeOf, wholeNumber } from "./normalise.ts";
import { refundPayload, type RefundPayload } from "./payloads/order.ts";

type RefundLine = Refund["lines"][number];

export function buildRefunds(payloads: readonly unknown[], currency: string, gross: Gross): Refund[] {
  const refunds = payloads.map((payload) => {
    const refund = check(refundPayload, payload, "refund");
    return {
      external_id: refund.id,
      note: text(refund.reason),
      amount_minor: Math.abs(money(refund.amount, currency, "refund.amount")),
      source_created_at: timeOf(refund.date_created_gmt, "refund.date_created_gmt"),
      lines: buildRefundLines(refund, currency, gross),
    };
  });
  return apart(refunds, "refunds").sort((a, b) => byId(a.external_id, b.external_id));
}

function buildRefundLines(refund: RefundPayload, currency: string, gross: Gross): RefundLine[] {
  const merged = new Map<string, RefundLine>();
  for (const line of refund.line_items ?? []) {
    const id = refundedLine(line.meta_data);
    // A line of which the store does not say what it gives back counts in the amount alone.
    if (id === null) continue;
    const known = merged.get(id);
    merged.set(id, {
      line_external_id: id,
      quantity: (known?.quantity ?? 0) + Math.abs(wholeNumber(line.quantity, "refund.line_items.quantity")),
      subtotal_minor: (known?.subtotal_minor ?? 0) + Math.abs(gross(line.total, line.total_tax, "refund.line_items.total")),
      tax_minor: (known?.tax_minor ?? 0) + Math.abs(money(line.total_tax, currency, "refund.line_items.total_tax")),
      // Whether the goods went back to stock is not kept with the refund.
      restock_type: "unknown",
      location_external_id: null,
    });
  }
  return [...merged.values()].sort((a, b) => byId(a.line_external_id, b.line_external_id));
}

function refundedLine(meta: NonNullable<RefundPayload["line_items"]>[number]["meta_data"]): string | null {
  const value = meta?.find((one) => one.key === "_refunded_item_id")?.value;
  const id = typeof value === "number" || typeof value === "string" ? String(value) : "";
  return /^[1-9]\d{0,19}$/.test(id) ? id : null;
}
