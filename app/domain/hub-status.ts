/** The hub's own order statuses, kept apart from every channel's. */
export const HUB_STATUSES = [
  "PENDING",
  "CONFIRMED",
  "PROCESSING",
  "PICKED",
  "PACKED",
  "SHIPPED",
  "OUT_FOR_DELIVERY",
  "DELIVERED",
  "CANCELLED",
  "RETURNED",
] as const;
export type HubStatus = (typeof HUB_STATUSES)[number];

/**
 * What a person, a carrier or a connector may change an order to. Steps may be skipped (many shops never say "picked"); going back is
 * allowed only where it happens in life: a shipment called back, a payment that lapsed, a delivery attempt that failed.
 * A source's own snapshot is not asked: it states what is.
 */
export const HUB_TRANSITIONS: Record<HubStatus, readonly HubStatus[]> = {
  PENDING: ["CONFIRMED", "PROCESSING", "PICKED", "PACKED", "SHIPPED", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELLED"],
  CONFIRMED: ["PENDING", "PROCESSING", "PICKED", "PACKED", "SHIPPED", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELLED"],
  PROCESSING: ["CONFIRMED", "PICKED", "PACKED", "SHIPPED", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELLED"],
  PICKED: ["PROCESSING", "PACKED", "SHIPPED", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELLED"],
  PACKED: ["PROCESSING", "PICKED", "SHIPPED", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELLED"],
  SHIPPED: ["PROCESSING", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELLED", "RETURNED"],
  OUT_FOR_DELIVERY: ["SHIPPED", "DELIVERED", "RETURNED"],
  DELIVERED: ["RETURNED"],
  CANCELLED: [],
  RETURNED: [],
};

export const canHubStatusMove = (from: HubStatus, to: HubStatus): boolean => HUB_TRANSITIONS[from].includes(to);
