import { expect, it } from "vitest";
import { decodeCursor, encodeCursor, pageRequestOf } from "./cursor.ts";

it("reads back what it wrote", () => {
  expect(decodeCursor(encodeCursor([1_700_000_000_000, "ord_1"]))).toEqual([1_700_000_000_000, "ord_1"]);
});

it.each([
  "",
  "%%%",
  "bm90IGpzb24",
  Buffer.from('{"a":1}').toString("base64url"),
  Buffer.from("[1.5]").toString("base64url"),
  Buffer.from("[[1]]").toString("base64url"),
])("takes %j for the first page", (text) => expect(pageRequestOf(new URLSearchParams({ after: text }), 20, ["time", "text"])).toEqual({ size: 20 }));

it("prefers after over before", () => {
  const params = new URLSearchParams({ after: encodeCursor([1, "a"]), before: encodeCursor([2, "b"]) });
  expect(pageRequestOf(params, 5, ["time", "text"])).toEqual({ size: 5, after: [1, "a"] });
});

it.each([[["a", "b"]], [[1]], [[1, 2]], [[1, "a", "b"]], [[1, "a\0"]]])("takes a key of another shape %j for the first page", (key) => {
  expect(pageRequestOf(new URLSearchParams({ after: encodeCursor(key) }), 5, ["time", "text"])).toEqual({ size: 5 });
});

it("takes a number that no row can have for the first page", () => {
  expect(pageRequestOf(new URLSearchParams({ after: encodeCursor([1, 2 ** 40]) }), 5, ["time", "number"])).toEqual({ size: 5 });
});
