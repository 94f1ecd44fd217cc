import type { Fulfillment } from "#app/domain/events.ts";
import { byId, lower, text, timeOf } from "./normalise.ts";
import type { FulfillmentParts } from "./order-parts.ts";

/**
 * One fulfilment. `delivered_at` stays null: the webhook of an order says that a parcel was delivered, not when. The time comes with
 * fulfillment_events/create as a shipment fact, so that it is the same whichever delivery is read first.
 */
export function buildFulfillment(parts: FulfillmentParts): Fulfillment {
  const quantities = new Map<string, number>();
  for (const line of parts.lines) quantities.set(line.lineId, (quantities.get(line.lineId) ?? 0) + line.quantity);
  return {
    external_id: parts.id,
    name: text(parts.name),
    status: lower(parts.status) ?? "success",
    shipment_status: lower(parts.shipmentStatus),
    tracking_company: text(parts.trackingCompany),
    tracking_numbers: filled(parts.trackingNumbers),
    tracking_urls: filled(parts.trackingUrls),
    location_external_id: parts.locationId,
    lines: [...quantities].sort(([a], [b]) => byId(a, b)).map(([line_external_id, quantity]) => ({ line_external_id, quantity })),
    source_created_at: timeOf(parts.createdAt, "fulfillments.created_at"),
    source_updated_at: timeOf(parts.updatedAt, "fulfillments.updated_at"),
    delivered_at: null,
  };
}

/** Whether the fulfilment stands: its goods are with the carrier. */
export const isShipped = (fulfillment: Fulfillment): boolean => !["cancelled", "failure", "error"].includes(fulfillment.status);

const filled = (values: readonly string[]): string[] => [...new Set(values.filter((value) => text(value) !== null))];
