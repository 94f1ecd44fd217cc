import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { audienceOf, verifySessionToken } from "./session-token.ts";

const app = { clientId: "client", secrets: ["new-secret", "old-secret"] };
const now = Date.UTC(2026, 10, 21, 9);
const nowS = now / 1000;
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

function mint(claims: object = {}, secret = "new-secret", header: object = { alg: "HS256", typ: "JWT" }): string {
  const signed = `${encode(header)}.${encode({ aud: "client", dest: "https://acme.myshopify.com", exp: nowS + 60, nbf: nowS, ...claims })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

describe("session token", () => {
  it("says whose shop it is, signed with either valid secret", () => {
    expect(verifySessionToken(mint(), app, now)).toEqual({ ok: true, value: { shop: "acme.myshopify.com" } });
    expect(verifySessionToken(mint({}, "old-secret"), app, now).ok).toBe(true);
    expect(audienceOf(mint())).toBe("client");
    expect(audienceOf("nonsense")).toBeNull();
  });
  it.each([
    ["another secret", mint({}, "wrong")],
    ["another app", mint({ aud: "other" })],
    ["over its time", mint({ exp: nowS - 11 })],
    ["not yet valid", mint({ nbf: nowS + 11 })],
    ["another host", mint({ dest: "https://acme.myshopify.com.evil.example" })],
    ["a host with a path", mint({ dest: "https://evil.example/acme.myshopify.com" })],
    ["no signature wanted", mint({}, "new-secret", { alg: "none" })],
    ["four parts", `${mint()}.x`],
    ["a cut signature", mint().slice(0, -4)],
    ["nothing", ""],
  ])("is refused: %s", (_name, token) => {
    expect(verifySessionToken(token, app, now)).toMatchObject({ ok: false, error: { class: "auth", code: "session_token_invalid" } });
  });
  it("is refused by an app without secrets", () => {
    expect(verifySessionToken(mint(), { ...app, secrets: [] }, now).ok).toBe(false);
  });
});
