import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_DEPTH, parseJson } from "./lossless-json.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const value = (text: string): unknown => {
  const parsed = parseJson(bytes(text));
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.value;
};
const reason = (body: Uint8Array): string => {
  const parsed = parseJson(body);
  return parsed.ok ? "ok" : parsed.error.reason;
};

describe("parseJson", () => {
  it("keeps every digit of an integer that a double cannot hold, and numbers as numbers otherwise", () => {
    expect(value('{"id":820982911946154508,"line":450789469,"price":19.9,"max":9007199254740991}')).toEqual({
      id: "820982911946154508",
      line: 450789469,
      price: 19.9,
      max: 9007199254740991,
    });
    expect(value("[-820982911946154508, 9007199254740993]")).toEqual(["-820982911946154508", "9007199254740993"]);
    expect(value("820982911946154508")).toBe("820982911946154508");
  });

  it("keeps long decimals as written and leaves digits within strings alone", () => {
    expect(value('{"a":0.12345678901234567,"b":1.10,"c":"820982911946154508","d":1e3}')).toEqual({
      a: "0.12345678901234567",
      b: 1.1,
      c: "820982911946154508",
      d: 1000,
    });
    expect(value('{"escaped \\" 820982911946154508":"\\\\","id":820982911946154508}')).toEqual({
      'escaped " 820982911946154508': "\\",
      id: "820982911946154508",
    });
  });

  it("reads like JSON.parse whatever the document, when no integer is long", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (json) => {
        const text = JSON.stringify(json);
        fc.pre(!/\d{16,}(?![\d.])|\d{16,}\.|e[+-]/.test(text.replace(/\.\d+/g, ".0")));
        expect(value(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("keeps any integer's digits at any place", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 16n, max: 10n ** 25n }), fc.string(), (id, key) => {
        const parsed = value(`{${JSON.stringify(key)}:[{"id":${id}}]}`) as Record<string, [{ id: string }]>;
        expect(Object.values(parsed)[0]?.[0].id).toBe(String(id));
      }),
    );
  });

  it("lets __proto__ and duplicate keys do no harm", () => {
    for (const id of ["1", "820982911946154508"]) {
      const parsed = value(`{"__proto__":{"polluted":true},"id":${id},"a":1,"a":2}`) as Record<string, unknown>;
      expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
      expect(parsed["polluted"]).toBeUndefined();
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
      expect(parsed["a"]).toBe(2);
    }
  });

  it("refuses what is no JSON, with a reason that quotes nothing", () => {
    expect(reason(new Uint8Array())).toBe("empty");
    expect(reason(bytes("webhook_id=3"))).toBe("invalid_json");
    expect(reason(bytes('{"email":"bob@example.com",}'))).toBe("invalid_json");
    expect(reason(bytes('{"a":"never closed'))).toBe("invalid_json");
    expect(reason(Uint8Array.from([0x22, 0xc3, 0x28, 0x22]))).toBe("invalid_utf8");
    const broken = parseJson(bytes('{"email":"bob@example.com",}'));
    expect(JSON.stringify(broken)).not.toContain("bob");
  });

  it("makes nothing valid that is not", () => {
    for (const text of [
      "{12345678901234567890:1}",
      "{12345678901234567890 : 1}",
      "[12345678901234567890-1]",
      "[00012345678901234567890]",
      "[--12345678901234567890]",
      "[12345678901234567890x]",
      "[12345678901234567890.]",
      "12345678901234567890 1",
    ])
      expect(reason(bytes(text)), text).toBe("invalid_json");
  });

  it("bounds nesting before it parses", () => {
    expect(reason(bytes("[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH)))).toBe("ok");
    expect(reason(bytes("[".repeat(MAX_DEPTH + 1) + "]".repeat(MAX_DEPTH + 1)))).toBe("too_deep");
    expect(reason(bytes('{"a":'.repeat(500_000)))).toBe("too_deep");
    expect(value(`"${"[".repeat(100)}"`)).toBe("[".repeat(100));
  });

  it("takes a byte order mark and a view into a bigger buffer", () => {
    expect(reason(Uint8Array.from([0xef, 0xbb, 0xbf, 0x31]))).toBe("ok");
    expect(parseJson(bytes('xx{"a":1}xx').subarray(2, 9))).toEqual({ ok: true, value: { a: 1 } });
  });
});
