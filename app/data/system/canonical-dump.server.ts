/**
 * What the model says, in one canonical text: the same state gives the same bytes on either engine, whatever the order of arrival. Our own
 * ids, book-keeping and times of processing are left out. Across merchants, because it is for checking an installation (tests, rebuilds).
 */
import type { Database, Table } from "../database.ts";

interface DumpedTable {
  table: Table;
  /** Left out beside the common book-keeping. */
  without?: readonly string[];
}

const BOOKKEEPING = [
  "id",
  "merchant_id",
  "connection_id",
  "created_at",
  "updated_at",
  "triggered_at",
  "content_sha256",
  "delivery_id",
  "customer_id",
  "product_id",
  "refund_id",
];
const TABLES: readonly DumpedTable[] = [
  { table: "customers" },
  { table: "orders" },
  { table: "order_lines" },
  { table: "order_discounts" },
  { table: "order_taxes" },
  { table: "order_shipping_lines" },
  { table: "refunds" },
  { table: "refund_lines" },
  { table: "fulfillments" },
  { table: "status_history" },
  { table: "products" },
  { table: "variants" },
  { table: "inventory_levels" },
  { table: "locations" },
  { table: "order_notes" },
  { table: "tombstones", without: ["deleted_at"] },
];

/** @returns one line of JSON per row, sorted; the order's own id at its source stands for our order_id. */
export async function canonicalDump(db: Database): Promise<string> {
  const orders = new Map((await db.read.selectFrom("orders").select(["id", "external_id"]).execute()).map((row) => [row.id, row.external_id]));
  const lines: string[] = [];
  for (const { table, without = [] } of TABLES) {
    const rows = (await db.read.selectFrom(table).selectAll().execute()) as Record<string, unknown>[];
    for (const row of rows) {
      const kept: Record<string, unknown> = {};
      for (const column of Object.keys(row).sort()) {
        if (BOOKKEEPING.includes(column) || without.includes(column)) continue;
        kept[column] = column === "order_id" ? orders.get(String(row[column])) : column === "deleted_at" ? row[column] !== null : row[column];
      }
      lines.push(`${table} ${JSON.stringify(kept)}`);
    }
  }
  return lines.sort().join("\n");
}
