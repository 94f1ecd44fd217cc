import { randomBytes } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import { getShopSettings } from "./shop-settings.ts";
import { ensureInstallTables } from "./tables.ts";

/** Who an access token speaks for. `expiring` is false for the old kind, which Shopify refuses for new public apps. */
export interface AuthenticatedToken {
  shop: string;
  scopes: string[];
  kind: "offline" | "online";
  expiring: boolean;
}

/** A new access token with its refresh token, where it has one. Lifetimes in seconds. */
export interface IssuedToken {
  access_token: string;
  expires_in?: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
}

/** Online tokens live as long as the staff member's session in the admin: a day. */
const ONLINE_TTL_S = 86_399;

/** A used refresh token may be retried until its replacement is used, and at most this long after its first use. */
const RETRY_WINDOW_MS = 30 * 24 * 3600 * 1000;

interface RefreshRow {
  token: string;
  shop: string;
  replaces: string | null;
  expires_at: number;
  first_used_at: number | null;
  retired_at: number | null;
}

/** The shop and its granted scopes for a token that is neither expired nor revoked; null otherwise (answer 401). */
export function authenticateToken(ctx: SandboxContext, accessToken: string): AuthenticatedToken | null {
  ensureInstallTables(ctx);
  const row = ctx.db
    .prepare(
      `SELECT t.shop, t.kind, t.expires_at, i.granted FROM tokens t JOIN installs i ON i.shop = t.shop
       WHERE t.token = ? AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?)
         AND i.installed_at IS NOT NULL AND i.uninstalled_at IS NULL`,
    )
    .get(accessToken, ctx.now()) as { shop: string; kind: "offline" | "online"; expires_at: number | null; granted: string } | undefined;
  if (!row) return null;
  // Scopes are those of the installation now, not of the day the token was made: under managed install a grant or a
  // revocation takes effect on tokens already issued.
  return { shop: row.shop, kind: row.kind, scopes: JSON.parse(row.granted) as string[], expiring: row.expires_at !== null };
}

export function issueOnlineToken(ctx: SandboxContext, shop: string): IssuedToken {
  return { access_token: storeAccessToken(ctx, shop, "online", ONLINE_TTL_S), expires_in: ONLINE_TTL_S };
}

/** The old kind of offline token: it lives until uninstall and has no refresh token. */
export function issueLastingOfflineToken(ctx: SandboxContext, shop: string): IssuedToken {
  return { access_token: storeAccessToken(ctx, shop, "offline", null) };
}

/** An offline token that expires, with a refresh token; `replaces` links it to the refresh token it was bought with. */
export function issueExpiringOfflineToken(ctx: SandboxContext, shop: string, replaces: string | null = null): IssuedToken {
  const { access_token_ttl_s: accessTtl, refresh_token_ttl_s: refreshTtl } = getShopSettings(ctx, shop);
  const refreshToken = newSecret("shprt");
  const issue = ctx.db.transaction(() => {
    ctx.db
      .prepare("INSERT INTO refresh_tokens (token, shop, replaces, expires_at) VALUES (?, ?, ?, ?)")
      .run(refreshToken, shop, replaces, ctx.now() + refreshTtl * 1000);
    return storeAccessToken(ctx, shop, "offline", accessTtl);
  });
  return { access_token: issue(), expires_in: accessTtl, refresh_token: refreshToken, refresh_token_expires_in: refreshTtl };
}

/**
 * Exchanges a refresh token for a new pair; null when it is unknown, expired, retired or another shop's.
 *
 * As Shopify documents it since August 2026: a used refresh token stays good for retries (a lost answer, a failed
 * write) until the app uses its replacement, for 30 days at most and never beyond its own expiry.
 * https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens
 */
export function rotateRefreshToken(ctx: SandboxContext, shop: string, refreshToken: string): IssuedToken | null {
  ensureInstallTables(ctx);
  const rotate = ctx.db.transaction((): IssuedToken | null => {
    const row = ctx.db.prepare("SELECT * FROM refresh_tokens WHERE token = ? AND shop = ?").get(refreshToken, shop) as RefreshRow | undefined;
    if (!row || row.retired_at !== null || row.expires_at <= ctx.now()) return null;
    if (row.first_used_at !== null && row.first_used_at + RETRY_WINDOW_MS <= ctx.now()) return null;

    ctx.db.prepare("UPDATE refresh_tokens SET first_used_at = coalesce(first_used_at, ?) WHERE token = ?").run(ctx.now(), row.token);
    if (row.replaces !== null) retirePredecessor(ctx, row);
    return issueExpiringOfflineToken(ctx, shop, row.token);
  });
  return rotate();
}

/** Takes back one access token (a lasting one that was exchanged for an expiring one). */
export function revokeAccessToken(ctx: SandboxContext, token: string): void {
  ctx.db.prepare("UPDATE tokens SET revoked_at = ? WHERE token = ?").run(ctx.now(), token);
}

/** Takes back everything the app holds for the shop, as an uninstall does. */
export function revokeAllTokens(ctx: SandboxContext, shop: string): void {
  ctx.db.prepare("UPDATE tokens SET revoked_at = ? WHERE shop = ? AND revoked_at IS NULL").run(ctx.now(), shop);
  ctx.db.prepare("UPDATE refresh_tokens SET retired_at = ? WHERE shop = ? AND retired_at IS NULL").run(ctx.now(), shop);
}

/** Using a replacement retires the token it replaces, and the replacements that lost answers left behind. */
function retirePredecessor(ctx: SandboxContext, used: RefreshRow): void {
  ctx.db
    .prepare("UPDATE refresh_tokens SET retired_at = ? WHERE retired_at IS NULL AND token != ? AND (token = ? OR replaces = ?)")
    .run(ctx.now(), used.token, used.replaces, used.replaces);
}

function storeAccessToken(ctx: SandboxContext, shop: string, kind: "offline" | "online", ttlS: number | null): string {
  ensureInstallTables(ctx);
  const token = newSecret(kind === "offline" ? "shpat" : "shpua");
  const expiresAt = ttlS === null ? null : ctx.now() + ttlS * 1000;
  ctx.db.prepare("INSERT INTO tokens (token, shop, kind, expires_at) VALUES (?, ?, ?, ?)").run(token, shop, kind, expiresAt);
  return token;
}

function newSecret(prefix: string): string {
  return `${prefix}_${randomBytes(16).toString("hex")}`;
}
