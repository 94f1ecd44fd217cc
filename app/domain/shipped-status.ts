import type { HubStatus } from "./hub-status.ts";

/**
 * How far a shipped order is, by its parcels' carriers: delivered only when every one is.
 * @param shipments the shipment status of each fulfilment that stands (not cancelled, not failed)
 */
export function shippedStatus(shipments: readonly (string | null)[]): HubStatus {
  if (shipments.length === 0) return "SHIPPED";
  if (shipments.every((status) => status === "delivered")) return "DELIVERED";
  return shipments.every((status) => status === "delivered" || status === "out_for_delivery") ? "OUT_FOR_DELIVERY" : "SHIPPED";
}

const DAY_MS = 86_400_000;

/**
 * The merchant's own rule for carriers that report nothing: a shipped order counts as delivered some days after its last parcel left.
 * @param shippedAt when each standing parcel left, epoch ms
 * @param days null: no such rule
 * @returns the time of delivery by that rule, or null while it has not come
 */
export function assumedDeliveredAt(shippedAt: readonly number[], days: number | null, now: number): number | null {
  if (days === null || shippedAt.length === 0) return null;
  const deliveredAt = Math.max(...shippedAt) + days * DAY_MS;
  return deliveredAt <= now ? deliveredAt : null;
}
