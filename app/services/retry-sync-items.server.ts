/** A merchant's calls to their stores that failed or were given up are tried again now. */
import { listRetryableSyncItems, makeSyncItemsDue } from "#app/data/activity-list.server.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import type { ServiceContext } from "./context.server.ts";

/** Of one call; the rest is for the next. */
export const MOST_RETRIED = 1000;
/** Few enough that a webhook which waits for the writer does not notice. */
const PER_TRANSACTION = 100;

/** Never one whose outcome is unknown: the other side may have done it already, so a person looks first. */
export async function retrySyncItems(
  { db, queue, clock }: Pick<ServiceContext, "db" | "queue" | "clock">,
  merchantId: string,
  wanted: { ids?: readonly string[] | undefined; statuses: readonly ("failed" | "dead")[] },
): Promise<{ due: number; skipped: number }> {
  const ids = await listRetryableSyncItems(db, merchantId, wanted, MOST_RETRIED);
  let due = 0;
  for (let at = 0; at < ids.length; at += PER_TRANSACTION) {
    const now = clock();
    due += await db.write(async (tx) => {
      const made = await makeSyncItemsDue(tx, merchantId, ids.slice(at, at + PER_TRANSACTION), wanted.statuses, now);
      if (made.length > 0) await queue.schedule(tx, syncLane, made, now);
      return made.length;
    });
    queue.wake(syncLane);
  }
  if (due > 0)
    await writeAudit(
      db,
      merchantId,
      { connectionId: null, kind: "command", actor: "merchant", action: "retry_failed_sync_items", data: { count: due } },
      clock(),
    );
  return { due, skipped: (wanted.ids === undefined ? ids.length : new Set(wanted.ids).size) - due };
}
