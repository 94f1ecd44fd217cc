/** The rows of a file. A file that cannot be taken as a whole is refused here, before anything is written. */
import { CsvError, parse } from "csv-parse/sync";
import { failure, type Failure } from "../failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { repeatedColumns } from "./columns.ts";
import { decodeFile } from "./decode.ts";
import { dateProblem } from "./dates.ts";
import { MAX_BYTES, MAX_ROWS, type CsvFormat } from "./import.ts";

export interface FileRow {
  /** As a spreadsheet counts them: the first row of the file is 1. */
  rowNumber: number;
  cells: string[];
}
export interface CsvFile {
  format: CsvFormat;
  rows: FileRow[];
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
const MAX_COLUMNS = 200;
const MAX_ROW_CHARS = 100_000;
/** Empty rows do not count, but neither are they read for ever. */
const MOST_EMPTY = 100_000;

class Refused extends Error {
  readonly failure: Failure;
  constructor(code: string, message: string) {
    super(message);
    this.failure = { class: "rejected", code, message };
  }
}

export function readCsvFile(bytes: Uint8Array): Result<CsvFile, Failure> {
  if (bytes.length > MAX_BYTES)
    return err(
      failure(
        "rejected",
        "csv_too_large",
        `The file has ${Math.ceil(bytes.length / 1024 / 1024)} MB; at most ${MAX_BYTES / 1024 / 1024} MB are taken.`,
      ),
    );
  const decoded = decodeFile(bytes);
  if (!decoded.ok) return decoded;
  // Excel's own way of naming the separator, in a line before the header.
  const named = /^"?sep=(.)"?\r?\n/i.exec(decoded.value.text.slice(0, 20));
  const text = named === null ? decoded.value.text : decoded.value.text.slice(named[0].length);
  const delimiter = named?.[1] ?? delimiterOf(text);
  const read = readRows(text, delimiter, named === null ? 0 : 1);
  if (!read.ok) return read;
  const [first, ...rows] = read.value;
  if (first === undefined) return err(failure("rejected", "csv_no_rows", "The file is empty."));
  const header = first.cells.map((cell) => cell.trim());
  const refused = refusedHeader(header);
  if (refused !== null) return err(refused);
  if (rows.length === 0) return err(failure("rejected", "csv_no_rows", "The file has a header and no rows."));
  return ok({ format: { encoding: decoded.value.encoding, delimiter, header }, rows });
}

function readRows(text: string, delimiter: string, rowsBefore: number): Result<FileRow[], Failure> {
  const rows: FileRow[] = [];
  let rowNumber = rowsBefore;
  const take = (cells: string[]): null => {
    rowNumber += 1;
    if (cells.every((cell) => cell.trim() === "")) {
      if (rowNumber - rows.length > MOST_EMPTY) throw new Refused("csv_too_many_rows", "The file has more than 100,000 empty rows.");
      return null;
    }
    // The header and as many rows as are taken.
    if (rows.length > MAX_ROWS) throw new Refused("csv_too_many_rows", `The file has more than ${MAX_ROWS.toLocaleString("en")} rows.`);
    rows.push({ rowNumber, cells });
    return null;
  };
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: MAX_ROW_CHARS,
      record_delimiter: ["\r\n", "\n", "\r"],
      on_record: take,
    });
    return ok(rows);
  } catch (error) {
    if (error instanceof Refused) return err(error.failure);
    if (error instanceof CsvError) return err(whyUnreadable(error, rowNumber + 1));
    throw error;
  }
}

function whyUnreadable(error: CsvError, rowNumber: number): Failure {
  if (error.code === "CSV_MAX_RECORD_SIZE")
    return failure("rejected", "csv_row_too_long", `Row ${rowNumber} has more than ${MAX_ROW_CHARS.toLocaleString("en")} characters.`);
  return failure("rejected", "csv_quotes_open", `In row ${rowNumber} a quotation mark is opened and not closed.`);
}

function refusedHeader(header: readonly string[]): Failure | null {
  if (header.length > MAX_COLUMNS)
    return failure("rejected", "csv_too_many_columns", `The file has ${header.length} columns; at most ${MAX_COLUMNS} are taken.`);
  // A phone number or a date is no name.
  if (header.some((name) => /^'?\+\d{7,15}$/.test(name) || dateProblem(name) !== "date_format"))
    return failure("rejected", "csv_header_missing", "The first line holds values, not the names of the columns.");
  const repeated = repeatedColumns(header);
  if (repeated.length > 0) return failure("rejected", "csv_header_twice", `There is more than one column named ${repeated.join(", ")}.`);
  return null;
}

/** The candidate that the header has most of, outside quotation marks. */
function delimiterOf(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  let hasText = false;
  for (const character of text.slice(0, MAX_ROW_CHARS)) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === "\n" || character === "\r")) {
      if (hasText) break;
    } else {
      hasText ||= character.trim() !== "";
      if (!isQuoted && counts.has(character)) counts.set(character, counts.get(character)! + 1);
    }
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
