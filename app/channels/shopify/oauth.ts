/**
 * Shopify's token endpoint: a session token for an expiring offline token, and a refresh token for the next pair.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange
 */
import { z } from "zod";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { failureOfNetwork, parseJson } from "./admin-client.ts";
import { isShopDomain } from "./shop-domain.ts";

export interface OAuthApp {
  clientId: string;
  secret: string;
}

export interface TokenGrant {
  accessToken: string;
  scope: string;
  /** Seconds; null for a token that does not expire. */
  expiresIn: number | null;
  refreshToken: string | null;
  refreshTokenExpiresIn: number | null;
}

const grantSchema = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.number().nonnegative().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().nonnegative().optional(),
});
const errorSchema = z.object({ error: z.string() });
const TIMEOUT_MS = 10_000;

export function exchangeSessionToken(shop: string, app: OAuthApp, sessionToken: string, fetchFn: typeof fetch): Promise<Result<TokenGrant, Failure>> {
  return requestToken(shop, fetchFn, {
    client_id: app.clientId,
    client_secret: app.secret,
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: sessionToken,
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
    expiring: "1",
  });
}

export function refreshAccessToken(shop: string, app: OAuthApp, refreshToken: string, fetchFn: typeof fetch): Promise<Result<TokenGrant, Failure>> {
  return requestToken(shop, fetchFn, {
    client_id: app.clientId,
    client_secret: app.secret,
    grant_type: "refresh_token",
    refresh_token: refreshToken,
  });
}

async function requestToken(shop: string, fetchFn: typeof fetch, fields: Record<string, string>): Promise<Result<TokenGrant, Failure>> {
  if (!isShopDomain(shop)) throw new Error("not a shop domain");
  let response: Response;
  let body: unknown;
  try {
    response = await fetchFn(`https://${shop}/admin/oauth/access_token`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(fields),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    body = parseJson(await response.text());
  } catch (error) {
    return err(failureOfNetwork(error));
  }
  if (!response.ok) return err(failureOfRefusal(response.status, errorSchema.safeParse(body).data?.error ?? ""));
  const grant = grantSchema.safeParse(body);
  if (!grant.success) return err(failure("transient", "answer_unreadable", "Shopify's answer to a token request could not be read."));
  const { access_token, scope, expires_in, refresh_token, refresh_token_expires_in } = grant.data;
  return ok({
    accessToken: access_token,
    scope,
    expiresIn: expires_in ?? null,
    refreshToken: refresh_token ?? null,
    refreshTokenExpiresIn: refresh_token_expires_in ?? null,
  });
}

function failureOfRefusal(status: number, error: string): Failure {
  if (status === 429) return failure("throttled", "rate_limited", "Shopify asks us to slow down.", 2000);
  if (status >= 500) return failure("transient", "server_error", `Shopify answered with a server error (${status}).`);
  if (error === "app_not_installed") return failure("auth", "app_not_installed", "The app is not installed on this shop.");
  if (error === "invalid_subject_token") return failure("auth", "session_token_invalid", "Shopify did not accept the session token.");
  if (error === "invalid_client" || error === "application_cannot_be_found")
    return failure("auth", "app_secret_wrong", "Shopify does not accept this app's client id and secret.");
  return failure(
    "auth",
    "refresh_token_expired",
    "The permission to call Shopify for this shop has run out. Open the app in the Shopify admin once to renew it.",
  );
}
