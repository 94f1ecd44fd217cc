/** The sync items' half of `queue retry-failed`: reads and writes at a channel that failed or were given up are tried again. */
import { writeAudit } from "#app/data/audit.server.ts";
import type { RetryFilter } from "#app/data/system/deliveries.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";

const PER_TRANSACTION = 200;
const GIVEN_UP = ["failed", "dead"];

/**
 * Works in short transactions. Never one whose outcome is unknown: the other side may have done it already, so a person looks first.
 * @returns how many were made due
 */
export async function retryFailedSyncItems({ db, queue, clock }: ServiceContext, filter: RetryFilter): Promise<number> {
  const now = clock();
  const perMerchant = new Map<string, number>();
  for (let ids = await next("", PER_TRANSACTION); ids.length > 0; ids = await next(ids.at(-1)!, PER_TRANSACTION)) {
    const made = await db.write(async (tx) => {
      const again = await tx.sql
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
        // Again by status: a worker may have taken one since it was read.
        .where("id", "in", ids)
        .where("status", "in", GIVEN_UP)
        .returning(["id", "merchant_id"])
        .execute();
      const due = again.map((row) => row.id);
      if (due.length > 0) await queue.schedule(tx, syncLane, due, now);
      return again;
    });
    for (const row of made) perMerchant.set(row.merchant_id, (perMerchant.get(row.merchant_id) ?? 0) + 1);
    queue.wake(syncLane);
  }
  for (const [merchantId, count] of perMerchant) {
    const entry = { kind: "command", actor: "operator", action: "retry_failed_sync_items", data: { count } } as const;
    await writeAudit(db, merchantId, { connectionId: filter.connectionId ?? null, ...entry }, now);
  }
  return [...perMerchant.values()].reduce((sum, count) => sum + count, 0);

  /** Read beside the writer, which must not wait for a walk through a long queue. */
  async function next(afterId: string, limit: number): Promise<string[]> {
    let query = db.read.selectFrom("sync_queue").select("id").where("status", "in", GIVEN_UP).where("id", ">", afterId).orderBy("id").limit(limit);
    if (filter.merchantId !== undefined) query = query.where("merchant_id", "=", filter.merchantId);
    if (filter.connectionId !== undefined) query = query.where("connection_id", "=", filter.connectionId);
    return (await query.execute()).map((row) => row.id);
  }
}
