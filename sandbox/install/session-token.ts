import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import { getShopSettings } from "./shop-settings.ts";

/** The staff member who is always signed in to the stand-in admin. */
export const STAFF_USER = {
  id: 902541635,
  first_name: "Sam",
  last_name: "Merchant",
  email: "sam@demo-shop.example",
  email_verified: true,
  account_owner: true,
  locale: "en",
  collaborator: false,
} as const;

/** Claims of a session token, as https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens lists them. */
export interface SessionTokenClaims {
  iss: string;
  dest: string;
  aud: string;
  sub: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  sid: string;
}

/** Clocks differ a little between Shopify and an app's server; shopify-api allows 10 s, so does the token endpoint. */
const CLOCK_TOLERANCE_S = 10;

/** Mints the token that App Bridge's idToken() gives to the app for `shop`: HS256 with the app's secret, valid for a minute. */
export function mintSessionToken(ctx: SandboxContext, shop: string): string {
  const nowS = Math.floor(ctx.now() / 1000);
  const claims: SessionTokenClaims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: ctx.clientId,
    sub: String(STAFF_USER.id),
    exp: nowS + getShopSettings(ctx, shop).session_token_ttl_s,
    nbf: nowS,
    iat: nowS,
    jti: randomUUID(),
    sid: randomUUID(),
  };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${signature(ctx, signed)}`;
}

/** The claims of a token that is ours, in date and meant for `shop`; null for anything else. */
export function verifySessionToken(ctx: SandboxContext, token: string, shop: string): SessionTokenClaims | null {
  const [header, payload, given, ...rest] = token.split(".");
  if (!header || !payload || !given || rest.length > 0) return null;
  const expected = Buffer.from(signature(ctx, `${header}.${payload}`));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return null;

  const { alg } = decode(header) as { alg?: unknown };
  const claims = decode(payload) as Partial<SessionTokenClaims>;
  const nowS = ctx.now() / 1000;
  const isOurs = alg === "HS256" && claims.aud === ctx.clientId && claims.dest === `https://${shop}`;
  const isInDate = Number(claims.exp) + CLOCK_TOLERANCE_S > nowS && Number(claims.nbf) - CLOCK_TOLERANCE_S <= nowS;
  return isOurs && isInDate ? (claims as SessionTokenClaims) : null;
}

function signature(ctx: SandboxContext, signed: string): string {
  return createHmac("sha256", ctx.clientSecret).update(signed).digest("base64url");
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function decode(part: string): object {
  return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as object;
}
