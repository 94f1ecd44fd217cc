/** What a row says, in the hub's words. */
import type { OrderFact, ToldOrder } from "../events.ts";
import type { HubStatus } from "../hub-status.ts";
import type { CsvOrder } from "./check-row.ts";
import type { CsvStatus } from "./columns.ts";
import { startOfDay } from "./dates.ts";

const HUB: Record<CsvStatus, HubStatus> = { created: "PENDING", delivered: "DELIVERED", cancelled: "CANCELLED", returned: "RETURNED" };

/**
 * A row as an order is told: its dates begin the day in the merchant's zone. When an order was cancelled or returned the file does not
 * say, so no time is made up for it.
 * @param toldAt epoch ms: when the import began. Of two files the later one counts.
 */
export function toldOrderOf(row: CsvOrder, timeZone: string, toldAt: number): { order: ToldOrder; facts: OrderFact[] } {
  const orderedAt = startOfDay(row.order_date, timeZone);
  const deliveredAt = row.delivery_date === null ? null : startOfDay(row.delivery_date, timeZone);
  const status = row.status === null ? (deliveredAt === null ? null : "DELIVERED") : HUB[row.status];
  const facts: OrderFact[] = [{ kind: "lifecycle", value: "created", occurred_at: orderedAt }];
  if (deliveredAt !== null) facts.push({ kind: "shipment", value: "delivered", occurred_at: deliveredAt });
  return {
    facts,
    order: {
      external_id: row.order_id,
      name: row.order_id,
      order_ref: `CSV-${row.order_id}`,
      // Only ranks tellings of the same moment, and an import tells of an order once.
      happened: status === "DELIVERED" ? "delivered" : "updated",
      told_at: toldAt,
      customer: { name: row.customer_name, email: row.email, phone_given: row.phone, phone_e164: row.phone },
      ordered_at: orderedAt,
      delivered_at: deliveredAt,
      hub_status: status,
      currency: null,
      total_minor: null,
      lines: null,
      is_test: false,
    },
  };
}
