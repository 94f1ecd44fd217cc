/** The connections of one merchant, without their secrets. */
import type { Database, Row } from "./database.ts";

const COLUMNS = [
  "id",
  "channel",
  "external_id",
  "name",
  "status",
  "status_reason",
  "entities",
  "granted_scopes",
  "onboarding_step",
  "last_sync_at",
  "last_error",
  "settings",
  "currency",
  "timezone",
  "created_at",
  "updated_at",
  "uninstalled_at",
] as const;
export type ConnectionRow = Pick<Row<"connections">, (typeof COLUMNS)[number]>;

/** Oldest first; deleted ones are not shown. */
export async function listConnections(db: Database, merchantId: string): Promise<ConnectionRow[]> {
  return db.read
    .selectFrom("connections")
    .select(COLUMNS)
    .where("merchant_id", "=", merchantId)
    .where("deleted_at", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** Copies of a customer's data that wait to be fetched; newest first, without the data. */
export async function listDataExports(
  db: Database,
  merchantId: string,
  now: number,
): Promise<{ id: string; subject: string; createdAt: number; expiresAt: number }[]> {
  const rows = await db.read
    .selectFrom("data_exports")
    .select(["id", "subject_external_id", "created_at", "expires_at"])
    .where("merchant_id", "=", merchantId)
    .where("expires_at", ">", now)
    .orderBy("created_at", "desc")
    .limit(100)
    .execute();
  return rows.map((row) => ({ id: row.id, subject: row.subject_external_id, createdAt: row.created_at, expiresAt: row.expires_at }));
}
