/** Imports of CSV files: one row per file. Their rows are in import-rows.server.ts. */
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database, NewRow, Patch, Row, Tx } from "./database.ts";
import { reading, writing } from "./either.ts";
import { beyond, direction, pageOf } from "./keyset.ts";

export type ImportRecord = Row<"imports">;

export function insertImport(tx: Tx, merchantId: string, row: Omit<NewRow<"imports">, "merchant_id">): Promise<void> {
  return tx.insert("imports", { ...row, merchant_id: merchantId });
}

/** Answers whether there was such an import. */
export async function updateImport(
  db: Database | Tx,
  merchantId: string,
  id: string,
  patch: Omit<Patch<"imports">, "id" | "merchant_id">,
): Promise<boolean> {
  return (await writing(db, (tx) => tx.update("imports", patch, { merchant_id: merchantId, id }))) > 0;
}

/** Not one whose file is still being stored: nobody was told of it yet. */
export function findImport(db: Database | Tx, merchantId: string, id: string): Promise<ImportRecord | undefined> {
  return reading(db)
    .selectFrom("imports")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("id", "=", id)
    .where("status", "<>", "reading")
    .executeTakeFirst();
}

/** Newest first. */
export async function listImportPage(db: Database, merchantId: string, page: PageRequest): Promise<Page<ImportRecord>> {
  const rows = await db.read
    .selectFrom("imports")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("status", "<>", "reading")
    .where(beyond(["created_at", "id"], page))
    .orderBy("created_at", direction(page))
    .orderBy("id", direction(page))
    .limit(page.size + 1)
    .execute();
  return pageOf(rows, page, (row) => [row.created_at, row.id]);
}

/** Removes an import with up to `limit` of its rows. @returns whether it is gone; call again otherwise */
export async function removeImportStep(tx: Tx, merchantId: string, id: string, limit: number): Promise<boolean> {
  const rows = await tx.sql
    .selectFrom("import_rows")
    .select("row_number")
    .where("merchant_id", "=", merchantId)
    .where("import_id", "=", id)
    .orderBy("row_number")
    .limit(limit)
    .execute();
  const last = rows.at(-1);
  if (last !== undefined)
    await tx.sql
      .deleteFrom("import_rows")
      .where("merchant_id", "=", merchantId)
      .where("import_id", "=", id)
      .where("row_number", "<=", last.row_number)
      .execute();
  if (rows.length === limit) return false;
  await tx.remove("imports", { merchant_id: merchantId, id });
  return true;
}
