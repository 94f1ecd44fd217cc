/** What an import answers, from its row. */
import { countImportRows } from "#app/data/import-rows.server.ts";
import type { ImportRecord } from "#app/data/imports.server.ts";
import type { ImportRowRecord } from "#app/data/import-rows.server.ts";
import type { Database, Tx } from "#app/data/database.ts";
import { missingColumns, type Mapping } from "#app/domain/csv/columns.ts";
import { dayIn } from "#app/domain/csv/dates.ts";
import { progressOf, type CsvFormat, type ImportStatus, type RowError, type RowStatus } from "#app/domain/csv/import.ts";
import { failure } from "#app/domain/failure.ts";
import { getMerchant } from "#app/data/merchants.server.ts";
import type { ImportInfo, ImportRow } from "./import-view.ts";

export const mappingOf = (record: Pick<ImportRecord, "mapping">): Mapping => JSON.parse(record.mapping) as Mapping;
export const formatOf = (record: Pick<ImportRecord, "format">): CsvFormat => JSON.parse(record.format) as CsvFormat;

export function infoOf(record: ImportRecord, keptRows: number, now: number): ImportInfo {
  const mapping = mappingOf(record);
  return {
    id: record.id,
    connectionId: record.connection_id,
    status: record.status as ImportStatus,
    fileName: record.file_name,
    fileBytes: record.file_bytes,
    format: formatOf(record),
    mapping,
    missing: missingColumns(mapping),
    plansMessages: record.plans_messages === 1,
    totalRows: record.total_rows,
    goodRows: record.good_rows,
    badRows: record.bad_rows,
    importedRows: record.imported_rows,
    unchangedRows: record.unchanged_rows,
    undoneRows: record.undone_rows,
    keptRows,
    progress: progressOf(record, now),
    error: record.error_code === null ? null : { code: record.error_code, message: record.error_message ?? "" },
    createdBy: record.created_by,
    createdAt: record.created_at,
    startedAt: record.started_at,
    completedAt: record.completed_at,
  };
}

/** The same, counting what only an undo leaves behind. */
export async function infoWithCounts(db: Database | Tx, record: ImportRecord, now: number): Promise<ImportInfo> {
  const mayHaveKept = record.undone_rows > 0 || ["undoing", "undone"].includes(record.status);
  const kept = mayHaveKept ? ((await countImportRows(db, record.merchant_id, record.id)).kept ?? 0) : 0;
  return infoOf(record, kept, now);
}

export const rowOf = (row: ImportRowRecord): ImportRow => ({
  rowNumber: row.row_number,
  status: row.status as RowStatus,
  cells: JSON.parse(row.cells) as string[],
  errors: JSON.parse(row.errors) as RowError[],
  orderExternalId: row.order_external_id,
  orderId: row.order_id,
});

/** In whose days a file speaks: the merchant's, UTC while that is not known. */
export const timeZoneOf = async (db: Database | Tx, merchantId: string): Promise<string> => (await getMerchant(db, merchantId))?.timezone ?? "UTC";

export const todayOf = async (db: Database | Tx, merchantId: string, now: number): Promise<string> => dayIn(now, await timeZoneOf(db, merchantId));

export const notFound = failure("not_found", "import_not_found", "There is no such import.");
export const notReady = (status: string, what: string) => failure("rejected", "import_not_ready", `The import is ${status}: ${what}.`);
