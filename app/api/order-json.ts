/** An order under the REST API's field names. */
import type { z } from "zod";
import type { OrderDetail } from "#app/data/orders-detail.server.ts";
import type { OrderListRow } from "#app/data/orders-list.server.ts";
import { fromMinor } from "#app/domain/money.ts";
import { iso, isoOrNull } from "#app/lib/iso.ts";
import type { TimelineEntry } from "#app/presenters/order-timeline.server.ts";
import type { ORDER_INCLUDES, orderDetailSchema, orderSchema } from "./schemas/orders.ts";

type OrderJson = z.infer<typeof orderSchema>;
type OrderDetailJson = z.infer<typeof orderDetailSchema>["order"];
export type OrderInclude = (typeof ORDER_INCLUDES)[number];

/** A source that tells no sums has stored noughts, which would read as an order for nothing. */
const sum = (order: Pick<OrderListRow, "has_totals" | "currency">, minor: number): string | null =>
  order.has_totals === 1 ? fromMinor(minor, order.currency) : null;

export const orderJson = (row: OrderListRow): OrderJson => ({
  id: row.id,
  order_ref: row.order_ref,
  external_id: row.external_id,
  connection_id: row.connection_id,
  status: row.hub_status as OrderJson["status"],
  financial_status: row.financial_status,
  fulfillment_status: row.fulfillment_status,
  currency: row.currency,
  total: sum(row, row.total_minor),
  current_total: sum(row, row.current_total_minor),
  customer: { id: row.customer_id, name: row.customer_name, email: row.email },
  quarantine:
    row.quarantine_reason === null ? null : { reason: row.quarantine_reason, difference: fromMinor(row.quarantine_minor ?? 0, row.currency) },
  is_test: row.is_test === 1,
  ordered_at: iso(row.source_created_at),
  updated_at: iso(row.source_updated_at),
  deleted_at: isoOrNull(row.deleted_at),
});

/** @param timeline made only where it is included */
export function orderDetailJson(detail: OrderDetail, includes: ReadonlySet<OrderInclude>, timeline: TimelineEntry[]): OrderDetailJson {
  const { order, lines, fulfillments } = detail;
  return {
    ...orderJson(order),
    phone: order.phone_e164 ?? order.phone_given,
    delivered_at: isoOrNull(order.delivered_at),
    cancelled_at: isoOrNull(order.cancelled_at),
    lines: lines.map((line) => ({
      id: line.external_id,
      title: line.title,
      sku: line.sku,
      quantity: line.quantity,
      current_quantity: line.current_quantity,
      unit_price: sum(order, line.unit_price_minor),
    })),
    ...(includes.has("notes") && { notes: order.note ? [{ text: order.note, by: "source" }] : [] }),
    ...(includes.has("tracking") && { tracking: fulfillments.flatMap(trackingOf) }),
    ...(includes.has("payment") && {
      payment: { status: order.financial_status, refunded: sum(order, order.refunded_minor), outstanding: sum(order, order.outstanding_minor) },
    }),
    ...(includes.has("timeline") && { timeline: timeline.map(timelineJson) }),
  };
}

type Tracking = NonNullable<OrderDetailJson["tracking"]>[number];

function trackingOf(fulfillment: OrderDetail["fulfillments"][number]): Tracking[] {
  const [numbers, urls] = [fulfillment.tracking_numbers, fulfillment.tracking_urls].map((text) => JSON.parse(text) as string[]);
  return (numbers ?? []).map((number, index) => ({
    company: fulfillment.tracking_company,
    number,
    url: urls?.[index] ?? null,
    status: fulfillment.shipment_status ?? fulfillment.status,
  }));
}

const timelineJson = (entry: TimelineEntry): NonNullable<OrderDetailJson["timeline"]>[number] => ({
  kind: entry.kind,
  at: entry.at.iso,
  title: entry.title,
  detail: entry.detail,
  status: entry.status,
  delivery_id: Number(/\/(\d+)$/.exec(entry.url ?? "")?.[1] ?? Number.NaN) || null,
  changes: entry.changes.flatMap(({ lines }) => lines),
});
