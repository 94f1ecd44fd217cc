import type { Tx } from "#app/data/database.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import type { Queue } from "#app/queue/queue.ts";

/** Makes due what was held for `key` on this connection: what it waited for is there now. @returns how many */
export async function releaseHeld(tx: Tx, queue: Queue, connectionId: string, key: string, now: number): Promise<number> {
  const held = await tx.list("deliveries", { connection_id: connectionId, hold_key: key, status: "held" });
  for (const delivery of held) {
    await tx.update("deliveries", { status: "pending", hold_key: null, hold_until: null, attempts: 0, next_attempt_at: now }, { id: delivery.id });
  }
  if (held.length > 0) await queue.schedule(tx, deliveryLane, held.map((delivery) => delivery.id), now);
  return held.length;
}
