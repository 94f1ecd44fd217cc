/** Rows for CSV files, one page after another by key, so that memory stays flat however many there are. */
import type { CursorKey } from "#app/lib/cursor.ts";
import type { Database, Row } from "./database.ts";
import { beyond } from "./keyset.ts";

export interface Batch<T> {
  rows: T[];
  /** Where the next batch begins; null when this was the last. */
  next: CursorKey | null;
}

const batchOf = <T>(rows: T[], size: number, keyOf: (row: T) => CursorKey): Batch<T> => {
  const last = rows.at(-1);
  return { rows, next: last && rows.length === size ? keyOf(last) : null };
};
const pageAfter = (size: number, after: CursorKey | null) => (after === null ? { size } : { size, after });

export type OrderForExport = Row<"orders"> & { lines: Row<"order_lines">[] };

/** Newest first, with their lines. */
export async function readOrderBatch(db: Database, merchantId: string, after: CursorKey | null, size: number): Promise<Batch<OrderForExport>> {
  const orders = await db.read
    .selectFrom("orders")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where(beyond(["source_created_at", "id"], pageAfter(size, after)))
    .orderBy("source_created_at", "desc")
    .orderBy("id", "desc")
    .limit(size)
    .execute();
  const lines =
    orders.length === 0
      ? []
      : await db.read
          .selectFrom("order_lines")
          .selectAll()
          .where(
            "order_id",
            "in",
            orders.map((order) => order.id),
          )
          .where("merchant_id", "=", merchantId)
          .orderBy("position")
          .execute();
  const byOrder = new Map<string, Row<"order_lines">[]>(orders.map((order) => [order.id, []]));
  for (const line of lines) byOrder.get(line.order_id)?.push(line);
  return batchOf(
    orders.map((order) => ({ ...order, lines: byOrder.get(order.id) ?? [] })),
    size,
    (order) => [order.source_created_at, order.id],
  );
}

export async function readCustomerBatch(db: Database, merchantId: string, after: CursorKey | null, size: number): Promise<Batch<Row<"customers">>> {
  const rows = await db.read
    .selectFrom("customers")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where(beyond(["id"], pageAfter(size, after)))
    .orderBy("id", "desc")
    .limit(size)
    .execute();
  return batchOf(rows, size, (row) => [row.id]);
}

/** The body of one delivery, for download; null when it is not this merchant's or was erased. */
export async function readPayload(db: Database, merchantId: string, deliveryId: number): Promise<Uint8Array | null> {
  const row = await db.read
    .selectFrom("delivery_payloads")
    .select("body")
    .where("merchant_id", "=", merchantId)
    .where("delivery_id", "=", deliveryId)
    .where("erased_at", "is", null)
    .executeTakeFirst();
  return row?.body ?? null;
}
