import { describe, expect, it } from "vitest";
import { findSigner, makeWebhookSecret, signWebhook } from "./standard-webhooks.ts";

const body = Buffer.from('{"test": 2432232314}');
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const of = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: "1614265330" };

describe("Standard Webhooks", () => {
  it("signs as the standard's own example", () => {
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    expect(signWebhook(secret, of, body)).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  it("knows which secret signed, whichever of several signatures it is", () => {
    const [a, b] = [makeWebhookSecret(), makeWebhookSecret()];
    const signature = `v1,${"A".repeat(43)}= v2,x ${signWebhook(b, of, body)}`;
    expect(findSigner([a, b], { ...of, signature }, body)).toBe(1);
    expect(findSigner([b, a], { ...of, signature }, body)).toBe(0);
    expect(findSigner([a], { ...of, signature }, body)).toBe(-1);
  });

  it.each([
    ["another body", { body: Buffer.from("{}") }],
    ["another id", { id: "msg_2" }],
    ["another time", { timestamp: "1614265331" }],
    ["a short signature", { signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O==" }],
    ["a longer signature", { signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=A" }],
    ["no version", { signature: "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" }],
    ["nothing", { signature: "" }],
  ])("is not fooled by %s", (_what, change) => {
    const given = { ...of, signature: signWebhook(secret, of, body), body, ...change };
    expect(findSigner([secret], given, given.body)).toBe(-1);
  });

  it("makes no key of what is no secret", () => {
    for (const wrong of ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
      expect(() => signWebhook(wrong, of, body)).toThrow("not a secret");
  });
});
