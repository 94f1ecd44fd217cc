import { timingSafeEqual } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";
import { getInstall } from "./installs.ts";
import { STAFF_USER, verifySessionToken } from "./session-token.ts";
import type { SessionTokenClaims } from "./session-token.ts";
import {
  authenticateToken,
  issueExpiringOfflineToken,
  issueLastingOfflineToken,
  issueOnlineToken,
  revokeAccessToken,
  rotateRefreshToken,
} from "./tokens.ts";
import type { IssuedToken } from "./tokens.ts";

const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

/** POST https://{shop}/admin/oauth/access_token, which reaches us by the header that redirect.ts adds. */
export const tokenEndpoint: Route = {
  method: "POST",
  pattern: "/admin/oauth/access_token",
  handle(request, ctx) {
    const shop = request.headers["x-sandbox-shop"] ?? "";
    const fields = readFields(request);
    if (fields["client_id"] !== ctx.clientId || !isSecret(ctx, fields["client_secret"]))
      return oauthError(401, "invalid_client", "The client id or client secret is wrong.");
    if (!getInstall(ctx, shop)?.installed) return oauthError(400, "app_not_installed", "The application is not installed on this shop.");

    switch (fields["grant_type"]) {
      case TOKEN_EXCHANGE:
        return exchangeToken(ctx, shop, fields);
      case "refresh_token":
        return refresh(ctx, shop, fields["refresh_token"] ?? "");
      default:
        return oauthError(400, "unsupported_grant_type", "Use token exchange or a refresh token.");
    }
  },
};

function exchangeToken(ctx: SandboxContext, shop: string, fields: Record<string, string>): RouteAnswer {
  const subject = fields["subject_token"] ?? "";
  if (fields["subject_token_type"] === OFFLINE) return migrateToExpiring(ctx, shop, subject, fields);
  if (fields["subject_token_type"] !== ID_TOKEN) return oauthError(400, "invalid_subject_token_type", "The subject token's type is not supported.");

  const claims = readClaims(ctx, subject, shop);
  if (!claims) return oauthError(400, "invalid_subject_token", "Token exchange cannot be performed due to an invalid subject token.");
  switch (fields["requested_token_type"]) {
    case OFFLINE:
      return granted(ctx, shop, fields["expiring"] === "1" ? issueExpiringOfflineToken(ctx, shop) : issueLastingOfflineToken(ctx, shop));
    case ONLINE:
      return granted(ctx, shop, issueOnlineToken(ctx, shop), {
        associated_user_scope: grantedScopes(ctx, shop),
        session: claims.sid,
        associated_user: STAFF_USER,
      });
    default:
      return oauthError(400, "invalid_requested_token_type", "The requested token's type is not supported.");
  }
}

/** A lasting offline token may be exchanged once for an expiring one; that takes the lasting one back. */
function migrateToExpiring(ctx: SandboxContext, shop: string, token: string, fields: Record<string, string>): RouteAnswer {
  const current = authenticateToken(ctx, token);
  const isExchangeable = current?.shop === shop && current.kind === "offline" && !current.expiring && fields["expiring"] === "1";
  if (!isExchangeable) return oauthError(400, "invalid_subject_token", "Token exchange cannot be performed due to an invalid subject token.");
  revokeAccessToken(ctx, token);
  return granted(ctx, shop, issueExpiringOfflineToken(ctx, shop));
}

function refresh(ctx: SandboxContext, shop: string, refreshToken: string): RouteAnswer {
  const issued = rotateRefreshToken(ctx, shop, refreshToken);
  return issued ? granted(ctx, shop, issued) : oauthError(400, "invalid_grant", "The refresh token is invalid, expired or already replaced.");
}

function granted(ctx: SandboxContext, shop: string, issued: IssuedToken, more: object = {}): RouteAnswer {
  return { status: 200, body: { ...issued, scope: grantedScopes(ctx, shop), ...more } };
}

function grantedScopes(ctx: SandboxContext, shop: string): string {
  return getInstall(ctx, shop)!.granted.join(",");
}

/** A token whose parts are not JSON is simply not a session token. */
function readClaims(ctx: SandboxContext, token: string, shop: string): SessionTokenClaims | null {
  try {
    return verifySessionToken(ctx, token, shop);
  } catch {
    return null;
  }
}

/** Shopify takes JSON and form bodies alike. */
function readFields(request: RouteRequest): Record<string, string> {
  const isForm = (request.headers["content-type"] ?? "").includes("x-www-form-urlencoded");
  const entries = isForm ? [...new URLSearchParams(request.body.toString("utf8"))] : Object.entries(request.json());
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function isSecret(ctx: SandboxContext, given: string | undefined): boolean {
  const expected = Buffer.from(ctx.clientSecret);
  const actual = Buffer.from(given ?? "");
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function oauthError(status: number, error: string, description: string): RouteAnswer {
  return { status, body: { error, error_description: description } };
}
