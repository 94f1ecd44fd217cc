/** What an import is, in the words of its table; sums over its progress. */
import type { CsvColumn } from "./columns.ts";
import type { RowErrorCode } from "./row-errors.ts";

export const MAX_ROWS = 10_000;
export const MAX_BYTES = 10 * 1024 * 1024;
/** Rows that are shown before an import. */
export const PREVIEW_ROWS = 20;

export const IMPORT_STATUSES = ["mapping", "ready", "importing", "completed", "failed", "undoing", "undone"] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** good | bad; then imported | unchanged (it said what was known); undone | kept (undo left it: it changed since) | erased (a person of it was). */
export const ROW_STATUSES = ["good", "bad", "imported", "unchanged", "undone", "kept", "erased"] as const;
export type RowStatus = (typeof ROW_STATUSES)[number];

/** Which step follows which. mapping and ready: nothing of the file is in the orders yet. */
export const IMPORT_TRANSITIONS: Record<ImportStatus, readonly ImportStatus[]> = {
  mapping: ["ready", "mapping"],
  ready: ["importing", "mapping", "ready"],
  importing: ["completed", "failed"],
  // Rows that were corrected afterwards are imported by starting it again.
  completed: ["importing", "undoing"],
  failed: ["importing", "undoing"],
  undoing: ["undone", "failed"],
  // What was kept may be undone later, and the rows may be imported again by their file.
  undone: ["undoing"],
};
export const canBecome = (from: string, to: ImportStatus): boolean => IMPORT_TRANSITIONS[from as ImportStatus]?.includes(to) ?? false;

/** The column `format` of the table. */
export interface CsvFormat {
  /** utf-8 | utf-16le | utf-16be | windows-1252 */
  encoding: string;
  delimiter: string;
  header: string[];
}

/** Something wrong with a row. */
export interface RowError {
  /** null: the row as a whole. */
  column: CsvColumn | null;
  /** As given; empty for the row as a whole. */
  value: string;
  code: RowErrorCode;
  message: string;
}

interface Counted {
  status: string;
  good_rows: number;
  imported_rows: number;
  unchanged_rows: number;
  undone_rows: number;
  started_at: number | null;
}

/** How far it is: of an import its good rows, of an undo the rows that it wrote. */
export function progressOf(row: Counted, now: number): { done: number; total: number; percent: number; etaMs: number | null } {
  const isUndo = row.status === "undoing" || row.status === "undone";
  const total = isUndo ? row.imported_rows : row.good_rows;
  const done = isUndo ? row.undone_rows : row.imported_rows + row.unchanged_rows;
  const isOver = row.status === "completed" || row.status === "undone";
  const percent = isOver ? 100 : total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));
  const elapsed = row.started_at === null ? 0 : now - row.started_at;
  const etaMs = row.status === "importing" && done > 0 ? Math.max(0, Math.round((elapsed / done) * (total - done))) : null;
  return { done, total, percent, etaMs };
}
