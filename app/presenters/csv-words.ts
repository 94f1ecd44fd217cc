/** The words a merchant reads on the CSV import pages. */
import type { CsvColumn } from "#app/domain/csv/columns.ts";
import { CSV_COLUMNS, REQUIRED_COLUMNS } from "#app/domain/csv/columns.ts";
import type { ColumnHelp } from "#app/domain/csv/view.ts";
import type { ImportInfo } from "#app/services/imports/import-view.ts";

const WORDS: Record<CsvColumn, Omit<ColumnHelp, "name" | "isRequired">> = {
  order_id: {
    label: "Order number",
    holds: "Your own number. Each order once; a number that is here already brings its order up to date.",
    example: "1001",
  },
  customer_phone: { label: "Customer's phone", holds: "With a plus sign and the country code.", example: "+4915112345678" },
  order_date: { label: "Order date", holds: "Year, month, day.", example: "2026-11-03" },
  customer_name: { label: "Customer's name", holds: "As your messages address them.", example: "Anna Smith" },
  delivery_date: { label: "Delivery date", holds: "The day it arrived. Year, month, day.", example: "2026-11-07" },
  order_status: { label: "Order status", holds: "One of created, delivered, cancelled, returned.", example: "delivered" },
  customer_email: { label: "Customer's e-mail", holds: "One address.", example: "anna@example.com" },
};

export const columnLabel = (column: CsvColumn): string => WORDS[column].label;
export const columnExample = (column: CsvColumn): string => WORDS[column].example;

const isRequired = (column: CsvColumn): boolean => (REQUIRED_COLUMNS as readonly CsvColumn[]).includes(column);

export const columnHelp = (): ColumnHelp[] => CSV_COLUMNS.map((name) => ({ name, isRequired: isRequired(name), ...WORDS[name] }));

const ENCODINGS: Record<string, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  "windows-1252": "Windows-1252 (Western European)",
};
const DELIMITERS: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };

const sizeText = (bytes: number): string =>
  bytes < 1024 ? `${bytes} bytes` : bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** "2.1 MB, UTF-8, separated by semicolons". */
export const fileFacts = (bytes: number, { encoding, delimiter }: { encoding: string; delimiter: string }): string =>
  [sizeText(bytes), ENCODINGS[encoding] ?? encoding, ...(delimiter in DELIMITERS ? [`separated by ${DELIMITERS[delimiter]}`] : [])].join(", ");

export const counted = (count: number, one: string, many: string): string => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** "about 2 minutes left"; no false precision. */
export function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 5) return "A few seconds left";
  if (seconds < 55) return `About ${Math.ceil(seconds / 5) * 5} seconds left`;
  const minutes = Math.round(seconds / 60);
  return minutes <= 1 ? "About a minute left" : `About ${minutes} minutes left`;
}

type Counted = Pick<ImportInfo, "status" | "totalRows" | "goodRows" | "badRows" | "importedRows" | "unchangedRows" | "undoneRows">;

/** One line of what became of a file. */
export function importSummary(info: Counted): string {
  const count = (value: number) => value.toLocaleString("en-GB");
  const rows = counted(info.totalRows, "row", "rows");
  switch (info.status) {
    case "mapping":
      return rows;
    case "ready":
      return info.badRows === 0 ? `${rows}, all right` : `${rows}, ${count(info.badRows)} with errors`;
    case "importing":
      return `${count(info.importedRows + info.unchangedRows)} of ${counted(info.goodRows, "row", "rows")}`;
    case "undoing":
    case "undone":
      return `${counted(info.undoneRows, "row", "rows")} undone`;
    case "completed":
    case "failed":
      return [
        `${count(info.importedRows)} imported`,
        ...(info.unchangedRows === 0 ? [] : [`${count(info.unchangedRows)} known already`]),
        ...(info.badRows === 0 ? [] : [`${count(info.badRows)} left out`]),
      ].join(", ");
  }
}
