import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FAILURE_CATALOGUE } from "../failure-catalogue.ts";
import { FAILURES_OF_CSV } from "../failures-of-csv.ts";
import { checkRow, type RowRules } from "./check-row.ts";
import { CSV_COLUMNS, guessMapping, missingColumns, repeatedColumns, type CsvColumn } from "./columns.ts";
import { dayIn, startOfDay } from "./dates.ts";
import { ROW_ERROR_CODES, type RowErrorCode } from "./row-errors.ts";

const mapping = guessMapping(CSV_COLUMNS);
const GOOD: Record<CsvColumn, string> = {
  order_id: "1001",
  customer_phone: "+14155552671",
  order_date: "2026-10-01",
  customer_name: "Ana Example",
  delivery_date: "2026-10-05",
  order_status: "delivered",
  customer_email: "ana@example.com",
};
const rules: RowRules = { mapping, width: 7, today: "2026-11-21", firstRowOf: (id) => (id === "twice" ? 3 : undefined) };
const cellsOf = (row: Record<CsvColumn, string>) => CSV_COLUMNS.map((column) => row[column]);
const codes = (patch: Partial<Record<CsvColumn, string>>) =>
  checkRow(9, cellsOf({ ...GOOD, ...patch }), rules).errors.map((error) => `${error.column}: ${error.code}`);

describe("a row", () => {
  it("without mistakes says what it says", () => {
    expect(checkRow(9, cellsOf(GOOD), rules)).toEqual({
      errors: [],
      orderId: "1001",
      order: {
        order_id: "1001",
        phone: "+14155552671",
        order_date: "2026-10-01",
        customer_name: "Ana Example",
        delivery_date: "2026-10-05",
        status: "delivered",
        email: "ana@example.com",
      },
    });
  });

  const WRONG: [RowErrorCode, CsvColumn, string, Partial<Record<CsvColumn, string>>?][] = [
    ["order_id_missing", "order_id", "  "],
    ["order_id_twice", "order_id", "twice"],
    ["order_id_rounded", "order_id", "8.20982E+17"],
    ["phone_missing", "customer_phone", ""],
    ["phone_not_e164", "customer_phone", "+1 (415) 555-2671"],
    ["phone_not_e164", "customer_phone", "0151 23456789"],
    ["phone_not_e164", "customer_phone", "+12345678901234567"],
    ["phone_rounded", "customer_phone", "1.41556E+10"],
    ["order_date_missing", "order_date", ""],
    ["date_format", "order_date", "01/10/2026"],
    ["date_format", "order_date", "2026-10-01T10:00:00Z"],
    ["date_impossible", "order_date", "2026-02-29"],
    ["date_impossible", "delivery_date", "2026-13-01"],
    ["date_in_future", "order_date", "2026-11-22", { delivery_date: "" }],
    ["date_too_old", "order_date", "1900-01-01"],
    ["delivery_before_order", "delivery_date", "2026-09-30"],
    ["delivery_date_unexpected", "delivery_date", "2026-10-05", { order_status: "cancelled" }],
    ["status_unknown", "order_status", "shipped?"],
    ["email_invalid", "customer_email", "ana@"],
    ["too_long", "customer_name", "x".repeat(201)],
    ["too_long", "order_id", "1".repeat(101)],
    ["control_characters", "order_id", "10\u000001"],
    ["control_characters", "customer_phone", "+1415\n5552671"],
    ["text_damaged", "customer_name", "M\uFFFDller"],
  ];
  it.each(WRONG)("is bad for %s in %s: %j", (code, column, value, rest = {}) => {
    expect(codes({ ...rest, [column]: value })).toEqual([`${column}: ${code}`]);
  });

  it("is bad for its number of cells", () => {
    expect(checkRow(9, cellsOf(GOOD).slice(0, 5), rules).errors).toMatchObject([{ column: null, value: "", code: "cells_missing" }]);
    expect(checkRow(9, [...cellsOf(GOOD), "x"], rules).errors).toMatchObject([{ column: null, code: "cells_left_over" }]);
  });

  it("has every kind of mistake tried, each explained in the catalogue", () => {
    const tried = new Set<string>([...WRONG.map(([code]) => code), "cells_missing", "cells_left_over"]);
    expect(ROW_ERROR_CODES.filter((code) => !tried.has(code))).toEqual([]);
    expect(ROW_ERROR_CODES.filter((code) => !Object.hasOwn(FAILURE_CATALOGUE, code))).toEqual([]);
  });

  it("has every mistake explained in docs/csv.md, in the catalogue's words", () => {
    const text = readFileSync(new URL("../../../docs/csv.md", import.meta.url), "utf8").replace(/ +/g, " ");
    for (const code of [...ROW_ERROR_CODES, ...(Object.keys(FAILURES_OF_CSV) as (keyof typeof FAILURES_OF_CSV)[])]) {
      const { title, happened, remedy } = FAILURE_CATALOGUE[code];
      expect(text).toContain(`| \`${code}\` | ${title}. ${happened} | ${remedy} |`);
    }
  });

  it("names all its mistakes at once, each with what was given", () => {
    expect(
      checkRow(9, ["", "12", "1.2.2026", "x".repeat(300), "2026-99-01", "done", "nobody", "x"], rules).errors.map(({ column, code }) => [
        column,
        code,
      ]),
    ).toEqual([
      [null, "cells_left_over"],
      ["customer_name", "too_long"],
      ["order_id", "order_id_missing"],
      ["customer_phone", "phone_not_e164"],
      ["order_date", "date_format"],
      ["delivery_date", "date_impossible"],
      ["order_status", "status_unknown"],
      ["customer_email", "email_invalid"],
    ]);
    expect(checkRow(9, cellsOf({ ...GOOD, customer_name: "x".repeat(300) }), rules).errors[0]!.value).toHaveLength(201);
  });

  it("says how a number is to be written where that is certain", () => {
    expect(checkRow(9, cellsOf({ ...GOOD, customer_phone: "+1 (415) 555-2671" }), rules).errors[0]!.message).toContain("Write it as +14155552671.");
  });

  it("is meant without blanks, capitals of a status, and the apostrophe of a spreadsheet", () => {
    const read = checkRow(
      9,
      cellsOf({ ...GOOD, order_id: " 1001\u00a0", customer_phone: "'+14155552671", order_status: "DELIVERED", customer_name: "Ana\r\nExample" }),
      rules,
    );
    expect(read.order).toMatchObject({ order_id: "1001", phone: "+14155552671", status: "delivered", customer_name: "Ana Example" });
  });

  it("may leave out what is optional", () => {
    const few = { mapping: guessMapping(["order_id", "customer_phone", "order_date"]), width: 3, today: rules.today, firstRowOf: () => undefined };
    expect(checkRow(2, ["1", "+14155552671", "2026-11-21"], few).order).toMatchObject({ customer_name: null, delivery_date: null, status: null });
  });
});

