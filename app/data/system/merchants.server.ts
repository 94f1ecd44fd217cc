/** All merchants. In system/ because an operator's command is about the whole installation. */
import type { Database, Row } from "../database.ts";

/** Oldest first, with the number of connections that were not deleted. */
export async function listMerchants(db: Database): Promise<(Row<"merchants"> & { connections: number })[]> {
  const merchants = await db.read.selectFrom("merchants").selectAll().orderBy("created_at").orderBy("id").execute();
  const counts = await db.read
    .selectFrom("connections")
    .select((eb) => ["merchant_id", eb.fn.countAll().as("count")])
    .where("deleted_at", "is", null)
    .groupBy("merchant_id")
    .execute();
  const byMerchant = new Map(counts.map((row) => [row.merchant_id, Number(row.count)]));
  return merchants.map((merchant) => ({ ...merchant, connections: byMerchant.get(merchant.id) ?? 0 }));
}
