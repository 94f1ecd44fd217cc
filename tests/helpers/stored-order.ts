/** Puts a stored order together again from its rows, in the canonical form, so that it can be compared with any other source. */
import type { Database, Row } from "#app/data/database.ts";
import { orderSchema, type Order } from "#app/domain/events.ts";

export async function readStoredOrder(db: Database, externalId: string): Promise<Order> {
  const row = await db.read.selectFrom("orders").selectAll().where("external_id", "=", externalId).executeTakeFirstOrThrow();
  const of = <T extends "order_lines" | "order_discounts" | "order_taxes" | "order_shipping_lines" | "refunds" | "refund_lines" | "fulfillments">(
    table: T,
  ): Promise<Row<T>[]> =>
    db.read
      .selectFrom(table as "order_lines")
      .selectAll()
      .where("order_id", "=", row.id)
      .execute() as unknown as Promise<Row<T>[]>;
  const [lines, discounts, taxes, shipping, refunds, refundLines, fulfillments] = [
    await of("order_lines"),
    await of("order_discounts"),
    await of("order_taxes"),
    await of("order_shipping_lines"),
    await of("refunds"),
    await of("refund_lines"),
    await of("fulfillments"),
  ];
  const customer =
    row.customer_id === null ? null : await db.read.selectFrom("customers").selectAll().where("id", "=", row.customer_id).executeTakeFirstOrThrow();
  const byPosition = (a: { position: number }, b: { position: number }) => a.position - b.position;
  const byId = (a: { external_id: string }, b: { external_id: string }) =>
    a.external_id.length - b.external_id.length || a.external_id.localeCompare(b.external_id);
  return orderSchema.parse({
    ...row,
    // Only of stores that say it in words of their own.
    source_status: row.source_status ?? undefined,
    tags: JSON.parse(row.tags),
    taxes_included: row.taxes_included === 1,
    is_test: row.is_test === 1,
    shipping_address: row.shipping_address && JSON.parse(row.shipping_address),
    billing_address: row.billing_address && JSON.parse(row.billing_address),
    customer: customer && { ...customer, tags: JSON.parse(customer.tags) },
    quarantine: row.quarantine_reason === null ? null : { reason: row.quarantine_reason, difference_minor: row.quarantine_minor },
    lines: lines.sort(byPosition).map((line) => ({
      ...line,
      requires_shipping: line.requires_shipping === 1,
      is_taxable: line.is_taxable === 1,
      is_gift_card: line.is_gift_card === 1,
    })),
    discounts: discounts.sort(byPosition),
    taxes: taxes.sort(byPosition),
    shipping_lines: shipping.sort(byPosition).map((line) => ({ ...line, is_removed: line.is_removed === 1 })),
    refunds: refunds.sort(byId).map((refund) => ({ ...refund, lines: refundLines.filter((line) => line.refund_id === refund.id) })),
    fulfillments: fulfillments.sort(byId).map((one) => ({
      ...one,
      tracking_numbers: JSON.parse(one.tracking_numbers),
      tracking_urls: JSON.parse(one.tracking_urls),
      lines: JSON.parse(one.lines),
    })),
  });
}
