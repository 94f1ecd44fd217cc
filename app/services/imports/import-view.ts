/** What the services of imports answer. */
import type { CsvColumn, Mapping } from "#app/domain/csv/columns.ts";
import type { CsvFormat, ImportStatus, RowError, RowStatus } from "#app/domain/csv/import.ts";

export interface ImportInfo {
  id: string;
  connectionId: string;
  status: ImportStatus;
  fileName: string;
  fileBytes: number;
  format: CsvFormat;
  /** Our column → its place in the file's header. */
  mapping: Mapping;
  /** Required columns that are not mapped yet: empty from `ready` on. */
  missing: CsvColumn[];
  plansMessages: boolean;
  totalRows: number;
  goodRows: number;
  badRows: number;
  importedRows: number;
  unchangedRows: number;
  undoneRows: number;
  /** Rows that an undo left because their order changed since. */
  keptRows: number;
  progress: { done: number; total: number; percent: number; etaMs: number | null };
  error: { code: string; message: string } | null;
  createdBy: string;
  createdAt: number;
  startedAt: number | null;
  completedAt: number | null;
}

export interface ImportRow {
  rowNumber: number;
  status: RowStatus;
  /** As given. */
  cells: string[];
  errors: RowError[];
  orderExternalId: string | null;
  /** Our order's id, once imported. */
  orderId: string | null;
}

/** A row that became an order (or did not), with what a list shows of it. */
export interface ImportResultRow extends ImportRow {
  orderRef: string | null;
  hubStatus: string | null;
  customerId: string | null;
  customerName: string | null;
}
