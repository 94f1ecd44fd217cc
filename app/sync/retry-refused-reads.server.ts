import type { Tx } from "#app/data/database.ts";
import type { Queue } from "#app/queue/queue.ts";
import { syncLane } from "./sync-lane.ts";

/** Makes due the reads that were given up because the source did not let us in, or the connection was off: it is open again. @returns how many */
export const retryRefusedReads = (tx: Tx, queue: Queue, connectionId: string, now: number): Promise<number> =>
  retryReads(tx, queue, connectionId, { errorClass: "auth", errorCode: "integration_inactive" }, now);

/** The same for those that found an order in a status that nobody knew: somebody has said what it means. */
export const retryReadsWithoutStatus = (tx: Tx, queue: Queue, connectionId: string, now: number): Promise<number> =>
  retryReads(tx, queue, connectionId, { errorClass: null, errorCode: "status_not_mapped" }, now);

async function retryReads(
  tx: Tx,
  queue: Queue,
  connectionId: string,
  { errorClass, errorCode }: { errorClass: string | null; errorCode: string },
  now: number,
): Promise<number> {
  const refused = await tx.sql
    .updateTable("sync_queue")
    .set({
      status: "pending",
      retry_count: 0,
      next_attempt_at: now,
      completed_at: null,
      error_class: null,
      error_code: null,
      error_message: null,
      updated_at: now,
    })
    .where("connection_id", "=", connectionId)
    .where("action", "=", "read")
    .where("status", "=", "dead")
    .where((eb) => eb.or([eb("error_class", "=", errorClass), eb("error_code", "=", errorCode)]))
    .returning("id")
    .execute();
  if (refused.length > 0)
    await queue.schedule(
      tx,
      syncLane,
      refused.map((item) => item.id),
      now,
    );
  return refused.length;
}
