import type { Refund } from "#app/domain/events.ts";
import { byId, lower, minorOf, text, timeOf } from "./normalise.ts";
import type { Pair, RefundParts } from "./order-parts.ts";

type RefundLine = Refund["lines"][number];

/**
 * One refund. `amount_minor` is what the customer got back: the successful refund transactions. REST states those in the customer's
 * currency only, so where that is not the shop's it is what the refund is worth in the shop's: items and shipping less adjustments, with tax
 * where prices are without it. An order edit leaves a refund without transactions: lines went, no money moved, amount 0.
 */
export function buildRefund(parts: RefundParts, currency: string): Refund {
  return {
    external_id: parts.id,
    note: text(parts.note),
    amount_minor: amountOf(parts, currency),
    source_created_at: timeOf(parts.createdAt, "refunds.created_at"),
    lines: mergeLines(parts, currency),
  };
}

function amountOf(parts: RefundParts, currency: string): number {
  const { transactions } = parts;
  const paidIn = transactions.find((transaction) => transaction.currency !== currency)?.currency;
  const paid = total(transactions.map((transaction) => minorOf(transaction.amount, transaction.currency, "refunds.transactions.amount")));
  if (paidIn === undefined) return paid;
  const shop = worthOf(parts, currency, (pair) => pair.shop);
  return shop.net + (isTaxOnTop(parts, paidIn, paid) ? shop.tax : 0);
}

/**
 * Whether tax comes on top of the refunded prices. refunds/create does not say what the order says (taxes_included), but what was paid back does:
 * it is nearer to the worth with tax or to the one without. Told from the refund alone, the answer is the same in every payload.
 */
function isTaxOnTop(parts: RefundParts, paidIn: string, paid: number): boolean {
  const worth = worthOf(parts, paidIn, (pair) => pair.paid ?? "0");
  return Math.abs(worth.net + worth.tax - paid) < Math.abs(worth.net - paid);
}

function worthOf(parts: RefundParts, currency: string, side: (pair: Pair) => string): { net: number; tax: number } {
  const minor = (pair: Pair): number => minorOf(side(pair), currency, "refunds.amount");
  const given = [...parts.lines.map((line) => ({ amount: line.subtotal, tax: line.tax })), ...parts.shipping];
  const sum = (of: "amount" | "tax"): number => total(given.map((one) => minor(one[of]))) - total(parts.adjustments.map((one) => minor(one[of])));
  return { net: sum("amount"), tax: sum("tax") };
}

/** Shopify may list a line twice in one refund (restocked at two places); the hub keeps one row per line, the place only where it is one. */
function mergeLines(parts: RefundParts, currency: string): RefundLine[] {
  const merged = new Map<string, RefundLine>();
  const read = parts.lines.map((line) => ({
    line_external_id: line.lineId,
    quantity: line.quantity,
    subtotal_minor: minorOf(line.subtotal.shop, currency, "refund_line_items.subtotal"),
    tax_minor: minorOf(line.tax.shop, currency, "refund_line_items.total_tax"),
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
