import { describe, expect, it } from "vitest";
import { readTime } from "./options.ts";

const NOW = Date.UTC(2026, 10, 21, 12);

describe("readTime", () => {
  it.each([
    ["2026-11-21", Date.UTC(2026, 10, 21)],
    ["2026-11-21T10:00", Date.UTC(2026, 10, 21, 10)],
    ["2026-11-21 10:00:30", Date.UTC(2026, 10, 21, 10, 0, 30)],
    ["2026-11-21T10:00:00Z", Date.UTC(2026, 10, 21, 10)],
    ["2026-11-21T10:00:00.250Z", Date.UTC(2026, 10, 21, 10, 0, 0, 250)],
    ["2026-11-21T10:00:00+02:00", Date.UTC(2026, 10, 21, 8)],
    ["30m", NOW - 1_800_000],
    ["24h", NOW - 86_400_000],
    ["7d", NOW - 7 * 86_400_000],
  ])("reads %s, in UTC unless it names an offset", (text, at) => expect(readTime(text, NOW)).toBe(at));

  it.each(["", "now", "1001", "2026-11", "2026-02-30T99:00", "24 h", "-1h", "21.11.2026"])("refuses %j", (text) =>
    expect(() => readTime(text, NOW)).toThrow(/is not a time/),
  );
});
