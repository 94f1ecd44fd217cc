/** How much is stored of a connection: what its deletion takes, and what it leaves. */
import type { Database, Table } from "./database.ts";
import { sql } from "./sql.ts";

const COUNTED = [
  "deliveries",
  "orders",
  "customers",
  "messages",
  "products",
  "inventory_levels",
  "sync_queue",
  "data_exports",
  "audit_log",
] as const satisfies readonly Table[];
export type ConnectionCounts = Record<(typeof COUNTED)[number], number>;

export async function countConnectionData(db: Database, merchantId: string, connectionId: string): Promise<ConnectionCounts> {
  const counts = await Promise.all(
    COUNTED.map(async (table) => {
      const found = await sql<{
        n: number | string;
      }>`SELECT count(*) AS n FROM ${sql.table(table)} WHERE merchant_id = ${merchantId} AND connection_id = ${connectionId}`.execute(db.read);
      return [table, Number(found.rows[0]?.n ?? 0)] as const;
    }),
  );
  return Object.fromEntries(counts) as ConnectionCounts;
}
