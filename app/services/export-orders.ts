/** Columns of the orders file: one row per order. */
import type { OrderForExport } from "#app/data/exports-read.server.ts";
import { fromMinor } from "#app/domain/money.ts";
import { type CsvCell, csvDecimal } from "#app/lib/csv-cell.ts";

export const ORDER_COLUMNS = [
  "order",
  "id",
  "placed_at",
  "status",
  "payment",
  "fulfilment",
  "customer",
  "email",
  "phone",
  "currency",
  "subtotal",
  "discounts",
  "shipping",
  "tax",
  "taxes_included",
  "tip",
  "duties",
  "fees",
  "rounding",
  "total",
  "refunded",
  "current_total",
  "outstanding",
  "items",
  "tags",
  "note",
  "cancelled_at",
  "delivered_at",
  "held_for_checking",
  "test",
] as const;

const time = (ms: number | null) => (ms === null ? "" : new Date(ms).toISOString());
const list = (json: string) => (JSON.parse(json) as unknown[]).join(", ");

export function orderCells(order: OrderForExport): CsvCell[] {
  const money = (minor: number) => csvDecimal(fromMinor(minor, order.currency));
  return [
    order.order_ref,
    order.external_id,
    time(order.source_created_at),
    order.hub_status,
    order.financial_status,
    order.fulfillment_status,
    order.customer_name,
    order.email,
    order.phone_e164 ?? order.phone_given,
    order.currency,
    money(order.subtotal_minor),
    money(order.discount_minor),
    money(order.shipping_minor),
    money(order.tax_minor),
    order.taxes_included === 1 ? "yes" : "no",
    money(order.tip_minor),
    money(order.duties_minor),
    money(order.fees_minor),
    money(order.rounding_minor),
    money(order.total_minor),
    money(order.refunded_minor),
    money(order.current_total_minor),
    money(order.outstanding_minor),
    order.lines.map((line) => `${line.current_quantity} x ${line.title}${line.sku ? ` (${line.sku})` : ""}`).join("; "),
    list(order.tags),
    order.note,
    time(order.cancelled_at),
    time(order.delivered_at),
    order.quarantine_reason,
    order.is_test === 1 ? "yes" : "no",
  ];
}
