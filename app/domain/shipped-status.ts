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
