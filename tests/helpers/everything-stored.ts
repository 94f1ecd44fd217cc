/** All that a database holds, as one text to search for what must not be there. */
import { readFileSync } from "node:fs";
import Sqlite from "better-sqlite3";
import type { Database, Table } from "#app/data/database.ts";

const WITH_TEXT: readonly Table[] = [
  "merchants",
  "connections",
  "customers",
  "orders",
  "order_lines",
  "order_discounts",
  "order_shipping_lines",
  "refunds",
  "fulfillments",
  "status_history",
  "audit_log",
  "data_exports",
  "sync_queue",
  "attempts",
  "deliveries",
  "sessions",
  "webhook_subscriptions",
  "tombstones",
];

/** On SQLite every byte on disk, free pages included; on PostgreSQL every row. */
export async function everythingStored(db: Database, url: string): Promise<string> {
  if (db.engine === "sqlite") return bytesOnDisk(url.replace(/^file:/, ""));
  const rows = await Promise.all(WITH_TEXT.map((table) => db.read.selectFrom(table).selectAll().execute()));
  const payloads = await db.read.selectFrom("delivery_payloads").selectAll().execute();
  return JSON.stringify(rows) + payloads.map((row) => row.headers + Buffer.from(row.body).toString("utf8")).join("\n");
}

/** The write-ahead log is folded into the file first, then what is left of it is read as well. */
function bytesOnDisk(file: string): string {
  const other = new Sqlite(file);
  other.pragma("wal_checkpoint(TRUNCATE)");
  other.close();
  return readFileSync(file).toString("utf8") + readFileSync(`${file}-wal`).toString("utf8");
}
