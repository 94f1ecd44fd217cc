import type { NewRow, Row } from "#app/data/database.ts";

/** How far a parcel is, in the carrier's words; what is not listed (failure, attempted_delivery) ranks with the way it is on. */
const PROGRESS: Record<string, number> = {
  label_purchased: 1,
  label_printed: 1,
  ready_for_pickup: 2,
  confirmed: 2,
  carrier_picked_up: 3,
  in_transit: 4,
  delayed: 4,
  attempted_delivery: 5,
  failure: 5,
  out_for_delivery: 6,
  delivered: 9,
};

/** @returns a number that only grows while a parcel travels; 0 when nothing is known. */
export const shipmentProgress = (shipmentStatus: string | null | undefined): number => (shipmentStatus ? (PROGRESS[shipmentStatus] ?? 3) : 0);

/**
 * What becomes of a stored fulfilment record when the source states it again: the later update wins; at equal times the one that is
 * further. Records never say when a parcel was delivered (a carrier's event does): what is known of that stays.
 * @returns null when the stored record stands
 */
export function mergeFulfillment(existing: Row<"fulfillments">, desired: NewRow<"fulfillments">): NewRow<"fulfillments"> | null {
  const isOlder = desired.source_updated_at < existing.source_updated_at;
  const isLessFar =
    desired.source_updated_at === existing.source_updated_at &&
    shipmentProgress(desired.shipment_status) < shipmentProgress(existing.shipment_status);
  if (isOlder || isLessFar) return null;
  return { ...desired, delivered_at: desired.delivered_at ?? existing.delivered_at };
}
