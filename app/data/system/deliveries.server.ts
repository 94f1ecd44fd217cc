/** Deliveries across merchants. In system/ because an operator names a delivery by its number alone. */
import type { Database, Tx } from "../database.ts";
import { sql } from "../sql.ts";

const IDS_PER_QUERY = 500;

/** Delivery → its merchant; numbers that do not exist are missing from the answer. */
export async function findMerchantsOfDeliveries(db: Database, ids: readonly number[]): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (let at = 0; at < ids.length; at += IDS_PER_QUERY) {
    const rows = await db.read
      .selectFrom("deliveries")
      .select(["id", "merchant_id"])
      .where("id", "in", ids.slice(at, at + IDS_PER_QUERY))
      .execute();
    for (const row of rows) found.set(row.id, row.merchant_id);
  }
  return found;
}

export interface RetryFilter {
  merchantId?: string | undefined;
  connectionId?: string | undefined;
}

export interface RetriedGroup {
  made: { id: number; merchant_id: string }[];
  /** Where the next group begins; null when there is none. */
  lastSeen: number | null;
}

/**
 * Makes up to `limit` deliveries beyond `afterId` due now that wait for their next attempt (failed) or were given up (dead), with all
 * their attempts before them again. Their origin stays: unlike a replay they were never applied, so what follows from them is still to
 * come. Erased ones have no body to work on.
 */
export async function makeFailedDueAgain(tx: Tx, filter: RetryFilter, afterId: number, limit: number, now: number): Promise<RetriedGroup> {
  let due = tx.sql
    .selectFrom("deliveries")
    .select("id")
    .where("status", "in", ["failed", "dead"])
    // SQLite uses the partial index only where the query repeats the index's own condition.
    .where(sql<boolean>`status in ('held', 'failed', 'dead')`)
    .where("id", ">", afterId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("delivery_payloads")
            .select(sql.lit(1).as("one"))
            .whereRef("delivery_id", "=", "deliveries.id")
            .where("erased_at", "is not", null),
        ),
      ),
    )
    .orderBy("id")
    .limit(limit);
  if (filter.merchantId !== undefined) due = due.where("merchant_id", "=", filter.merchantId);
  if (filter.connectionId !== undefined) due = due.where("connection_id", "=", filter.connectionId);
  const ids = (await due.execute()).map((row) => row.id);
  if (ids.length === 0) return { made: [], lastSeen: null };
  const made = await tx.sql
    .updateTable("deliveries")
    .set({ status: "pending", attempts: 0, next_attempt_at: now, completed_at: null, error_class: null, error_code: null, error_message: null })
    // Again by status: on PostgreSQL a worker may have taken one between the two statements.
    .where("id", "in", ids)
    .where("status", "in", ["failed", "dead"])
    .returning(["id", "merchant_id"])
    .execute();
  return { made, lastSeen: ids.at(-1) ?? null };
}
