import type { Tx } from "#app/data/database.ts";
import { literal, sql } from "#app/data/sql.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import type { Queue } from "#app/queue/queue.ts";

/** Makes due what was held for `key` on this connection: what it waited for is there now. @returns how many */
export async function releaseHeld(tx: Tx, queue: Queue, connectionId: string, key: string, now: number): Promise<number> {
  const held = await tx.list("deliveries", { connection_id: connectionId, hold_key: key, status: literal("held") });
  for (const delivery of held) {
    await tx.update("deliveries", { status: "pending", hold_key: null, hold_until: null, attempts: 0, next_attempt_at: now }, { id: delivery.id });
  }
  if (held.length > 0)
    await queue.schedule(
      tx,
      deliveryLane,
      held.map((delivery) => delivery.id),
      now,
    );
  return held.length;
}

/** Makes due what has reached its holding deadline. @returns how many */
export async function releaseExpiredHolds(tx: Tx, queue: Queue, now: number): Promise<number> {
  const expired = await tx.sql
    .selectFrom("deliveries")
    .select("id")
    .where("status", "=", sql.lit("held"))
    .where("hold_until", "<=", now)
    .limit(500)
    .execute();
  for (const { id } of expired)
    await tx.update("deliveries", { status: "pending", hold_key: null, hold_until: null, attempts: 0 }, { id, status: "held" });
  if (expired.length > 0)
    await queue.schedule(
      tx,
      deliveryLane,
      expired.map(({ id }) => id),
      now,
    );
  return expired.length;
}
