/** Imports that were cut off, over all merchants. */
import type { Database } from "../database.ts";
import { sql } from "../sql.ts";

export interface UnfinishedImport {
  id: string;
  merchant_id: string;
  connection_id: string;
}

/** Whose file was not stored to its end: nobody was told of it. @param before epoch ms: begun earlier */
export function listHalfStoredImports(db: Database, before: number): Promise<UnfinishedImport[]> {
  return db.read
    .selectFrom("imports")
    .select(["id", "merchant_id", "connection_id"])
    .where("status", "=", "reading")
    .where("created_at", "<", before)
    .limit(20)
    .execute();
}

/** Which are in work, but nothing works on them any more. */
export async function listAbandonedImports(db: Database, before: number): Promise<UnfinishedImport[]> {
  const found = await sql<UnfinishedImport>`
    SELECT id, merchant_id, connection_id FROM imports i WHERE status IN ('importing', 'undoing') AND updated_at < ${before} AND NOT EXISTS (
      SELECT 1 FROM sync_queue q WHERE q.connection_id = i.connection_id AND q.entity_type = 'import' AND q.entity_id = i.id
        AND q.status IN ('pending', 'processing', 'failed')) LIMIT 20`.execute(db.read);
  return found.rows;
}
