/** Which column of the file is which: every row is checked anew. */
import { listImportRows, saveCheckedRows } from "#app/data/import-rows.server.ts";
import { findImport, updateImport } from "#app/data/imports.server.ts";
import { checkFileRow, firstRows } from "#app/domain/csv/check-file.ts";
import { CSV_COLUMNS, missingColumns, type Mapping } from "#app/domain/csv/columns.ts";
import { canBecome } from "#app/domain/csv/import.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { formatOf, infoOf, notFound, notReady, todayOf } from "./import-facts.server.ts";
import type { ImportInfo } from "./import-view.ts";

const ROWS_AT_ONCE = 100;

/**
 * Cut off half-way, the import is at `mapping` and the choice is made again.
 * @param mapping our column → its place in the header; columns that the file does not have are left out
 */
export async function setMapping(ctx: ServiceContext, merchantId: string, importId: string, mapping: Mapping): Promise<Result<ImportInfo, Failure>> {
  const record = await findImport(ctx.db, merchantId, importId);
  if (record === undefined) return err(notFound);
  if (!canBecome(record.status, "mapping")) return err(notReady(record.status, "its columns cannot be changed any more"));
  const { header } = formatOf(record);
  const chosen = cleaned(mapping, header.length);
  if (chosen === null) return err(failure("rejected", "csv_mapping_invalid", "A column of the file was chosen twice, or is not in the file."));
  const missing = missingColumns(chosen);
  if (missing.length > 0) return err(failure("rejected", "csv_column_missing", `Not chosen yet: ${missing.join(", ")}.`));

  await updateImport(ctx.db, merchantId, importId, {
    status: "mapping",
    mapping: JSON.stringify(chosen),
    good_rows: 0,
    bad_rows: 0,
    updated_at: ctx.clock(),
  });
  const today = await todayOf(ctx.db, merchantId, ctx.clock());
  const first = new Map<string, number>();
  for await (const rows of pages(ctx, merchantId, importId)) firstRows(rows, chosen, first);
  const rules = { mapping: chosen, width: header.length, today, firstRowOf: (orderId: string) => first.get(orderId) };
  let bad = 0;
  for await (const rows of pages(ctx, merchantId, importId)) {
    const checked = rows.map((row) => checkFileRow(row, rules));
    bad += checked.filter((row) => row.status === "bad").length;
    const toSave = checked.map((row) => ({
      row_number: row.rowNumber,
      cells: JSON.stringify(row.cells),
      status: row.status,
      errors: JSON.stringify(row.errors),
      order_external_id: row.orderId,
    }));
    await ctx.db.write((tx) => saveCheckedRows(tx, merchantId, importId, toSave));
  }
  return ctx.db.write(async (tx) => {
    const now = ctx.clock();
    await updateImport(tx, merchantId, importId, { status: "ready", good_rows: record.total_rows - bad, bad_rows: bad, updated_at: now });
    return ok(infoOf((await findImport(tx, merchantId, importId))!, 0, now));
  });
}

/** null: a place is not in the file, or serves twice. */
function cleaned(mapping: Mapping, width: number): Mapping | null {
  const chosen: Mapping = {};
  for (const column of CSV_COLUMNS) {
    const index = mapping[column];
    if (index === undefined) continue;
    if (!Number.isInteger(index) || index < 0 || index >= width || Object.values(chosen).includes(index)) return null;
    chosen[column] = index;
  }
  return chosen;
}

async function* pages(ctx: ServiceContext, merchantId: string, importId: string) {
  for (let after = 0; ;) {
    const rows = await listImportRows(ctx.db, merchantId, importId, { after, limit: ROWS_AT_ONCE });
    if (rows.length > 0) yield rows.map((row) => ({ rowNumber: row.row_number, cells: JSON.parse(row.cells) as string[] }));
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    after = last.row_number;
  }
}
