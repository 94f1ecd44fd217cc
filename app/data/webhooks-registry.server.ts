/** What the registry knows of a merchant's webhook subscriptions. */
import type { Database, Row } from "./database.ts";

/** By topic; `connectionId` narrows to one connection. */
export async function listSubscriptions(db: Database, merchantId: string, connectionId?: string): Promise<Row<"webhook_subscriptions">[]> {
  let query = db.read.selectFrom("webhook_subscriptions").selectAll().where("merchant_id", "=", merchantId);
  if (connectionId !== undefined) query = query.where("connection_id", "=", connectionId);
  return query.orderBy("topic").execute();
}

/** When each topic of a connection was last received: one index look-up per topic. */
export async function readLastReceived(db: Database, merchantId: string, topics: readonly string[]): Promise<Map<string, number>> {
  const rows = await Promise.all(topics.map(async (topic) => {
    const row = await db.read.selectFrom("deliveries").select("received_at").where("merchant_id", "=", merchantId).where("topic", "=", topic)
      .where("origin", "=", "live").orderBy("received_at", "desc").limit(1).executeTakeFirst();
    return [topic, row?.received_at] as const;
  }));
  return new Map(rows.filter((row): row is readonly [string, number] => row[1] !== undefined));
}
