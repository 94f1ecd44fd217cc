/** Everything that is wrong with a row, at once; and what a row without mistakes says. */
import { CSV_COLUMNS, CSV_STATUSES, MAX_CHARS, type CsvColumn, type CsvStatus, type Mapping } from "./columns.ts";
import { dateProblem, OLDEST_DATE } from "./dates.ts";
import type { RowError } from "./import.ts";
import type { RowErrorCode } from "./row-errors.ts";

export interface RowRules {
  mapping: Mapping;
  /** Cells that a row must have: as many as the header. */
  width: number;
  /** The merchant's day, YYYY-MM-DD: nothing was ordered or delivered later. */
  today: string;
  /** The row, if any, in which this order_id stood first. */
  firstRowOf(orderId: string): number | undefined;
}

/** What a row says; null: nothing. Dates as YYYY-MM-DD. */
export interface CsvOrder {
  order_id: string;
  phone: string;
  order_date: string;
  customer_name: string | null;
  delivery_date: string | null;
  status: CsvStatus | null;
  email: string | null;
}

export interface CheckedRow {
  errors: RowError[];
  /** null: the row has mistakes. */
  order: CsvOrder | null;
  /** Also of a row with other mistakes, when it is a usable one: the row takes it from later rows. */
  orderId: string | null;
}

/** A + and at most fifteen digits, the first not 0 (ITU-T E.164). */
const E164 = /^\+[1-9]\d{6,14}$/;
/** What a spreadsheet makes of a long number: 1.41556E+10. */
const ROUNDED = /^[+-]?\d+([.,]\d+)?E\+?\d+$/i;
const EMAIL = /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\".]+(\.[^\s@<>()[\],;:\\".]+)+$/;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/;
/** A spreadsheet and our own exports put an apostrophe before what would be taken for a formula. */
const SHIELDED = /^'(?=[\s"']*[=+\-@＝＋－＠])/u;

/** A cell as it is meant: without the blanks around it and the apostrophe of a spreadsheet. */
export const cellText = (cell: string | undefined): string => (cell ?? "").trim().replace(SHIELDED, "");

/** The order_id of a row, when the row has a usable one. */
export function orderIdOf(cells: readonly string[], mapping: Mapping): string | null {
  const text = mapping.order_id === undefined ? "" : cellText(cells[mapping.order_id]);
  return text === "" || text.length > MAX_CHARS.order_id || CONTROLS.test(text) || text.includes("\uFFFD") || ROUNDED.test(text) ? null : text;
}

