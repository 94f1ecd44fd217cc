/** Removes what is stored of a connection, a bounded step at a time, so that ingest is never kept waiting by a big shop. */
import { sql } from "./sql.ts";
import type { Table, Tx } from "./database.ts";

export type RemovedRows = Record<string, number>;

interface Owner {
  merchantId: string;
  connectionId: string;
}

/** A table with the tables that hang on its id; what hangs goes first. */
interface Branch {
  table: Table;
  children: readonly { table: Table; column: string }[];
  /** People who asked to be erased stay as tombstones, so that they cannot come back. */
  hasTombstones?: boolean;
  /** When a row came, for rows that may still come to a deleted connection (compliance requests are always accepted). */
  cameAt?: string;
}

const ofOrder = (...tables: Table[]) => tables.map((table) => ({ table, column: "order_id" }));
const MODEL: readonly Branch[] = [
  { table: "messages", children: [] },
  {
    table: "orders",
    children: ofOrder(
      "order_lines",
      "order_discounts",
      "order_taxes",
      "order_shipping_lines",
      "refund_lines",
      "refunds",
      "fulfillments",
      "status_history",
    ),
    hasTombstones: true,
  },
  { table: "customers", children: [], hasTombstones: true },
  { table: "products", children: [{ table: "variants", column: "product_id" }] },
  { table: "inventory_levels", children: [] },
  { table: "locations", children: [] },
  { table: "data_exports", children: [] },
  { table: "imports", children: [] },
  { table: "order_notes", children: [] },
  { table: "sync_queue", children: [{ table: "attempts", column: "sync_item_id" }] },
];
const REST: readonly Branch[] = [
  {
    table: "deliveries",
    cameAt: "received_at",
    children: [
      { table: "delivery_payloads", column: "delivery_id" },
      { table: "attempts", column: "delivery_id" },
    ],
  },
  { table: "webhook_subscriptions", children: [] },
  { table: "api_keys", children: [] },
  { table: "bridge_commands", children: [] },
];
/** Small tables without an id of their own. */
const COUNTERS: readonly Table[] = [
  "tombstones",
  "operation_hours",
  "receipt_counters",
  "bridge_sites",
  "bridge_gaps",
  "status_mappings",
  "poll_states",
];

/** The model: who bought what. `limit` rows of one table per call. @returns what was removed; empty: nothing is left */
export const removeModelStep = (tx: Tx, owner: Owner, limit: number): Promise<RemovedRows> => step(tx, owner, MODEL, limit, true);

/** Everything but the connection itself and the audit trail. Deliveries that came after `until` (epoch ms) are left to be processed. */
export async function removeAllStep(tx: Tx, owner: Owner, until: number, limit: number): Promise<RemovedRows> {
  const removed = await step(tx, owner, [...MODEL, ...REST], limit, false, until);
  if (Object.keys(removed).length > 0) return removed;
  const isTheirs = sql`connection_id = ${owner.connectionId} AND connection_id IN (SELECT id FROM connections WHERE merchant_id = ${owner.merchantId})`;
  for (const table of COUNTERS) await sql`DELETE FROM ${sql.table(table)} WHERE ${isTheirs}`.execute(tx.sql);
  return {};
}

async function step(
  tx: Tx,
  owner: Owner,
  branches: readonly Branch[],
  limit: number,
  keepsTombstones: boolean,
  until?: number,
): Promise<RemovedRows> {
  const importRows = await removeImportRows(tx, owner, limit);
  if (importRows > 0) return { import_rows: importRows };
  for (const branch of branches) {
    const alive = keepsTombstones && branch.hasTombstones ? sql`AND erased_at IS NULL` : sql``;
    const past = branch.cameAt !== undefined && until !== undefined ? sql`AND ${sql.ref(branch.cameAt)} <= ${until}` : sql``;
    const found = await sql<{ id: string | number }>`
      SELECT id FROM ${sql.table(branch.table)} WHERE merchant_id = ${owner.merchantId} AND connection_id = ${owner.connectionId} ${alive} ${past} LIMIT ${limit}`.execute(
      tx.sql,
    );
    if (found.rows.length === 0) continue;
    const ids = sql.join(found.rows.map((row) => row.id));
    for (const child of branch.children) {
      await sql`DELETE FROM ${sql.table(child.table)} WHERE merchant_id = ${owner.merchantId} AND ${sql.ref(child.column)} IN (${ids})`.execute(
        tx.sql,
      );
    }
    await sql`DELETE FROM ${sql.table(branch.table)} WHERE merchant_id = ${owner.merchantId} AND id IN (${ids})`.execute(tx.sql);
    return { [branch.table]: found.rows.length };
  }
  return {};
}

/** Rows of files by themselves: one file has more of them than a step takes. */
async function removeImportRows(tx: Tx, { merchantId, connectionId }: Owner, limit: number): Promise<number> {
  const found = await tx.sql
    .selectFrom("import_rows")
    .select(["import_id", "row_number"])
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .limit(limit)
    .execute();
  for (const row of found) await tx.remove("import_rows", { merchant_id: merchantId, ...row });
  return found.length;
}

/** Takes the values out of a connection's data changes in the audit trail; the entries themselves stay. @returns how many, 0: none is left */
export async function scrubChangesStep(tx: Tx, owner: Owner, limit: number): Promise<number> {
  const rows = await tx.sql
    .selectFrom("audit_log")
    .select("id")
    .where("merchant_id", "=", owner.merchantId)
    .where("kind", "=", "data_change")
    .where("connection_id", "=", owner.connectionId)
    .where("data", "<>", "[]")
    .limit(limit)
    .execute();
  if (rows.length === 0) return 0;
  await tx.sql
    .updateTable("audit_log")
    .set({ data: "[]" })
    .where("merchant_id", "=", owner.merchantId)
    .where(
      "id",
      "in",
      rows.map((row) => row.id),
    )
    .execute();
  return rows.length;
}
