import { expect, it } from "vitest";
import { safeTimeZone, stampOf } from "./stamp.ts";

const now = Date.UTC(2026, 10, 21, 9, 30);

it.each([
  [Date.UTC(2026, 10, 21, 8, 5), "Europe/Berlin", "Today at 09:05"],
  [Date.UTC(2026, 10, 20, 23, 30), "Europe/Berlin", "Today at 00:30"],
  [Date.UTC(2026, 10, 20, 23, 30), "UTC", "Yesterday at 23:30"],
  [Date.UTC(2026, 2, 1, 12, 0), "UTC", "1 Mar at 12:00"],
  [Date.UTC(2025, 2, 1, 12, 0), "UTC", "1 Mar 2025 at 12:00"],
])("says %d in %s as %s", (ms, zone, text) => expect(stampOf(ms, zone, now).text).toBe(text));

it("says the whole moment with its zone on hover", () => {
  expect(stampOf(now, "Europe/Berlin", now).full).toMatch(/21 November 2026.*10:30:00.*(CET|GMT\+1)/);
});

it("falls back to UTC for a zone it does not know", () => expect(safeTimeZone("Mars/Olympus")).toBe("UTC"));
