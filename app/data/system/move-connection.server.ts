/**
 * A connection goes to another merchant with everything that hangs on it. In system/ because it is the one thing that changes whose a row is;
 * only services/bridge/pair-site.server.ts does it, once the store and the other merchant have both said so.
 */
import type { Table, Tx } from "../database.ts";
import { sql } from "../sql.ts";

/** Tables whose rows name their connection. `connections` itself comes last. The test beside this file finds every table by the schema. */
const OF_CONNECTION: readonly Table[] = [
  "api_keys",
  "audit_log",
  "bridge_commands",
  "bridge_gaps",
  "bridge_sites",
  "customers",
  "data_exports",
  "deliveries",
  "import_rows",
  "imports",
  "inventory_levels",
  "locations",
  "messages",
  "operation_hours",
  "order_notes",
  "orders",
  "pairing_codes",
  "poll_states",
  "products",
  "status_mappings",
  "sync_queue",
  "tombstones",
  "variants",
  "wc_auth_requests",
  "webhook_subscriptions",
];
/** Tables whose rows name a row of one of those. */
const OF_PARENT: readonly { table: Table; column: string; parent: Table }[] = [
  { table: "delivery_payloads", column: "delivery_id", parent: "deliveries" },
  { table: "attempts", column: "delivery_id", parent: "deliveries" },
  { table: "attempts", column: "sync_item_id", parent: "sync_queue" },
  ...(
    ["fulfillments", "order_discounts", "order_lines", "order_shipping_lines", "order_taxes", "refund_lines", "refunds", "status_history"] as const
  ).map((table) => ({ table, column: "order_id", parent: "orders" }) as const),
];

/**
 * Whoever was working on one of its items loses the lease: it had read whose the row was before. What a delivery's worker does is one transaction.
 * @returns how many rows changed hands, and the items of work that are to be scheduled again
 */
export async function moveConnection(tx: Tx, connectionId: string, from: string, to: string): Promise<{ rows: number; interrupted: string[] }> {
  let moved = 0;
  const take = async (table: Table, isTheirs: ReturnType<typeof sql>) => {
    const { numAffectedRows = 0n } =
      await sql`UPDATE ${sql.table(table)} SET merchant_id = ${to} WHERE merchant_id = ${from} AND ${isTheirs}`.execute(tx.sql);
    moved += Number(numAffectedRows);
  };
  for (const { table, column, parent } of OF_PARENT)
    await take(table, sql`${sql.ref(column)} IN (SELECT id FROM ${sql.table(parent)} WHERE connection_id = ${connectionId})`);
  for (const table of OF_CONNECTION) await take(table, sql`connection_id = ${connectionId}`);
  await take("connections", sql`id = ${connectionId}`);
  const interrupted = await tx.sql
    .updateTable("sync_queue")
    .set({ status: "pending", lease_token: null, lease_until: null })
    .where("connection_id", "=", connectionId)
    .where("status", "=", "processing")
    .returning("id")
    .execute();
  await keepRefusals(tx, from, to);
  return { rows: moved, interrupted: interrupted.map(({ id }) => id) };
}

/** Who wanted no messages from the one wants none from the other: for the customer it is the same store. */
async function keepRefusals(tx: Tx, from: string, to: string): Promise<void> {
  for (const consent of await tx.list("consents", { merchant_id: from, state: "refused" }))
    await tx.upsert("consents", { ...consent, merchant_id: to }, ["merchant_id", "address"]);
}
