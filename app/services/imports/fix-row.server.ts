/** Corrects a row in place. Other rows with the order_id that it had, or has now, are looked at again. */
import type { Tx } from "#app/data/database.ts";
import { findImportRow, listRowsOfOrders, saveCheckedRows, type ImportRowRecord } from "#app/data/import-rows.server.ts";
import { findImport, updateImport } from "#app/data/imports.server.ts";
import { checkFileRow, type CheckedFileRow } from "#app/domain/csv/check-file.ts";
import { orderIdOf } from "#app/domain/csv/check-row.ts";
import { CSV_COLUMNS, type CsvColumn, type Mapping } from "#app/domain/csv/columns.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { MAX_ROW_NUMBER } from "#app/lib/delivery-id.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { formatOf, infoOf, mappingOf, notFound, notReady, rowOf, todayOf } from "./import-facts.server.ts";
import type { ImportInfo, ImportRow } from "./import-view.ts";

/** States in which rows can still be corrected; after an import the corrected rows are imported by starting it again. */
const CORRECTABLE = ["ready", "completed", "failed"];
const MOST_CHARS = 1_000;

/** @param values our columns and what they are to hold. Whoever corrects a row with too few or too many cells confirms what is where. */
export function fixRow(
  ctx: ServiceContext,
  merchantId: string,
  importId: string,
  rowNumber: number,
  values: Partial<Record<CsvColumn, string>>,
): Promise<Result<{ row: ImportRow; import: ImportInfo }, Failure>> {
  return ctx.db.write(async (tx) => {
    await tx.lock(`import:${importId}`);
    const record = await findImport(tx, merchantId, importId);
    if (record === undefined) return err(notFound);
    if (!CORRECTABLE.includes(record.status)) return err(notReady(record.status, "its rows cannot be corrected now"));
    const isNumber = Number.isInteger(rowNumber) && rowNumber > 0 && rowNumber <= MAX_ROW_NUMBER;
    const row = isNumber ? await findImportRow(tx, merchantId, importId, rowNumber) : undefined;
    if (row === undefined || !["good", "bad"].includes(row.status))
      return err(failure("not_found", "import_row_not_found", `Row ${rowNumber} is not in the import, or is imported already.`));
    const mapping = mappingOf(record);
    const { header } = formatOf(record);
    const fixed = fixedCells(JSON.parse(row.cells) as string[], header.length, mapping, values);
    if (fixed === null) return err(failure("rejected", "csv_mapping_invalid", "The file has no such column, or the value is too long."));

    const now = ctx.clock();
    const rules = { mapping, width: header.length, today: await todayOf(tx, merchantId, now) };
    const checked = await checkedAgain(tx, merchantId, row, fixed, rules);
    await saveCheckedRows(tx, merchantId, importId, checked.map(columnsOf));
    const bad = checked.filter((one) => one.status === "bad").length - checked.filter((one) => one.was === "bad").length;
    await updateImport(tx, merchantId, importId, { good_rows: record.good_rows - bad, bad_rows: record.bad_rows + bad, updated_at: now });
    return ok({
      row: rowOf((await findImportRow(tx, merchantId, importId, rowNumber))!),
      import: infoOf((await findImport(tx, merchantId, importId))!, 0, now),
    });
  });
}

/** As many cells as the header; null: a column that the file does not have. */
function fixedCells(cells: readonly string[], width: number, mapping: Mapping, values: Partial<Record<CsvColumn, string>>): string[] | null {
  const fixed = Array.from({ length: width }, (_, at) => cells[at] ?? "");
  for (const column of CSV_COLUMNS) {
    const value = values[column];
    if (value === undefined) continue;
    const index = mapping[column];
    if (index === undefined || value.length > MOST_CHARS) return null;
    fixed[index] = value;
  }
  return fixed;
}

type Rechecked = CheckedFileRow & { was: string };

/** The corrected row, and those that share an order_id with what it was or is: the first of them has it. */
async function checkedAgain(
  tx: Tx,
  merchantId: string,
  row: ImportRowRecord,
  fixed: string[],
  rules: { mapping: Mapping; width: number; today: string },
): Promise<Rechecked[]> {
  const ids = [row.order_external_id, orderIdOf(fixed, rules.mapping)].filter((id): id is string => id !== null);
  const others = (await listRowsOfOrders(tx, merchantId, row.import_id, [...new Set(ids)])).filter((other) => other.row_number !== row.row_number);
  const rows = [
    ...others.map((other) => ({ rowNumber: other.row_number, cells: JSON.parse(other.cells) as string[], was: other.status })),
    { rowNumber: row.row_number, cells: fixed, was: row.status },
  ].sort((a, b) => a.rowNumber - b.rowNumber);
  const first = new Map<string, number>();
  for (const { rowNumber, cells, was } of rows) {
    const orderId = orderIdOf(cells, rules.mapping);
    // What is imported already has it for good.
    if (orderId !== null && (!first.has(orderId) || !["good", "bad"].includes(was))) first.set(orderId, rowNumber);
  }
  return rows
    .filter(({ was }) => ["good", "bad"].includes(was))
    .map(({ was, ...one }) => ({ ...checkFileRow(one, { ...rules, firstRowOf: (id) => first.get(id) }), was }));
}

const columnsOf = (row: CheckedFileRow) => ({
  row_number: row.rowNumber,
  cells: JSON.stringify(row.cells),
  status: row.status,
  errors: JSON.stringify(row.errors),
  order_external_id: row.orderId,
});
