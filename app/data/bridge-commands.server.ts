/** What a site's plugin shall do in its store. */
import type { Database, NewRow, Patch, Row, Tx } from "./database.ts";
import { reading } from "./either.ts";

export type BridgeCommand = Row<"bridge_commands">;

/** Whether it is new: a connection has one command per wish. */
export function insertCommand(tx: Tx, merchantId: string, row: Omit<NewRow<"bridge_commands">, "merchant_id">): Promise<boolean> {
  return tx.insertIfNew("bridge_commands", { ...row, merchant_id: merchantId });
}

export function getCommand(db: Database | Tx, merchantId: string, connectionId: string, id: string): Promise<BridgeCommand | undefined> {
  return reading(db)
    .selectFrom("bridge_commands")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("id", "=", id)
    .executeTakeFirst();
}

export function findCommandOfItem(
  db: Database | Tx,
  merchantId: string,
  connectionId: string,
  syncItemId: string,
): Promise<BridgeCommand | undefined> {
  return reading(db)
    .selectFrom("bridge_commands")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("sync_item_id", "=", syncItemId)
    .executeTakeFirst();
}

/** Answers whether there was such a command. */
export async function updateCommand(
  tx: Tx,
  merchantId: string,
  connectionId: string,
  id: string,
  patch: Omit<Patch<"bridge_commands">, "id" | "merchant_id" | "connection_id">,
): Promise<boolean> {
  return (await tx.update("bridge_commands", patch, { merchant_id: merchantId, connection_id: connectionId, id })) > 0;
}

/** Oldest first: not fetched yet, or fetched and not answered within the lease; never those whose time is over. */
export function listDueCommands(db: Database | Tx, merchantId: string, connectionId: string, now: number, limit: number): Promise<BridgeCommand[]> {
  return reading(db)
    .selectFrom("bridge_commands")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("status", "in", ["pending", "sent"])
    .where("expires_at", ">", now)
    .where((eb) => eb.or([eb("lease_until", "is", null), eb("lease_until", "<=", now)]))
    .orderBy("created_at")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Those without an answer. */
export async function countWaitingCommands(db: Database | Tx, merchantId: string, connectionId: string, now: number): Promise<number> {
  const { count } = await reading(db)
    .selectFrom("bridge_commands")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("status", "in", ["pending", "sent"])
    .where("expires_at", ">", now)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Newest first. */
export function listCommands(db: Database | Tx, merchantId: string, connectionId: string, limit: number): Promise<BridgeCommand[]> {
  return reading(db)
    .selectFrom("bridge_commands")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}
