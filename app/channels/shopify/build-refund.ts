import type { Refund } from "#app/domain/events.ts";
import { byId, lower, minorOf, text, timeOf } from "./normalise.ts";
import type { RefundParts } from "./order-parts.ts";

type RefundLine = Refund["lines"][number];

/**
 * One refund. `amount_minor` is what the customer got back: the successful refund transactions. REST states those in the customer's
 * currency only, so for an order sold in another one it is what the refund is worth in the shop's: items, shipping, tax, adjustments.
 * An order edit leaves a refund without transactions: lines went, no money moved, amount 0.
 */
export function buildRefund(parts: RefundParts, currency: string, taxesIncluded: boolean): Refund {
  const lines = mergeLines(parts, currency);
  return {
    external_id: parts.id,
    note: text(parts.note),
    amount_minor: amountOf(parts, lines, currency, taxesIncluded),
    source_created_at: timeOf(parts.createdAt, "refunds.created_at"),
    lines,
  };
}

function amountOf(parts: RefundParts, lines: RefundLine[], currency: string, taxesIncluded: boolean): number {
  if (parts.transactions.length === 0) return 0;
  const amounts = parts.transactions.map((transaction) => transaction.amount);
  if (amounts.every((amount) => amount !== null)) return total(amounts.map((amount) => minorOf(amount, currency, "refunds.transactions.amount")));
  const items = total(lines.map((line) => line.subtotal_minor + (taxesIncluded ? 0 : line.tax_minor)));
  const shipping = total(parts.shipping.map((line) => worth(line.subtotal, line.tax, currency, taxesIncluded, "refund_shipping_lines")));
  const adjustments = total(parts.adjustments.map((line) => worth(line.amount, line.tax, currency, taxesIncluded, "order_adjustments")));
  return items + shipping - adjustments;
}

function worth(amount: string, tax: string, currency: string, taxesIncluded: boolean, field: string): number {
  return minorOf(amount, currency, `refunds.${field}.amount`) + (taxesIncluded ? 0 : minorOf(tax, currency, `refunds.${field}.tax`));
}

/** Shopify may list a line twice in one refund (restocked at two places); the hub keeps one row per line, the place only where it is one. */
function mergeLines(parts: RefundParts, currency: string): RefundLine[] {
  const merged = new Map<string, RefundLine>();
  const read = parts.lines.map((line) => ({
    line_external_id: line.lineId,
    quantity: line.quantity,
    subtotal_minor: minorOf(line.subtotal, currency, "refund_line_items.subtotal"),
    tax_minor: minorOf(line.tax, currency, "refund_line_items.total_tax"),
    restock_type: lower(line.restockType) ?? "no_restock",
    location_external_id: line.locationId,
  }));
  for (const line of read) {
    const known = merged.get(line.line_external_id);
    if (known === undefined) merged.set(line.line_external_id, line);
    else {
      merged.set(line.line_external_id, {
        line_external_id: line.line_external_id,
        quantity: known.quantity + line.quantity,
        subtotal_minor: known.subtotal_minor + line.subtotal_minor,
        tax_minor: known.tax_minor + line.tax_minor,
        restock_type: known.restock_type < line.restock_type ? known.restock_type : line.restock_type,
        location_external_id: known.location_external_id === line.location_external_id ? known.location_external_id : null,
      });
    }
  }
  return [...merged.values()].sort((a, b) => byId(a.line_external_id, b.line_external_id));
}

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
