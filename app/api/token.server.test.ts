import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeToken, readToken, TOKEN_SECONDS } from "./token.server.ts";

const NOW = Date.UTC(2026, 10, 21, 9, 0, 0);
const terms = { secret: "a-secret-of-more-than-32-characters-for-tests", issuer: "https://app.example.com" };
const key = { id: "key_1", merchant_id: "mer_1", expires_at: null };
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const right = { iss: terms.issuer, aud: `${terms.issuer}/api/v1`, sub: "mer_1", key: "key_1", iat: NOW / 1000, exp: NOW / 1000 + 900 };
function tokenOf(
  claims: Record<string, unknown>,
  { header = { alg: "HS256", typ: "JWT" } as object, secret = terms.secret, hash = "sha256" } = {},
): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

describe("access tokens", () => {
  it("say whose they are for a quarter of an hour", () => {
    const { token, expiresIn } = makeToken(terms, key, NOW);
    expect(expiresIn).toBe(TOKEN_SECONDS);
    expect(token).toBe(tokenOf(right));
    expect(readToken(terms, token, NOW + 899_999)).toEqual({ sub: "mer_1", key: "key_1" });
    expect(readToken(terms, token, NOW + 900_000)).toBeNull();
  });

  it("end with their key", () => {
    expect(makeToken(terms, { ...key, expires_at: NOW + 60_000 }, NOW).expiresIn).toBe(60);
  });

  it.each([
    ["another issuer", tokenOf({ ...right, iss: "https://evil.example" })],
    ["another audience", tokenOf({ ...right, aud: "https://app.example.com" })],
    ["no end", tokenOf({ ...right, exp: undefined })],
    ["a longer life than we give", tokenOf({ ...right, exp: right.iat + 901 })],
    ["a beginning that has not come", tokenOf({ ...right, iat: right.iat + 31, exp: right.exp + 31 })],
    ["no key", tokenOf({ ...right, key: undefined })],
    ["a merchant that is no text", tokenOf({ ...right, sub: { $ne: null } })],
    ["another secret", tokenOf(right, { secret: "another-secret-of-more-than-32-characters" })],
    ["no algorithm", `${encode({ alg: "none", typ: "JWT" })}.${encode(right)}.`],
    ["another algorithm", tokenOf(right, { header: { alg: "HS512", typ: "JWT" }, hash: "sha512" })],
    ["our algorithm under another header", tokenOf(right, { header: { typ: "JWT", alg: "HS256", kid: "1" } })],
    ["a fourth part", `${tokenOf(right)}.x`],
    ["a signature with something behind it", `${tokenOf(right)}=`],
    ["nothing", ""],
  ])("are refused with %s", (_what, token) => {
    expect(readToken(terms, tokenOf(right), NOW)).not.toBeNull();
    expect(readToken(terms, token, NOW)).toBeNull();
  });
});
