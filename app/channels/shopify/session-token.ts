/** Session tokens of Shopify's App Bridge: https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { parseJson } from "./admin-client.ts";
import { isShopDomain } from "./shop-domain.ts";

/** Clocks differ a little; the same tolerance as Shopify's library. */
const CLOCK_TOLERANCE_S = 10;
const claimsSchema = z.object({ aud: z.string(), dest: z.string(), exp: z.number(), nbf: z.number() });

const decode = (part: string | undefined) => parseJson(Buffer.from(part ?? "", "base64url").toString("utf8"));

/** Which app the token says it is for. Not verified: only to choose the secret that verifies it. */
export const audienceOf = (token: string): string | null => claimsSchema.pick({ aud: true }).safeParse(decode(token.split(".")[1])).data?.aud ?? null;

/** Verifies signature, audience, dates and shop; answers whose shop it is. `secrets`: every secret of the app that is still valid. */
export function verifySessionToken(
  token: string,
  app: { clientId: string; secrets: readonly string[] },
  now: number,
): Result<{ shop: string }, Failure> {
  const invalid = err(failure("auth", "session_token_invalid", "The session token is not valid (any more)."));
  const [header, payload, signature, ...rest] = token.split(".");
  if (!header || !payload || !signature || rest.length > 0) return invalid;
  if (z.object({ alg: z.literal("HS256") }).safeParse(decode(header)).success === false) return invalid;
  const given = Buffer.from(signature, "base64url");
  const isSigned = app.secrets.some((secret) => {
    const expected = createHmac("sha256", secret).update(`${header}.${payload}`).digest();
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  const claims = claimsSchema.safeParse(decode(payload)).data;
  if (!isSigned || !claims || claims.aud !== app.clientId) return invalid;
  const nowS = now / 1000;
  if (claims.exp + CLOCK_TOLERANCE_S <= nowS || claims.nbf - CLOCK_TOLERANCE_S > nowS) return invalid;
  const shop = claims.dest.replace(/^https:\/\//, "");
  return isShopDomain(shop) ? ok({ shop }) : invalid;
}
