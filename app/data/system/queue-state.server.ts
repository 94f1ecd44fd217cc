/** What waits in the sync queue of the whole installation: only counts and ages. (Deliveries: operations.server.ts.) */
import type { Database } from "../database.ts";

export interface SyncQueueState {
  /** Items that are not finished, by status. */
  unfinished: Record<string, number>;
  /** Since when the oldest due item has been due; 0 when none is. */
  queueAgeMs: number;
}

export async function readSyncQueue(db: Database, now: number): Promise<SyncQueueState> {
  const counts = await db.read
    .selectFrom("sync_queue")
    .select((eb) => ["status", eb.fn.countAll().as("count")])
    .where("status", "not in", ["completed", "cancelled"])
    .groupBy("status")
    .execute();
  const oldest = await db.read
    .selectFrom("sync_queue")
    .select("next_attempt_at")
    .where("status", "in", ["pending", "failed"])
    .orderBy("next_attempt_at")
    .limit(1)
    .executeTakeFirst();
  return {
    unfinished: Object.fromEntries(counts.map((row) => [row.status, Number(row.count)])),
    queueAgeMs: oldest === undefined ? 0 : Math.max(0, now - oldest.next_attempt_at),
  };
}
