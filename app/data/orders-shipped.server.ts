import type { Database } from "./database.ts";

/** Ids of a connection's orders that are on their way, oldest id first. `afterId` pages through them. */
export async function listOrdersOnTheirWay(db: Database, merchantId: string, connectionId: string, afterId = "", limit = 200): Promise<string[]> {
  const rows = await db.read
    .selectFrom("orders")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("hub_status", "in", ["SHIPPED", "OUT_FOR_DELIVERY"])
    .where("deleted_at", "is", null)
    .where("id", ">", afterId)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}
