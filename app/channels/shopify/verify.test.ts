import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchSignature, signBody } from "./verify.ts";

const body = new TextEncoder().encode('{"id":1}');

describe("matchSignature", () => {
  it("makes the signature that RFC 4231's HMAC-SHA256 gives", () => {
    expect(Buffer.from(signBody(new TextEncoder().encode("what do ya want for nothing?"), "Jefe"), "base64").toString("hex")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  it("accepts what was signed, and tells by which secret", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }), fc.nat(), (bytes, secrets, pick) => {
        const at = pick % secrets.length;
        expect(matchSignature(bytes, signBody(bytes, secrets[at] as string), secrets)).toBe(at);
      }),
    );
  });

  it("refuses any other body, secret or signature", () => {
    const good = signBody(body, "secret");
    expect(matchSignature(body, good, ["secret"])).toBe(0);
    expect(matchSignature(new TextEncoder().encode('{"id":2}'), good, ["secret"])).toBeNull();
    expect(matchSignature(body, good, ["Secret", "other"])).toBeNull();
    for (const wrong of [
      undefined,
      null,
      "",
      good.slice(0, -1),
      `${good}=`,
      ` ${good}`,
      good.replace(/^./, good[0] === "A" ? "B" : "A"),
      "é".repeat(44),
      good.repeat(1000),
      Buffer.from(good, "base64").toString("hex"),
    ])
      expect(matchSignature(body, wrong, ["secret"])).toBeNull();
  });

  it("fails closed without a secret", () => {
    expect(matchSignature(body, signBody(body, ""), [])).toBeNull();
    expect(matchSignature(body, signBody(body, ""), [""])).toBeNull();
    expect(matchSignature(body, signBody(body, "b"), ["", "b"])).toBe(1);
  });
});
