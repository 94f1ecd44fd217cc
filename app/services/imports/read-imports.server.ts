/** What pages, REST and the command line show of imports. */
import { stringify } from "csv-stringify/sync";
import { listImportRows, pageImportRows, readOrdersOfRows } from "#app/data/import-rows.server.ts";
import { findImport, listImportPage } from "#app/data/imports.server.ts";
import { CSV_COLUMNS, type CsvColumn } from "#app/domain/csv/columns.ts";
import { PREVIEW_ROWS, type RowError, type RowStatus } from "#app/domain/csv/import.ts";
import type { Failure } from "#app/domain/failure.ts";
import { csvRow } from "#app/lib/csv-cell.ts";
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { formatOf, infoOf, infoWithCounts, notFound, rowOf } from "./import-facts.server.ts";
import type { ImportInfo, ImportResultRow, ImportRow } from "./import-view.ts";

type Reading = Pick<ServiceContext, "db" | "clock">;

const BYTE_ORDER_MARK = "\uFEFF";
const ROWS_AT_ONCE = 500;

export async function readImport(ctx: Reading, merchantId: string, importId: string): Promise<Result<ImportInfo, Failure>> {
  const record = await findImport(ctx.db, merchantId, importId);
  return record === undefined ? err(notFound) : ok(await infoWithCounts(ctx.db, record, ctx.clock()));
}

/** Newest first. `keptRows` is not counted here. */
export async function listImports(ctx: Reading, merchantId: string, page: PageRequest): Promise<Page<ImportInfo>> {
  const found = await listImportPage(ctx.db, merchantId, page);
  return { ...found, rows: found.rows.map((record) => infoOf(record, 0, ctx.clock())) };
}

/** Rows in the order of the file; cursors have one number, the row's. @param statuses null: all */
export async function listRows(
  ctx: Reading,
  merchantId: string,
  importId: string,
  statuses: readonly RowStatus[] | null,
  page: PageRequest,
): Promise<Page<ImportRow>> {
  const found = await pageImportRows(ctx.db, merchantId, importId, statuses, page);
  return { ...found, rows: found.rows.map(rowOf) };
}

/** The first rows, for a look at the mapping. */
export async function previewRows(ctx: Reading, merchantId: string, importId: string): Promise<ImportRow[]> {
  return (await listImportRows(ctx.db, merchantId, importId, { limit: PREVIEW_ROWS })).map(rowOf);
}

/** Rows with mistakes, each with all of them. */
export const listBadRows = (ctx: Reading, merchantId: string, importId: string, page: PageRequest): Promise<Page<ImportRow>> =>
  listRows(ctx, merchantId, importId, ["bad"], page);

/** The mistakes one by one, as REST lists them; a page holds the mistakes of `page.size` rows. */
export async function listRowErrors(
  ctx: Reading,
  merchantId: string,
  importId: string,
  page: PageRequest,
): Promise<Page<RowError & { row: number }>> {
  const found = await listBadRows(ctx, merchantId, importId, page);
  return { ...found, rows: found.rows.flatMap(({ rowNumber, errors }) => errors.map((error) => ({ row: rowNumber, ...error }))) };
}

/** Rows that were imported, with the orders they became. */
export async function listResults(
  ctx: Reading,
  merchantId: string,
  importId: string,
  statuses: readonly RowStatus[],
  page: PageRequest,
): Promise<Page<ImportResultRow>> {
  const found = await listRows(ctx, merchantId, importId, statuses, page);
  const orders = await readOrdersOfRows(
    ctx.db,
    merchantId,
    found.rows.flatMap((row) => row.orderId ?? []),
  );
  return {
    ...found,
    rows: found.rows.map((row) => {
      const order = row.orderId === null ? undefined : orders.get(row.orderId);
      return {
        ...row,
        orderRef: order?.order_ref ?? null,
        hubStatus: order?.hub_status ?? null,
        customerId: order?.customer_id ?? null,
        customerName: order?.customer_name ?? null,
      };
    }),
  };
}

/** Only the rows with mistakes, as they were given, each with what is wrong: to be corrected and imported by itself. */
export async function badRowsCsv(ctx: Reading, merchantId: string, importId: string): Promise<Result<string, Failure>> {
  const record = await findImport(ctx.db, merchantId, importId);
  if (record === undefined) return err(notFound);
  const { header } = formatOf(record);
  const lines = [[...header, "what_is_wrong"]];
  for (let after = 0; ;) {
    const rows = await listImportRows(ctx.db, merchantId, importId, { statuses: ["bad"], after, limit: ROWS_AT_ONCE });
    for (const row of rows.map(rowOf)) {
      const cells = Array.from({ length: header.length }, (_, at) => row.cells[at] ?? "");
      // What stood beyond the header is not lost.
      if (row.cells.length > header.length) cells[header.length - 1] = row.cells.slice(header.length - 1).join(" ");
      const wrong = row.errors.map((error) => `${error.column ?? "row"}: ${error.message}`).join(" ");
      lines.push([...cells, wrong]);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) break;
    after = last.row_number;
  }
  return ok(BYTE_ORDER_MARK + stringify(lines.map(csvRow), { record_delimiter: "\r\n" }));
}

const EXAMPLES: readonly Record<CsvColumn, string>[] = [
  {
    order_id: "1001",
    customer_phone: "+14155552671",
    order_date: "2026-10-01",
    customer_name: "Ana Example",
    delivery_date: "2026-10-05",
    order_status: "delivered",
    customer_email: "ana@example.com",
  },
  {
    order_id: "1002",
    customer_phone: "+4915123456789",
    order_date: "2026-10-02",
    customer_name: "",
    delivery_date: "",
    order_status: "created",
    customer_email: "",
  },
];

/** A file to begin with. Its phone numbers are plain: a leading apostrophe is understood, but not needed. */
export const templateCsv = (): string =>
  BYTE_ORDER_MARK + stringify([[...CSV_COLUMNS], ...EXAMPLES.map((row) => CSV_COLUMNS.map((column) => row[column]))], { record_delimiter: "\r\n" });
