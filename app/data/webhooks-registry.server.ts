/** What the registry knows of a merchant's webhook subscriptions. */
import type { Database, Row } from "./database.ts";

/** By topic; `connectionId` narrows to one connection. */
export async function listSubscriptions(db: Database, merchantId: string, connectionId?: string): Promise<Row<"webhook_subscriptions">[]> {
  let query = db.read.selectFrom("webhook_subscriptions").selectAll().where("merchant_id", "=", merchantId);
  if (connectionId !== undefined) query = query.where("connection_id", "=", connectionId);
  return query.orderBy("topic").execute();
}
