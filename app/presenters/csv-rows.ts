/** Rows of a file as the pages show them. */
import { CSV_COLUMNS, type CsvColumn, type Mapping } from "#app/domain/csv/columns.ts";
import type { BadRow, FileColumn, PreviewTable, ResultRow } from "#app/domain/csv/view.ts";
import { explainFailure } from "#app/domain/failure-catalogue.ts";
import type { ImportResultRow, ImportRow } from "#app/services/imports/import-view.ts";
import { columnExample, columnLabel } from "./csv-words.ts";

const SAMPLES = 3;
const SAMPLE_CHARS = 40;

const cellOf = (row: Pick<ImportRow, "cells">, mapping: Mapping, column: CsvColumn): string => {
  const index = mapping[column];
  return index === undefined ? "" : (row.cells[index] ?? "");
};
const mappedOf = (mapping: Mapping): CsvColumn[] => CSV_COLUMNS.filter((column) => mapping[column] !== undefined);
const short = (text: string): string => (text.length > SAMPLE_CHARS ? `${text.slice(0, SAMPLE_CHARS)}…` : text);

/** The columns of the file with their first values, to recognise them by. */
export function fileColumns(header: readonly string[], rows: readonly Pick<ImportRow, "cells">[]): FileColumn[] {
  return header.map((title, index) => ({
    index,
    title: title.trim() === "" ? `Column ${index + 1}` : short(title.trim()),
    samples: [...new Set(rows.map((row) => (row.cells[index] ?? "").trim()).filter((text) => text !== ""))].slice(0, SAMPLES).map(short),
  }));
}

export function previewTable(rows: readonly ImportRow[], mapping: Mapping): PreviewTable {
  const columns = mappedOf(mapping);
  return {
    columns: columns.map(columnLabel),
    rows: rows.map((row) => ({
      rowNumber: row.rowNumber,
      cells: columns.map((column) => ({
        text: short(cellOf(row, mapping, column)),
        isWrong: row.errors.some((error) => error.column === column),
      })),
    })),
  };
}

/** The rows as they stand in the file, while nobody knows yet what is what. */
export const rawTable = (rows: readonly ImportRow[], columns: readonly FileColumn[]): PreviewTable => ({
  columns: columns.map(({ title }) => title),
  rows: rows.map(({ rowNumber, cells }) => ({
    rowNumber,
    cells: columns.map(({ index }) => ({ text: short(cells[index] ?? ""), isWrong: false })),
  })),
});

/** What a mistake is about besides its own cell. */
const ALSO: Partial<Record<string, CsvColumn>> = { delivery_before_order: "order_date", delivery_date_unexpected: "order_status" };

export function badRow(row: ImportRow, mapping: Mapping): BadRow {
  const mapped = mappedOf(mapping);
  const ofRow = row.errors.filter((error) => error.column === null);
  const concerned = new Set(row.errors.flatMap((error) => [error.column, ALSO[error.code] ?? null]));
  // Where a whole cell is missing or too many, every value may have slipped.
  const shown = ofRow.length > 0 ? mapped : mapped.filter((column) => concerned.has(column));
  const [order, name] = [cellOf(row, mapping, "order_id").trim(), cellOf(row, mapping, "customer_name").trim()];
  return {
    rowNumber: row.rowNumber,
    about: [order === "" ? "" : `Order ${short(order)}`, short(name)].filter(Boolean).join(", "),
    errors: ofRow.map((error) => error.message),
    fields: shown.map((column) => ({
      column,
      label: columnLabel(column),
      value: cellOf(row, mapping, column),
      error:
        row.errors
          .filter((error) => error.column === column)
          .map((error) => error.message)
          .join(" ") || null,
      example: columnExample(column),
    })),
  };
}

/** What is wrong with the rows of a file, most frequent first. */
export const errorKinds = (counts: readonly { code: string; count: number }[]): { title: string; count: number }[] =>
  counts
    .map(({ code, count }) => ({ title: explainFailure(code, "rejected").title, count }))
    .sort((a, b) => b.count - a.count || a.title.localeCompare(b.title));

export function resultRow(row: ImportResultRow): ResultRow {
  return {
    rowNumber: row.rowNumber,
    status: row.status,
    order: {
      label: row.orderRef ?? `CSV-${row.orderExternalId ?? ""}`,
      // What was undone may be gone.
      url: row.orderId === null || row.orderRef === null ? null : `/app/orders/${row.orderId}`,
    },
    customer: row.customerId === null ? null : { label: row.customerName ?? "Customer without a name", url: `/app/conversations/${row.customerId}` },
    hubStatus: row.hubStatus,
  };
}
