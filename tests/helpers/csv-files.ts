/** CSV files as merchants hand them in: with so many good rows, and bad ones of every kind. */
import { CSV_COLUMNS, type CsvColumn } from "#app/domain/csv/columns.ts";
import type { RowErrorCode } from "#app/domain/csv/row-errors.ts";

export type CsvRow = Record<CsvColumn, string>;

const STATUSES = ["delivered", "created", "cancelled", "returned", ""] as const;

/** A row without mistakes; rows of one in ten customers each. */
export function goodRow(number: number): CsvRow {
  const status = STATUSES[number % STATUSES.length]!;
  const day = String(1 + (number % 28)).padStart(2, "0");
  return {
    order_id: `A-${number}`,
    customer_phone: `+1415${String(5_000_000 + (number % 1_000))}`,
    order_date: `2026-08-${day}`,
    customer_name: `Ana "${number % 1_000}" Example, Ltd`,
    delivery_date: ["delivered", "returned"].includes(status) ? `2026-09-${day}` : "",
    order_status: status,
    customer_email: `ana${number % 1_000}@example.com`,
  };
}

/** What spoils a row: its kind, and how. Fewer or more cells are made of the row's cells. */
const SPOILS: readonly [RowErrorCode, (row: CsvRow) => CsvRow | string[]][] = [
  ["order_id_missing", (row) => ({ ...row, order_id: "" })],
  ["order_id_twice", (row) => ({ ...row, order_id: "A-1" })],
  ["order_id_rounded", (row) => ({ ...row, order_id: "8.20982E+17" })],
  ["phone_missing", (row) => ({ ...row, customer_phone: "" })],
  ["phone_not_e164", (row) => ({ ...row, customer_phone: "0151 2345678" })],
  ["phone_rounded", (row) => ({ ...row, customer_phone: "1.41556E+10" })],
  ["order_date_missing", (row) => ({ ...row, order_date: "" })],
  ["date_format", (row) => ({ ...row, order_date: "08/01/2026" })],
  ["date_impossible", (row) => ({ ...row, order_date: "2026-02-30" })],
  ["date_in_future", (row) => ({ ...row, order_date: "2126-01-01", delivery_date: "" })],
  ["date_too_old", (row) => ({ ...row, order_date: "1900-01-01" })],
  ["delivery_before_order", (row) => ({ ...row, order_status: "delivered", delivery_date: "2026-07-01" })],
  ["delivery_date_unexpected", (row) => ({ ...row, order_status: "created", delivery_date: "2026-09-30" })],
  ["status_unknown", (row) => ({ ...row, order_status: "on its way" })],
  ["email_invalid", (row) => ({ ...row, customer_email: "ana(at)example" })],
  ["too_long", (row) => ({ ...row, customer_name: "x".repeat(201) })],
  ["control_characters", (row) => ({ ...row, order_id: `${row.order_id}\u0007` })],
  ["text_damaged", (row) => ({ ...row, customer_name: "M\uFFFDller" })],
  ["cells_missing", (row) => cellsOf(row).slice(0, 5)],
  ["cells_left_over", (row) => [...cellsOf(row), "and more"]],
];
export const KINDS = SPOILS.map(([code]) => code);

const cellsOf = (row: CsvRow): string[] => CSV_COLUMNS.map((column) => row[column]);

export const csvText = (rows: readonly (readonly string[])[], { delimiter = ",", end = "\r\n" } = {}): string =>
  rows.map((cells) => cells.map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter) + end).join("");

export const csvOf = (rows: readonly (CsvRow | string[])[]): string =>
  csvText([[...CSV_COLUMNS], ...rows.map((row) => (Array.isArray(row) ? row : cellsOf(row)))]);

/** Bad rows spread evenly among the good ones, kinds by turns. `expected`: the row's number → its kind. */
export function mixedCsv(good: number, bad: number): { text: string; expected: Map<number, RowErrorCode> } {
  const rows: (CsvRow | string[])[] = [goodRow(1)];
  const expected = new Map<number, RowErrorCode>();
  const every = Math.floor(good / Math.max(1, bad));
  for (let number = 2, kind = 0; number <= good || kind < bad; number++) {
    if (number <= good) rows.push(goodRow(number));
    if (kind < bad && (number % every === 0 || number > good)) {
      const [code, spoil] = SPOILS[kind % SPOILS.length]!;
      rows.push(spoil(goodRow(100_000 + kind++)));
      expected.set(rows.length + 1, code);
    }
  }
  return { text: csvOf(rows), expected };
}
