/** The state of the whole installation, across merchants: only counts and ages. */
import type { Database } from "../database.ts";
import { OPEN_BRANCHES } from "../open-deliveries.ts";
import { sql } from "../sql.ts";

export interface OperationsState {
  /** null: no worker has ever been heard of. */
  workerSeenMsAgo: number | null;
  /** 0 when nothing is due. */
  queueAgeMs: number;
  /** Deliveries not completed, by status. */
  unfinished: Record<string, number>;
  notStored: Record<string, number>;
}

/** Statuses stand in the text, not as parameters: only so does SQLite use the partial indexes, and a probe must not read every delivery. */
export async function readOperations(db: Database, now: number): Promise<OperationsState> {
  const worker = await db.read
    .selectFrom("worker_heartbeats")
    .select((eb) => eb.fn.max("seen_at").as("seen_at"))
    .executeTakeFirst();
  const oldest = await db.read
    .selectFrom("deliveries")
    .select("next_attempt_at")
    .where(sql<boolean>`status in ('pending', 'failed')`)
    .orderBy("next_attempt_at")
    .limit(1)
    .executeTakeFirst();
  const [first, ...others] = OPEN_BRANCHES.map((branch) =>
    db.read
      .selectFrom("deliveries")
      .select(["status", (eb) => eb.fn.countAll<number>().as("count")])
      .where(branch)
      .groupBy("status"),
  );
  const unfinished = await others.reduce((all, branch) => all.unionAll(branch), first!).execute();
  const notStored = await db.read
    .selectFrom("receipt_counters")
    .select(["kind", (eb) => eb.fn.sum<number>("count").as("count")])
    .groupBy("kind")
    .execute();
  return {
    workerSeenMsAgo: worker?.seen_at == null ? null : Math.max(0, now - worker.seen_at),
    queueAgeMs: oldest === undefined ? 0 : Math.max(0, now - oldest.next_attempt_at),
    unfinished: Object.fromEntries(unfinished.map((row) => [row.status, Number(row.count)])),
    notStored: Object.fromEntries(notStored.map((row) => [row.kind, Number(row.count)])),
  };
}
