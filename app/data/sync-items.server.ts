/** Items of the sync queue, as services plan them. The queue itself claims and finishes them. */
import { newId } from "#app/lib/ids.ts";
import type { Database, Row, Tx } from "./database.ts";
import { reading } from "./either.ts";

export interface NewSyncItem {
  connectionId: string;
  entityType: string;
  entityId: string;
  action: string;
  direction: "inbound" | "outbound";
  /** Why it exists: watchdog, operator, delivery:123. */
  cause: string;
  dedupeKey: string;
  payload: Record<string, unknown>;
}

/** Plans an item; null when an item with this key exists. The caller schedules the answered id in the same transaction. */
export async function planSyncItem(tx: Tx, merchantId: string, item: NewSyncItem, now: number): Promise<string | null> {
  const id = newId("syn", now);
  const isNew = await tx.insertIfNew("sync_queue", {
    id,
    merchant_id: merchantId,
    connection_id: item.connectionId,
    entity_type: item.entityType,
    entity_id: item.entityId,
    action: item.action,
    direction: item.direction,
    status: "pending",
    next_attempt_at: now,
    cause: item.cause,
    dedupe_key: item.dedupeKey,
    payload: JSON.stringify(item.payload),
    created_at: now,
    updated_at: now,
  });
  return isNew ? id : null;
}

/**
 * Plans an item that may have been done before under the same key: the same row is work once more. Null while it is waiting or in work.
 * The caller schedules the answered id in the same transaction.
 */
export async function planSyncItemAgain(tx: Tx, merchantId: string, item: NewSyncItem, now: number): Promise<string | null> {
  const id = await planSyncItem(tx, merchantId, item, now);
  if (id !== null) return id;
  const ended = await tx.sql
    .updateTable("sync_queue")
    .set({
      status: "pending",
      retry_count: 0,
      next_attempt_at: now,
      completed_at: null,
      error_class: null,
      error_code: null,
      error_message: null,
      cause: item.cause,
      payload: JSON.stringify(item.payload),
      created_at: now,
      updated_at: now,
    })
    .where("connection_id", "=", item.connectionId)
    .where("dedupe_key", "=", item.dedupeKey)
    .where("merchant_id", "=", merchantId)
    .where("status", "in", ["completed", "dead", "cancelled"])
    .returning("id")
    .execute();
  return ended[0]?.id ?? null;
}

/** What is waiting or in work of one kind of things of a connection: their ids. */
export async function listEntitiesInWork(db: Database | Tx, merchantId: string, connectionId: string, entityType: string): Promise<string[]> {
  const rows = await reading(db)
    .selectFrom("sync_queue")
    .select("entity_id")
    .where("connection_id", "=", connectionId)
    .where("entity_type", "=", entityType)
    .where("merchant_id", "=", merchantId)
    .where("status", "in", ["pending", "processing", "failed"])
    .execute();
  return rows.map((row) => row.entity_id);
}

/** The items of one kind created since a time, newest first: what a back-off counts. */
export function listSyncItemsSince(
  db: Database | Tx,
  merchantId: string,
  filter: Pick<NewSyncItem, "connectionId" | "entityType" | "action">,
  since: number,
): Promise<Row<"sync_queue">[]> {
  return reading(db)
    .selectFrom("sync_queue")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("created_at", ">=", since)
    .where("connection_id", "=", filter.connectionId)
    .where("entity_type", "=", filter.entityType)
    .where("action", "=", filter.action)
    .orderBy("created_at", "desc")
    .execute();
}
