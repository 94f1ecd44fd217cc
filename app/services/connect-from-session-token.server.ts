/** Connects a shop with a session token in hand and no browser: what `npm run up` does for the demo shop. */
import { exchangeSessionToken } from "#app/channels/shopify/oauth.ts";
import { audienceOf, verifySessionToken } from "#app/channels/shopify/session-token.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { sessionOf, sessionStorageOf, tokenLockKey } from "./access-token.server.ts";
import { findAppByClientId, validSecrets } from "./app-credentials.server.ts";
import { connectShop, type ConnectedShop } from "./connect-shop.server.ts";
import type { ServiceContext } from "./context.server.ts";
import { withShopLock } from "./with-shop-lock.server.ts";

export async function connectFromSessionToken(ctx: ServiceContext, sessionToken: string): Promise<Result<ConnectedShop, Failure>> {
  const app = await findAppByClientId(ctx, audienceOf(sessionToken) ?? "");
  if (!app) return err(failure("auth", "app_unknown", "The session token is for an app that is not configured here."));
  const verified = verifySessionToken(sessionToken, { clientId: app.clientId, secrets: validSecrets(app) }, ctx.clock());
  if (!verified.ok) return verified;
  const { shop } = verified.value;
  const locked = await withShopLock(ctx, tokenLockKey(app.id, shop), async (): Promise<Result<ConnectedShop, Failure>> => {
    const now = ctx.clock();
    const granted = await exchangeSessionToken(shop, app, sessionToken, ctx.fetch);
    if (!granted.ok) return granted;
    await sessionStorageOf(ctx, app.id).storeSession(sessionOf(shop, granted.value, now));
    return ok(await connectShop(ctx, { shop, credentialId: app.id, accessToken: granted.value.accessToken, scope: granted.value.scope }));
  });
  return locked.ok ? locked.value : locked;
}
