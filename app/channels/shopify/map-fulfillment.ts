import type { Fulfillment, OrderFact } from "#app/domain/events.ts";
import { idOf, idOrNull } from "./normalise.ts";
import type { FulfillmentParts } from "./order-parts.ts";
import type { FulfillmentPayload } from "./payloads/fulfillment.ts";

export function fulfillmentParts(fulfillment: FulfillmentPayload): FulfillmentParts {
  return {
    id: idOf(fulfillment.id),
    name: fulfillment.name ?? null,
    status: fulfillment.status ?? null,
    shipmentStatus: fulfillment.shipment_status ?? null,
    trackingCompany: fulfillment.tracking_company ?? null,
    trackingNumbers: fulfillment.tracking_numbers ?? [fulfillment.tracking_number ?? ""],
    trackingUrls: fulfillment.tracking_urls ?? [fulfillment.tracking_url ?? ""],
    locationId: idOrNull(fulfillment.location_id),
    lines: (fulfillment.line_items ?? []).map((line) => ({ lineId: idOf(line.id), quantity: line.quantity })),
    createdAt: fulfillment.created_at,
    updatedAt: fulfillment.updated_at ?? fulfillment.created_at,
  };
}

/** Goods left at the fulfilment's own time, also where it was cancelled later. */
export const fulfillmentFacts = (fulfillment: Fulfillment): OrderFact[] => [
  { kind: "fulfillment", value: "shipped", occurred_at: fulfillment.source_created_at },
];
