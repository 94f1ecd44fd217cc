import { describe, expect, it } from "vitest";
import { afterQuietHours, zonesOf } from "./quiet-hours.ts";

const at = (iso: string) => Date.parse(iso);
const shown = (iso: string, zones: string[], quiet: { start: string; end: string } | null) =>
  new Date(afterQuietHours(at(iso), zones, quiet)).toISOString();
const NIGHT = { start: "21:00", end: "09:00" };
const BERLIN = ["Europe/Berlin"];

describe("quiet hours", () => {
  it.each([
    ["in the day", "2026-06-10T12:00:00Z", "2026-06-10T12:00:00.000Z"],
    ["as the evening begins", "2026-06-10T19:00:00Z", "2026-06-11T07:00:00.000Z"],
    ["a moment before it", "2026-06-10T18:59:59Z", "2026-06-10T18:59:59.000Z"],
    ["after midnight", "2026-06-11T01:00:00Z", "2026-06-11T07:00:00.000Z"],
    ["as they end", "2026-06-11T07:00:00Z", "2026-06-11T07:00:00.000Z"],
  ])("%s", (_, given, expected) => expect(shown(given, BERLIN, NIGHT)).toBe(expected));

  it("end at nine by the customer's clock on both sides of a change of the clock", () => {
    // The night to 29 March 2026 has 11 hours of quiet, the one to 25 October 13.
    expect(shown("2026-03-27T22:00:00Z", BERLIN, NIGHT)).toBe("2026-03-28T08:00:00.000Z");
    expect(shown("2026-03-28T22:00:00Z", BERLIN, NIGHT)).toBe("2026-03-29T07:00:00.000Z");
    expect(shown("2026-10-23T22:00:00Z", BERLIN, NIGHT)).toBe("2026-10-24T07:00:00.000Z");
    expect(shown("2026-10-24T22:00:00Z", BERLIN, NIGHT)).toBe("2026-10-25T08:00:00.000Z");
  });

  it("that end in an hour which does not exist end when the clock has jumped over it", () => {
    expect(shown("2026-03-29T00:15:00Z", BERLIN, { start: "22:00", end: "02:30" })).toBe("2026-03-29T01:30:00.000Z");
  });

  it("that end in an hour which comes twice are over at its first end, and again quiet until the second where its start comes again", () => {
    const quiet = { start: "01:00", end: "02:30" };
    expect(shown("2026-10-24T23:30:00Z", BERLIN, quiet)).toBe("2026-10-25T00:30:00.000Z");
    // 02:15 for the second time.
    expect(shown("2026-10-25T01:15:00Z", BERLIN, quiet)).toBe("2026-10-25T01:30:00.000Z");
  });

  it("need not go over midnight, and need not be there", () => {
    const noon = { start: "12:00", end: "14:00" };
    expect(shown("2026-06-10T10:30:00Z", BERLIN, noon)).toBe("2026-06-10T12:00:00.000Z");
    expect(shown("2026-06-10T12:30:00Z", BERLIN, noon)).toBe("2026-06-10T12:30:00.000Z");
    expect(shown("2026-06-10T01:00:00Z", BERLIN, null)).toBe("2026-06-10T01:00:00.000Z");
  });

  it("count in every zone of a country, where it is not known which is the customer's", () => {
    // 09:00 in Honolulu is 15:00 in New York (in summer): until then it is quiet somewhere.
    expect(shown("2026-06-10T12:00:00Z", ["America/New_York", "America/Denver", "Pacific/Honolulu"], NIGHT)).toBe("2026-06-10T19:00:00.000Z");
  });

  it("of zones that never have day at once are those of the first", () => {
    const far = ["Europe/London", "Pacific/Kiritimati", "America/Los_Angeles"];
    expect(shown("2026-01-10T03:00:00Z", far, { start: "12:00", end: "11:00" })).toBe("2026-01-10T11:00:00.000Z");
  });
});

describe("the customer's zones", () => {
  const nowhere = { phone: null, country: null, shopCountry: null, shopTimezone: null };
  it("are the phone's country's, then the address', then the shop's", () => {
    expect(zonesOf({ ...nowhere, phone: "+4915123456789", country: "FR", shopTimezone: "Asia/Tokyo" })).toEqual(
      expect.arrayContaining(["Europe/Berlin"]),
    );
    expect(zonesOf({ ...nowhere, country: "FR", shopTimezone: "Asia/Tokyo" })).toEqual(["Europe/Paris"]);
    expect(zonesOf({ ...nowhere, shopTimezone: "Asia/Tokyo", shopCountry: "FR" })).toEqual(["Asia/Tokyo"]);
    expect(zonesOf({ ...nowhere, shopCountry: "FR" })).toEqual(["Europe/Paris"]);
    expect(zonesOf({ ...nowhere, country: "ZZ", shopTimezone: "Mars/Olympus" })).toEqual(["UTC"]);
    expect(zonesOf({ ...nowhere, phone: "+14155552671" }).length).toBeGreaterThan(5);
  });
});
