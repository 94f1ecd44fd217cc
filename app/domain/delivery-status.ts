/** The lives of a received delivery and of an item of the sync queue: one table each; the queue moves along no other edge. */

export const DELIVERY_STATUSES = ["pending", "processing", "completed", "held", "failed", "dead"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/**
 * `failed` waits for its next attempt; `dead` waits for a person; `held` waits for something that must arrive first.
 * processing → pending is shutdown or an expired lease: not a failed attempt. completed → pending and dead → pending are replays.
 */
export const DELIVERY_TRANSITIONS: Record<DeliveryStatus, readonly DeliveryStatus[]> = {
  pending: ["processing"],
  processing: ["completed", "held", "failed", "dead", "pending"],
  completed: ["pending"],
  held: ["pending", "dead"],
  failed: ["processing", "pending", "dead"],
  dead: ["pending"],
};

export const SYNC_ITEM_STATUSES = [...DELIVERY_STATUSES, "outcome_unknown", "cancelled"] as const;
export type SyncItemStatus = (typeof SYNC_ITEM_STATUSES)[number];

/**
 * A sync item makes calls to another system, so it can also end in `outcome_unknown` (sent, no answer: never sent again blindly; a look-up
 * or a person settles it) and be `cancelled` (withdrawn before it was sent). A completed item is never done again: a new one is made.
 */
export const SYNC_ITEM_TRANSITIONS: Record<SyncItemStatus, readonly SyncItemStatus[]> = {
  pending: ["processing", "cancelled"],
  processing: ["completed", "held", "failed", "dead", "pending", "outcome_unknown"],
  completed: [],
  held: ["pending", "dead", "cancelled"],
  failed: ["processing", "pending", "dead", "cancelled"],
  dead: ["pending", "cancelled"],
  outcome_unknown: ["completed", "pending", "dead"],
  cancelled: [],
};

export const canDeliveryMove = (from: DeliveryStatus, to: DeliveryStatus): boolean => DELIVERY_TRANSITIONS[from].includes(to);
export const canSyncItemMove = (from: SyncItemStatus, to: SyncItemStatus): boolean => SYNC_ITEM_TRANSITIONS[from].includes(to);
