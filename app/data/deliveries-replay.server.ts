/** Making stored deliveries due again. */
import { sql } from "./sql.ts";
import type { Tx } from "./database.ts";

/** What may be processed anew: not what waits or is in work, and not what was erased or, being old, cleaned. */
const REPLAYABLE = ["completed", "held", "failed", "dead"];

/** @returns the ids that were made due (fewer than given where some cannot be replayed) */
export async function makeDueAgain(tx: Tx, merchantId: string, ids: readonly number[], origin: string, now: number): Promise<number[]> {
  const rows = await tx.sql
    .updateTable("deliveries")
    .set({
      status: "pending",
      origin,
      attempts: 0,
      next_attempt_at: now,
      hold_key: null,
      hold_until: null,
      completed_at: null,
      outcome: null,
      error_class: null,
      error_code: null,
      error_message: null,
    })
    .where("merchant_id", "=", merchantId)
    .where("id", "in", [...ids])
    .where("status", "in", REPLAYABLE)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("delivery_payloads").select(sql.lit(1).as("one")).whereRef("delivery_id", "=", "deliveries.id").where("erased_at", "is", null),
      ),
    )
    .returning("id")
    .execute();
  return rows.map((row) => row.id);
}