describe("columns", () => {
  it("are found under the names that shops give them", () => {
    expect(guessMapping(["Order Number", "Phone", "Date", "Customer", "Delivered at", "Status", "E-Mail"])).toEqual({
      order_id: 0,
      customer_phone: 1,
      order_date: 2,
      customer_name: 3,
      delivery_date: 4,
      order_status: 5,
      customer_email: 6,
    });
    expect(missingColumns(guessMapping(["a", "b"]))).toEqual(["order_id", "customer_phone", "order_date"]);
    expect(repeatedColumns(["order_id", "x", "x", "ORDER ID", "Phone", "phone "])).toEqual(["ORDER ID", "phone"]);
  });
});

describe("a day", () => {
  it("begins at midnight of its zone, or where the clock lands", () => {
    expect(startOfDay("2026-10-01", "America/New_York")).toBe(Date.parse("2026-10-01T04:00:00Z"));
    expect(startOfDay("2026-03-29", "Europe/Berlin")).toBe(Date.parse("2026-03-28T23:00:00Z"));
    expect(startOfDay("2026-03-30", "Europe/Berlin")).toBe(Date.parse("2026-03-29T22:00:00Z"));
    // Beirut puts the clock forward at midnight.
    expect(startOfDay("2026-03-29", "Asia/Beirut")).toBe(Date.parse("2026-03-28T22:00:00Z"));
    expect(startOfDay("2026-10-01", "Nowhere/At_All")).toBe(Date.parse("2026-10-01T00:00:00Z"));
  });

  it("is the one that it is there", () => {
    expect(dayIn(Date.parse("2026-11-21T03:00:00Z"), "America/New_York")).toBe("2026-11-20");
    expect(dayIn(Date.parse("2026-11-21T23:30:00Z"), "Asia/Tokyo")).toBe("2026-11-22");
  });
});