export function checkRow(rowNumber: number, cells: readonly string[], rules: RowRules): CheckedRow {
  const { mapping, width, today } = rules;
  const errors: RowError[] = [];
  const given = (column: CsvColumn): string => (mapping[column] === undefined ? "" : (cells[mapping[column]] ?? ""));
  const add = (column: CsvColumn | null, code: RowErrorCode, message: string) =>
    void errors.push({ column, value: column === null ? "" : shorten(given(column)), code, message });

  if (cells.length < width)
    add(null, "cells_missing", `The row has ${count(cells.length)}, the header has ${width}. Is a separator missing, or a quotation mark?`);
  if (cells.length > width)
    add(
      null,
      "cells_left_over",
      `The row has ${count(cells.length)}, the header has ${width}. Does a value contain the separator without quotation marks?`,
    );
  // Which cells are missing nobody knows, but what is not there is not also wrong.
  const isThere = (column: CsvColumn) => cells.length >= width || (mapping[column] ?? 0) < cells.length;

  const text = {} as Record<CsvColumn, string>;
  const usable = new Set<CsvColumn>();
  for (const column of CSV_COLUMNS) {
    // A line break within a quoted name is a blank; elsewhere it has no business.
    text[column] = column === "customer_name" ? cellText(given(column)).replace(/\s+/g, " ") : cellText(given(column));
    if (text[column] === "") continue;
    if (text[column].includes("\uFFFD")) add(column, "text_damaged", "The text is damaged: characters were lost when the file was saved.");
    else if (CONTROLS.test(text[column])) add(column, "control_characters", "Contains control characters or a line break.");
    else if (text[column].length > MAX_CHARS[column])
      add(column, "too_long", `Has ${text[column].length} characters; at most ${MAX_CHARS[column]} are taken.`);
    else usable.add(column);
  }

  if (isThere("order_id")) {
    if (text.order_id === "") add("order_id", "order_id_missing", "The order has no number.");
    else if (usable.has("order_id") && ROUNDED.test(text.order_id))
      add("order_id", "order_id_rounded", "A spreadsheet has rounded the number. Format the column as text and fill it in again.");
  }
  const orderId = orderIdOf(cells, mapping);
  const first = orderId === null ? undefined : rules.firstRowOf(orderId);
  if (first !== undefined && first !== rowNumber) add("order_id", "order_id_twice", `The same order_id stands in row ${first}.`);

  if (isThere("customer_phone")) {
    if (text.customer_phone === "") add("customer_phone", "phone_missing", "The phone number is missing.");
    else if (usable.has("customer_phone")) checkPhone(text.customer_phone, add);
  }
  if (isThere("order_date")) {
    if (text.order_date === "") add("order_date", "order_date_missing", "The date of the order is missing.");
    else if (usable.has("order_date")) checkDate("order_date", text.order_date, today, add);
  }
  if (usable.has("delivery_date")) checkDate("delivery_date", text.delivery_date, today, add);
  const isRight = (column: CsvColumn) => usable.has(column) && !errors.some((error) => error.column === column);
  if (isRight("order_date") && isRight("delivery_date") && text.delivery_date < text.order_date)
    add("delivery_date", "delivery_before_order", `Delivered on ${text.delivery_date}, but ordered later, on ${text.order_date}.`);

  const status = text.order_status.toLowerCase();
  if (usable.has("order_status")) {
    if (!isStatus(status)) add("order_status", "status_unknown", `Is none of ${CSV_STATUSES.join(", ")}.`);
    else if (isRight("delivery_date") && (status === "created" || status === "cancelled"))
      add("delivery_date", "delivery_date_unexpected", `The order is ${status}, so it cannot have been delivered on ${text.delivery_date}.`);
  }
  if (usable.has("customer_email") && !EMAIL.test(text.customer_email)) add("customer_email", "email_invalid", "Is not an e-mail address.");

  if (errors.length > 0 || orderId === null) return { errors, order: null, orderId };
  return {
    errors,
    orderId,
    order: {
      order_id: orderId,
      phone: text.customer_phone,
      order_date: text.order_date,
      customer_name: text.customer_name || null,
      delivery_date: text.delivery_date || null,
      status: isStatus(status) ? status : null,
      email: text.customer_email || null,
    },
  };
}

type Add = (column: CsvColumn, code: RowErrorCode, message: string) => void;

function checkPhone(phone: string, add: Add): void {
  if (E164.test(phone)) return;
  if (ROUNDED.test(phone))
    return add("customer_phone", "phone_rounded", "A spreadsheet has rounded the number. Format the column as text and fill it in again.");
  const digits = phone.replace(/[\s().\-/]/g, "");
  const advice = E164.test(digits)
    ? `Write it as ${digits}.`
    : /^\d{7,15}$/.test(digits)
      ? "It needs a plus sign and the country code first, such as +14155552671."
      : "It takes a plus sign, the country code and the number, digits only, such as +14155552671.";
  add("customer_phone", "phone_not_e164", `Is not a phone number in international form. ${advice}`);
}

function checkDate(column: "order_date" | "delivery_date", text: string, today: string, add: Add): void {
  const problem = dateProblem(text);
  if (problem === "date_format") add(column, problem, "Is not written as YYYY-MM-DD, such as 2026-11-20.");
  else if (problem === "date_impossible") add(column, problem, "There is no such day.");
  else if (text > today) add(column, "date_in_future", `Lies in the future: today is ${today}.`);
  else if (text < OLDEST_DATE) add(column, "date_too_old", `Lies before ${OLDEST_DATE}.`);
}

const isStatus = (text: string): text is CsvStatus => (CSV_STATUSES as readonly string[]).includes(text);
const count = (cells: number): string => `${cells} ${cells === 1 ? "cell" : "cells"}`;
/** What is kept of a value that is shown beside its mistake. */
const MOST_SHOWN = 200;
const shorten = (value: string): string => (value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value);
