/** How much of a limit is used up. In the database, so that a limit holds over restarts and for all processes together. */
import type { Database, Row, Tx } from "./database.ts";
import { reading } from "./either.ts";

export type QuotaWindow = Pick<Row<"quota_windows">, "started_at" | "used">;

export function findQuotaWindow(tx: Tx, merchantId: string, id: string): Promise<QuotaWindow | undefined> {
  return tx.find("quota_windows", { id, merchant_id: merchantId }, ["started_at", "used"]);
}

export async function saveQuotaWindow(tx: Tx, merchantId: string, id: string, window: QuotaWindow): Promise<void> {
  if ((await tx.update("quota_windows", window, { id, merchant_id: merchantId })) === 0)
    await tx.insert("quota_windows", { id, merchant_id: merchantId, ...window });
}

/** Those of `ids` that began after `since` (epoch ms): older ones are over. */
export function listQuotaWindows(db: Database | Tx, merchantId: string, ids: readonly string[], since: number): Promise<Row<"quota_windows">[]> {
  return reading(db)
    .selectFrom("quota_windows")
    .selectAll()
    .where("id", "in", ids)
    .where("merchant_id", "=", merchantId)
    .where("started_at", ">", since)
    .execute();
}
