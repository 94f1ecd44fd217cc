/** What became of some deliveries: for whoever has just stored them and waits. */
import type { Database, Row } from "./database.ts";

export type DeliveryOutcome = Pick<Row<"deliveries">, "id" | "status" | "external_id" | "order_ref" | "error_code" | "error_message">;

export async function readOutcomes(db: Database, merchantId: string, ids: readonly number[]): Promise<DeliveryOutcome[]> {
  if (ids.length === 0) return [];
  return db.read
    .selectFrom("deliveries")
    .select(["id", "status", "external_id", "order_ref", "error_code", "error_message"])
    .where("merchant_id", "=", merchantId)
    .where("id", "in", ids)
    .execute();
}
