/** Connections across merchants. In system/ because ingest and install know a shop's domain before they know whose it is, and sweeps visit all. */
import type { Database, Row, Tx } from "../database.ts";
import { reading } from "../either.ts";

export type Connection = Row<"connections">;

/** Also deleted and uninstalled ones: the caller decides what those mean. */
export function findConnectionByAccount(db: Database | Tx, channel: string, externalId: string): Promise<Connection | undefined> {
  return reading(db).selectFrom("connections").selectAll().where("channel", "=", channel).where("external_id", "=", externalId).executeTakeFirst();
}

/** Also deleted ones. For a service that reports to an address with the connection's id in it, before its signature tells whose it is. */
export function findConnectionById(db: Database | Tx, id: string): Promise<Connection | undefined> {
  return reading(db).selectFrom("connections").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Which of these accounts are connected, and as what. Before anything tells whose they are. */
export function findConnectionIds(
  db: Database | Tx,
  channel: string,
  externalIds: readonly string[],
): Promise<Pick<Connection, "id" | "external_id">[]> {
  return reading(db)
    .selectFrom("connections")
    .select(["id", "external_id"])
    .where("channel", "=", channel)
    .where("external_id", "in", [...externalIds])
    .where("deleted_at", "is", null)
    .execute();
}

/** Connections whose subscriptions a sweep looks after: active, with entities chosen. `afterId` pages through them. */
export function listActiveConnections(db: Database | Tx, channel: string, afterId = "", limit = 100): Promise<Connection[]> {
  return reading(db)
    .selectFrom("connections")
    .selectAll()
    .where("channel", "=", channel)
    .where("status", "=", "active")
    .where("deleted_at", "is", null)
    .where("id", ">", afterId)
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Deleted connections that may still have rows to clear (a purge that was cut off goes on from here). */
export function listDeletedConnections(db: Database | Tx, limit = 100): Promise<Connection[]> {
  return reading(db).selectFrom("connections").selectAll().where("deleted_at", "is not", null).orderBy("deleted_at", "desc").limit(limit).execute();
}
