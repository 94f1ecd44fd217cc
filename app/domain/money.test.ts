import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencyExponent, formatMoney, fromMinor, toMinor } from "./money.ts";

describe("money", () => {
  it.each([
    ["19.90", "USD", 1990],
    ["19.9", "USD", 1990],
    ["19", "USD", 1900],
    ["-0.05", "USD", -5],
    ["0.00", "USD", 0],
    ["-0.00", "USD", 0],
    ["1200", "JPY", 1200],
    ["1200.0", "JPY", 1200],
    ["1200.00", "JPY", 1200],
    ["1.234", "KWD", 1234],
    ["1.2", "KWD", 1200],
    ["19.9000", "EUR", 1990],
  ])("%s %s is %i minor units", (decimal, currency, minor) => {
    expect(toMinor(decimal, currency)).toEqual({ ok: true, value: minor });
  });

  it.each([
    ["19.905", "USD", "too_many_decimals"],
    ["1200.5", "JPY", "too_many_decimals"],
    ["1,200.00", "USD", "not_a_decimal"],
    ["", "USD", "not_a_decimal"],
    ["1e3", "USD", "not_a_decimal"],
    ["NaN", "USD", "not_a_decimal"],
    [".5", "USD", "not_a_decimal"],
    ["90071992547409.92", "USD", "too_large"],
  ])("refuses %s %s: %s", (decimal, currency, problem) => {
    expect(toMinor(decimal, currency)).toEqual({ ok: false, error: problem });
  });

  it("goes there and back for every amount of currencies with 0, 2, 3 and 4 decimals", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom("JPY", "USD", "KWD", "CLF"), (minor, currency) => {
        expect(toMinor(fromMinor(minor, currency), currency)).toEqual({ ok: true, value: minor === 0 ? 0 : minor });
      }),
    );
  });

  it("knows the exponents", () => {
    expect(["USD", "JPY", "KWD", "CLF", "ISK", "HUF"].map(currencyExponent)).toEqual([2, 0, 3, 4, 0, 2]);
  });

  it("writes for people, exactly", () => {
    expect(formatMoney(1990, "USD")).toBe("$19.90");
    expect(formatMoney(-5, "EUR")).toBe("-€0.05");
    expect(formatMoney(1200, "JPY")).toBe("¥1,200");
    expect(formatMoney(1234, "KWD").replace(/\u00a0/g, " ")).toBe("KWD 1.234");
    expect(formatMoney(9007199254740991, "USD")).toBe("$90,071,992,547,409.91");
    expect(formatMoney(1990, "EUR", "de").replace(/\u00a0/g, " ")).toBe("19,90 €");
  });
});
