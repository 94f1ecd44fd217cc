/**
 * What a spreadsheet would run as a formula is made text: a cell that starts with = + - @ tab or carriage return (also after a quote or
 * white space, and in their full-width forms) gets a leading apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 * Phone numbers such as +15550100 get it too: better one apostrophe than one exception to reason about. Numbers stay numbers.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  return /^[\s"'\u0000]*[=+\-@\t\r＝＋－＠]/u.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
}

/** An amount as a plain decimal that spreadsheets sum; negative amounts are written by us, so they need no apostrophe. */
export type CsvNumber = { decimal: string };

export const csvDecimal = (decimal: string): CsvNumber => ({ decimal });

export type CsvCell = string | number | CsvNumber | null | undefined;

/** One row of cells, ready for csv-stringify. */
export const csvRow = (cells: readonly CsvCell[]): string[] =>
  cells.map((cell) => (typeof cell === "object" && cell !== null ? cell.decimal : csvCell(cell)));
