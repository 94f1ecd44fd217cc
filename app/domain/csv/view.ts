/** What the CSV import pages show: presenters make it, components draw it. */
import type { Stamp } from "#app/lib/stamp.ts";
import type { CsvColumn } from "./columns.ts";

/** mapping | ready | importing | completed | failed | undoing | undone, as in the table `imports`. */
export type ImportStatus = string;

/** A line of the list of imports. */
export interface ImportItem {
  id: string;
  fileName: string;
  status: ImportStatus;
  /** "9,700 orders imported, 300 rows left out". */
  summary: string;
  createdAt: Stamp;
}

/** One of our columns, as a merchant reads it. */
export interface ColumnHelp {
  name: CsvColumn;
  label: string;
  isRequired: boolean;
  /** What it holds, and how it is written. */
  holds: string;
  example: string;
}

export interface ColumnChoice extends ColumnHelp {
  /** The chosen column of the file, from 0; null: none. */
  index: number | null;
}

/** A column of the merchant's file. */
export interface FileColumn {
  index: number;
  /** Its heading; "Column 3" where it has none. */
  title: string;
  /** The first values that are not empty. */
  samples: string[];
}

export interface PreviewRow {
  rowNumber: number;
  /** One per mapped column of ours, in the order of `PreviewTable.columns`. */
  cells: { text: string; isWrong: boolean }[];
}
export interface PreviewTable {
  columns: string[];
  rows: PreviewRow[];
}

export interface BadRow {
  rowNumber: number;
  /** What of the row tells it from others: "Order 1001, Anna Smith". */
  about: string;
  /** Of the row as a whole. */
  errors: string[];
  /** The cells that can be corrected in place, with what the file says now. */
  fields: { column: string; label: string; value: string; error: string | null; example: string }[];
}
export interface BadRows {
  rows: BadRow[];
  next: string | null;
  previous: string | null;
  /** What is wrong, most frequent first. */
  kinds: { title: string; count: number }[];
}

export interface ImportCounts {
  total: number;
  good: number;
  bad: number;
  imported: number;
  unchanged: number;
  undone: number;
  kept: number;
}

export interface ImportProgress {
  done: number;
  total: number;
  percent: number;
  /** "about 2 minutes left"; null while that cannot be told. */
  timeLeft: string | null;
}

/** A row of the file and what became of it. */
export interface ResultRow {
  rowNumber: number;
  /** imported | unchanged | undone | kept */
  status: string;
  order: { label: string; url: string | null };
  customer: { label: string; url: string | null } | null;
  hubStatus: string | null;
}
export interface ResultRows {
  rows: ResultRow[];
  next: string | null;
  previous: string | null;
}

/** Which rows are shown once an import is over. */
export type ResultTab = "results" | "kept" | "left_out";

export interface ImportView {
  id: string;
  fileName: string;
  status: ImportStatus;
  /** "2.1 MB, UTF-8, separated by semicolons". */
  facts: string;
  counts: ImportCounts;
  columns: ColumnChoice[];
  fileColumns: FileColumn[];
  preview: PreviewTable;
  /** Rows that cannot be imported; null where they are not what is looked at. */
  badRows: BadRows | null;
  progress: ImportProgress | null;
  tab: ResultTab;
  tabs: ResultTab[];
  results: ResultRows | null;
  /** Corrected after the import: they go in when it is started once more. */
  waitingRows: number;
  canUndo: boolean;
  plansMessages: boolean;
  /** How many messages the import would plan if the merchant ticked so; null: messages are switched off. */
  messagesToPlan: number | null;
  failure: { title: string; happened: string; remedy: string } | null;
}
