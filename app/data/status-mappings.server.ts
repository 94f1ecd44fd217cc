/** What a store's order statuses mean by the merchant's own word, beside the channel's map. */
import type { Database, NewRow, Row, Tx } from "./database.ts";
import { reading } from "./either.ts";
import { sql } from "./sql.ts";

export type StatusMapping = Row<"status_mappings">;
export type Direction = "in" | "out";

export function listStatusMappings(db: Database | Tx, merchantId: string, connectionId: string): Promise<StatusMapping[]> {
  return reading(db)
    .selectFrom("status_mappings")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .orderBy("direction")
    .orderBy("from_value")
    .execute();
}

export function findStatusMapping(
  db: Database | Tx,
  merchantId: string,
  connectionId: string,
  direction: Direction,
  fromValue: string,
): Promise<StatusMapping | undefined> {
  return reading(db)
    .selectFrom("status_mappings")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("direction", "=", direction)
    .where("from_value", "=", fromValue)
    .executeTakeFirst();
}

export async function saveStatusMapping(tx: Tx, merchantId: string, row: Omit<NewRow<"status_mappings">, "merchant_id">): Promise<void> {
  const key = { connection_id: row.connection_id, direction: row.direction, from_value: row.from_value };
  const changed = await tx.update("status_mappings", row, { ...key, merchant_id: merchantId });
  if (changed === 0) await tx.insert("status_mappings", { ...row, merchant_id: merchantId });
}

export function removeStatusMapping(tx: Tx, merchantId: string, connectionId: string, direction: Direction, fromValue: string): Promise<number> {
  return tx.remove("status_mappings", { merchant_id: merchantId, connection_id: connectionId, direction, from_value: fromValue });
}

/** Hold keys of deliveries that wait, with how many wait for each. @param prefix e.g. "status:" */
export async function countHeldByKey(
  db: Database | Tx,
  merchantId: string,
  connectionId: string,
  prefix: string,
): Promise<{ key: string; count: number }[]> {
  const rows = await reading(db)
    .selectFrom("deliveries")
    .select((eb) => ["hold_key", eb.fn.countAll().as("count")])
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("status", "=", "held")
    .where(sql<boolean>`substr(hold_key, 1, ${prefix.length}) = ${prefix}`)
    .groupBy("hold_key")
    .orderBy("hold_key")
    .execute();
  return rows.map((row) => ({ key: row.hold_key ?? "", count: Number(row.count) }));
}
