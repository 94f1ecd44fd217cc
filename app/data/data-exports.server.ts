/** Copies of a customer's data. (Pages list and read them through connections-list.server.ts.) */
import { newId } from "#app/lib/ids.ts";
import type { Database, Row, Tx } from "./database.ts";
import { writing } from "./either.ts";

export interface NewDataExport {
  connectionId: string;
  requestKey: string;
  subjectExternalId: string;
  content: string;
  expiresAt: number;
}

/** @returns the export's id, or null when this request was answered already. */
export async function insertDataExport(tx: Tx, merchantId: string, given: NewDataExport, now: number): Promise<string | null> {
  const id = newId("exp", now);
  const isNew = await tx.insertIfNew("data_exports", {
    id,
    merchant_id: merchantId,
    connection_id: given.connectionId,
    request_key: given.requestKey,
    subject_external_id: given.subjectExternalId,
    content: given.content,
    created_at: now,
    expires_at: given.expiresAt,
  });
  return isNew ? id : null;
}

export function findExport(tx: Tx, merchantId: string, id: string): Promise<Row<"data_exports"> | undefined> {
  return tx.find("data_exports", { merchant_id: merchantId, id });
}

/** Brings the end forward, never back. */
export async function endExportBy(tx: Tx, merchantId: string, id: string, at: number): Promise<void> {
  await tx.sql
    .updateTable("data_exports")
    .set({ expires_at: at })
    .where("merchant_id", "=", merchantId)
    .where("id", "=", id)
    .where("expires_at", ">", at)
    .execute();
}

/** @param subjectExternalId null: every export of the connection */
export function removeExports(db: Database | Tx, merchantId: string, connectionId: string, subjectExternalId: string | null): Promise<number> {
  const where = { merchant_id: merchantId, connection_id: connectionId };
  return writing(db, (tx) => tx.remove("data_exports", subjectExternalId === null ? where : { ...where, subject_external_id: subjectExternalId }));
}
