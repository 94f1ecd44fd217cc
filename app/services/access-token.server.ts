/** The offline access token of a Shopify connection: loaded, and refreshed before it expires, exactly once however many ask. */
import { Session } from "@shopify/shopify-api";
import { refreshAccessToken, type TokenGrant } from "#app/channels/shopify/oauth.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { DatabaseSessionStorage, offlineSessionId } from "#app/data/system/sessions.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { findAppById, type AppCredential } from "./app-credentials.server.ts";
import type { ServiceContext } from "./context.server.ts";
import { withShopLock } from "./with-shop-lock.server.ts";

/** Refresh this long before the end: no call may be under way with a token that dies. */
const MARGIN_MS = 60_000;

export const sessionStorageOf = (ctx: ServiceContext, credentialId: string) => new DatabaseSessionStorage(ctx.db, ctx.box, credentialId, ctx.clock);

/** Where the lock for a shop's tokens is; the embedded app's authentication takes the same one. */
export const tokenLockKey = (credentialId: string, shop: string) => `${credentialId}:${shop}`;

/** @param refused a token that Shopify has just answered 401 to: it is refreshed even if its time is not up. */
export async function accessTokenFor(ctx: ServiceContext, connection: Connection, refused?: string): Promise<Result<string, Failure>> {
  const app = connection.credential_id === null ? null : await findAppById(ctx, connection.credential_id);
  if (!app) return err(failure("auth", "app_unknown", "The app registration that this connection was made with is no longer configured."));
  const usable = usableToken(await load(ctx, app, connection), ctx.clock(), refused);
  if (usable) return ok(usable);
  const locked = await withShopLock(ctx, tokenLockKey(app.id, connection.external_id), async () => {
    // Whoever waited finds what the one before has fetched.
    const session = await load(ctx, app, connection);
    const fetched = usableToken(session, ctx.clock(), refused);
    return fetched ? ok(fetched) : refresh(ctx, app, connection, session);
  });
  return locked.ok ? locked.value : locked;
}

const load = (ctx: ServiceContext, app: AppCredential, connection: Connection) =>
  sessionStorageOf(ctx, app.id).loadSession(offlineSessionId(connection.external_id));

function usableToken(session: Session | undefined, now: number, refused: string | undefined): string | null {
  if (!session?.accessToken || session.accessToken === refused) return null;
  return session.expires && session.expires.getTime() - MARGIN_MS <= now ? null : session.accessToken;
}

async function refresh(
  ctx: ServiceContext,
  app: AppCredential,
  connection: Connection,
  session: Session | undefined,
): Promise<Result<string, Failure>> {
  const startedAt = ctx.clock();
  if (!session?.refreshToken || (session.refreshTokenExpires && session.refreshTokenExpires.getTime() <= startedAt))
    return err(
      failure(
        "auth",
        "refresh_token_expired",
        "The permission to call Shopify for this shop has run out. Open the app in the Shopify admin once to renew it.",
      ),
    );
  const granted = await refreshAccessToken(connection.external_id, app, session.refreshToken, ctx.fetch);
  const data = { outcome: granted.ok ? "renewed" : granted.error.code, duration_ms: ctx.clock() - startedAt };
  await writeAudit(
    ctx.db,
    connection.merchant_id,
    { connectionId: connection.id, kind: "api_call", actor: "worker", action: "token_refresh", data },
    startedAt,
  );
  if (!granted.ok) return granted;
  await sessionStorageOf(ctx, app.id).storeSession(sessionOf(connection.external_id, granted.value, startedAt));
  return ok(granted.value.accessToken);
}

/** The session Shopify's library would build from the same grant. */
export function sessionOf(shop: string, grant: TokenGrant, now: number): Session {
  return new Session({
    id: offlineSessionId(shop),
    shop,
    state: "",
    isOnline: false,
    scope: grant.scope,
    accessToken: grant.accessToken,
    ...(grant.expiresIn === null ? {} : { expires: new Date(now + grant.expiresIn * 1000) }),
    ...(grant.refreshToken === null ? {} : { refreshToken: grant.refreshToken }),
    ...(grant.refreshTokenExpiresIn === null ? {} : { refreshTokenExpires: new Date(now + grant.refreshTokenExpiresIn * 1000) }),
  });
}
