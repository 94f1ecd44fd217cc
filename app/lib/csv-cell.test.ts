import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvCell, csvDecimal, csvRow } from "./csv-cell.ts";

describe("csvCell", () => {
  it.each(["=1+1", "+15550100", "-2", "@SUM(A1)", "\t=1", "\r=1", ' =HYPERLINK("https://example.com")', '"=1', "＝1"])("makes %j text", (text) => {
    expect(csvCell(text)).toBe(`'${text}`);
  });
  it.each(["Ada Example", "#1001", "SH-#1001", "5-inch", "a@example.com", ""])("leaves %j alone", (text) => {
    expect(csvCell(text)).toBe(text);
  });
  it("never yields a cell that starts a formula", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(csvCell(text)).not.toMatch(/^[=+\-@\t\r]/);
        expect(csvCell(text).endsWith(text)).toBe(true);
      }),
    );
  });
});

it("writes amounts as numbers, negative ones too", () => {
  expect(csvRow([csvDecimal("-12.50"), 3, null, "-12.50"])).toEqual(["-12.50", "3", "", "'-12.50"]);
});
