import { describe, expect, it } from "vitest";
import { readPhone } from "./phone.ts";

describe("readPhone", () => {
  it.each([
    ["+16136120707", null, "+16136120707"],
    [" +49 30 901820 ", "US", "+4930901820"],
    ["(415) 555-2671", "US", "+14155552671"],
    ["07504 415315", "GB", "+447504415315"],
    ["0041 44 668 18 00", "DE", "+41446681800"],
  ])("%s in %s is %s", (given, country, e164) => {
    expect(readPhone(given, country)).toEqual({ given, e164 });
  });

  it.each([
    ["07504 415315", null],
    ["555-625-1199", "US"],
    ["12345", "DE"],
    ["call me", "US"],
    ["+999 123", "US"],
    ["07504 415315", "XX"],
  ])("%s in %s stays as given, with no E.164", (given, country) => {
    expect(readPhone(given, country)).toEqual({ given, e164: null });
  });

  it("takes nothing for nothing", () => {
    for (const given of [null, undefined, "", "  "]) expect(readPhone(given, "US")).toEqual({ given: null, e164: null });
  });
});
