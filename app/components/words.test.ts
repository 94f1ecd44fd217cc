import { expect, it } from "vitest";
import { axisTop, partHeights } from "./bar-chart.tsx";
import { wordsFor } from "./page-error.tsx";
import { paginationOf } from "./pagination.ts";
import { statsOf } from "./statistics.ts";
import { lookOf } from "./status-badge.tsx";

it.each([
  [0, 4],
  [3, 4],
  [5, 10],
  [10, 10],
  [11, 20],
  [97, 100],
  [180, 200],
  [4100, 5000],
])("draws %d under an axis of %d", (largest, top) => expect(axisTop(largest)).toBe(top));

it("draws one failure among thousands so that it is seen, and no bar above the axis", () => {
  expect(partHeights({ completed: 1999, failed: 1 }, 2000).failed).toBeGreaterThan(3);
  const full = partHeights({ completed: 2000, failed: 1 }, 2000);
  expect(full.completed + full.failed).toBeLessThanOrEqual(140);
  expect(partHeights({ completed: 5, failed: 0 }, 10)).toEqual({ completed: 70, failed: 0 });
});

it("has a word for a status it does not know", () => {
  expect(lookOf("work", "dead").text).toBe("Failed");
  expect(lookOf("hub", "OUT_FOR_DELIVERY").text).toBe("Out for delivery");
  expect(lookOf("payment", "PAID").text).toBe("Paid");
  expect(lookOf("payment", "some_new_state").text).toBe("Some new state");
});

it("speaks merchants' words for faults, and leaves sign-in pages alone", () => {
  expect(wordsFor(null)?.canRetry).toBe(true);
  expect(wordsFor(404)?.canRetry).toBe(false);
  expect(wordsFor(401)).toBeUndefined();
  expect(wordsFor(404, true)?.title).toBe("This page does not exist");
  expect(wordsFor(404)?.title).toBe("This is not here");
});

it("shows no paging for one page", () => {
  expect(paginationOf(undefined, undefined)).toEqual({});
  expect(paginationOf(() => undefined, undefined).pagination).toMatchObject({ hasNext: true, hasPrevious: false });
});

it("does not call nothing a success", () => {
  const stats = statsOf({ operations: 0, successRate: null, failed: 0, pending: 0, held: 0, needsAttention: 0, records: 0, retried: 0 });
  expect(stats[1]).toMatchObject({ value: "–" });
});
