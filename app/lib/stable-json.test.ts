import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesSha256, contentSha256, stableJson } from "./stable-json.ts";

/** The same content with the keys of every object written the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}

describe("stableJson", () => {
  it("does not depend on the order of keys, and says the same as the value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (json) => {
        expect(stableJson(reversed(json))).toBe(stableJson(json));
        expect(JSON.parse(stableJson(json))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });

  it("tells contents apart and leaves undefined out", () => {
    expect(stableJson({ b: 1, a: [true, null, "x"], c: undefined })).toBe('{"a":[true,null,"x"],"b":1}');
    expect(contentSha256({ a: 1, b: 2 })).toBe(contentSha256({ b: 2, a: 1 }));
    expect(contentSha256({ a: 1 })).not.toBe(contentSha256({ a: "1" }));
    expect(contentSha256([1, 2])).not.toBe(contentSha256([2, 1]));
    expect(stableJson(-0)).toBe("0");
  });

  it("refuses what JSON cannot say", () => {
    for (const value of [Number.NaN, Infinity, () => 1, 1n]) expect(() => stableJson({ value })).toThrow(TypeError);
  });

  it("hashes bytes", () => {
    expect(bytesSha256(new Uint8Array())).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });
});
