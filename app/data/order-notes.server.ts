/** Notes on an order, as its store has them. */
import type { Database, Row, Tx } from "./database.ts";
import { reading } from "./either.ts";

/** Newest first; without those that were deleted. */
export function listOrderNotes(
  db: Database | Tx,
  merchantId: string,
  connectionId: string,
  orderExternalId: string,
  limit = 50,
): Promise<Row<"order_notes">[]> {
  return reading(db)
    .selectFrom("order_notes")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("order_external_id", "=", orderExternalId)
    .where("deleted_at", "is", null)
    .orderBy("source_created_at", "desc")
    .orderBy("external_id", "desc")
    .limit(limit)
    .execute();
}
