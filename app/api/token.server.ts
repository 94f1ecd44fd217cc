/** POST /api/v1/auth/token: a key for a token of a quarter of an hour. The token is a JWT whose algorithm, issuer and audience are pinned. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { ApiKeyRow } from "#app/data/api-keys.server.ts";
import { getEnv } from "#app/lib/env.ts";
import { problem } from "./answer.ts";
import { findUsableKey } from "./keys.server.ts";
import type { RestRoute } from "./rest.server.ts";
import { tokenBodySchema } from "./schemas/token.ts";
import { readRequest } from "./validation.ts";

export const TOKEN_SECONDS = 15 * 60;
/** A token made on a machine whose clock is ahead is not refused for it. */
const CLOCK_SKEW_SECONDS = 30;

export interface TokenClaims {
  /** The merchant. */
  sub: string;
  /** The key it was made with: dead when that one is. */
  key: string;
}

/** What both sides of a token agree on. */
export interface TokenTerms {
  secret: string;
  issuer: string;
}

/** null where JWT_SECRET is not set: then there are no tokens. */
export function tokenTerms(): TokenTerms | null {
  const { JWT_SECRET: secret, APP_URL: issuer } = getEnv();
  return secret === undefined ? null : { secret, issuer };
}

const HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");
const audienceOf = (issuer: string): string => `${issuer}/api/v1`;
const sign = (text: string, secret: string): Buffer => createHmac("sha256", secret).update(text).digest();

/** Ends with its key where that is sooner. */
export function makeToken(
  terms: TokenTerms,
  key: Pick<ApiKeyRow, "id" | "merchant_id" | "expires_at">,
  now: number,
): { token: string; expiresIn: number } {
  const iat = Math.floor(now / 1000);
  const expiresIn = Math.max(1, Math.min(TOKEN_SECONDS, key.expires_at === null ? TOKEN_SECONDS : Math.floor((key.expires_at - now) / 1000)));
  const claims = { iss: terms.issuer, aud: audienceOf(terms.issuer), sub: key.merchant_id, key: key.id, iat, exp: iat + expiresIn };
  const signed = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
  return { token: `${signed}.${sign(signed, terms.secret).toString("base64url")}`, expiresIn };
}

/** null for whatever is not exactly a token that we made, for us, that is not over. Whether its key still lives is the caller's question. */
export function readToken(terms: TokenTerms, token: string, now: number): TokenClaims | null {
  const [header, payload = "", signature = "", ...rest] = token.split(".");
  // The header is compared as a whole: what it says about algorithms is never looked at.
  if (header !== HEADER || rest.length > 0) return null;
  const given = Buffer.from(signature, "base64url");
  const right = sign(`${header}.${payload}`, terms.secret);
  if (given.length !== right.length || !timingSafeEqual(given, right) || given.toString("base64url") !== signature) return null;
  const { iss, aud, sub, key, iat, exp } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Record<string, unknown>;
  const seconds = now / 1000;
  if (iss !== terms.issuer || aud !== audienceOf(terms.issuer) || typeof sub !== "string" || typeof key !== "string") return null;
  if (typeof exp !== "number" || typeof iat !== "number" || exp <= seconds || iat > seconds + CLOCK_SKEW_SECONDS || exp - iat > TOKEN_SECONDS)
    return null;
  return { sub, key };
}

export const tokenRoutes: readonly RestRoute[] = [
  {
    method: "POST",
    path: "/api/v1/auth/token",
    scope: null,
    async handle({ ctx, json }) {
      const terms = tokenTerms();
      if (terms === null) return problem("api_not_configured");
      const body = await json();
      if (!body.ok) return body.error;
      const read = readRequest(tokenBodySchema, body.value);
      if (!read.ok) return problem("validation_failed", { errors: read.error });
      const now = ctx.clock();
      const key = await findUsableKey(ctx.db, read.value.api_key, now);
      if (!key.ok) return problem("invalid_api_key", { message: key.error });
      if (key.value.mode !== "live") return problem("key_scope_missing", { message: "A test key only sends events." });
      const { token, expiresIn } = makeToken(terms, key.value, now);
      return { status: 200, body: { access_token: token, token_type: "Bearer", expires_in: expiresIn } };
    },
  },
];
