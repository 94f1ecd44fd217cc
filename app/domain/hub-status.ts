/** The hub's own order statuses, kept apart from every channel's. */
export const HUB_STATUSES = [
  "PENDING", "CONFIRMED", "PROCESSING", "PICKED", "PACKED", "SHIPPED", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELLED", "RETURNED",
] as const;
export type HubStatus = (typeof HUB_STATUSES)[number];
