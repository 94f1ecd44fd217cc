/** Whether what arrives is being worked on. */
import type { Database, Tx } from "./database.ts";
import { reading } from "./either.ts";
import { sql } from "./sql.ts";

export interface Waiting {
  /** Since when the merchant's oldest due delivery has been due, in milliseconds; 0 when nothing is. */
  oldestDueMs: number;
  /** Since when no worker was heard of; null: never. */
  workerSilentMs: number | null;
}

/** Only a merchant who waits is told: without anything due it makes no difference whether a worker runs. */
export async function readWaiting(db: Database | Tx, merchantId: string, now: number): Promise<Waiting> {
  const [oldest, worker] = await Promise.all([
    reading(db)
      .selectFrom("deliveries")
      .select("next_attempt_at")
      .where("merchant_id", "=", merchantId)
      .where(sql<boolean>`status in ('pending', 'failed')`)
      .where("next_attempt_at", "<=", now)
      .orderBy("next_attempt_at")
      .limit(1)
      .executeTakeFirst(),
    reading(db)
      .selectFrom("worker_heartbeats")
      .select((eb) => eb.fn.max("seen_at").as("seen_at"))
      .executeTakeFirst(),
  ]);
  return {
    oldestDueMs: oldest === undefined ? 0 : now - oldest.next_attempt_at,
    workerSilentMs: worker?.seen_at == null ? null : Math.max(0, now - worker.seen_at),
  };
}
