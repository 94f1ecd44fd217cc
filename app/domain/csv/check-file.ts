/** All rows of a file, checked together: which order_id stands where is known for the whole of it. */
import { checkRow, orderIdOf, type RowRules } from "./check-row.ts";
import type { Mapping } from "./columns.ts";
import type { FileRow } from "./read-file.ts";
import type { RowError } from "./import.ts";

export interface CheckedFileRow extends FileRow {
  status: "good" | "bad";
  errors: RowError[];
  orderId: string | null;
}

/** Where each order_id stands first. */
export function firstRows(rows: Iterable<FileRow>, mapping: Mapping, known = new Map<string, number>()): Map<string, number> {
  for (const { rowNumber, cells } of rows) {
    const orderId = orderIdOf(cells, mapping);
    if (orderId !== null && !known.has(orderId)) known.set(orderId, rowNumber);
  }
  return known;
}

export function checkFileRow(row: FileRow, rules: RowRules): CheckedFileRow {
  const { errors, orderId } = checkRow(row.rowNumber, row.cells, rules);
  return { ...row, status: errors.length === 0 ? "good" : "bad", errors, orderId };
}
