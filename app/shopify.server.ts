/**
 * Shopify's library for the embedded app, one instance per app registration, made on first use: nothing happens at import.
 * Routes call `authenticateAdmin(request)`; webhooks never come here (see ingest: the library would load sessions over the network).
 */
import "@shopify/shopify-app-remix/adapters/node";
import { ApiVersion, AppDistribution, LogSeverity, shopifyApp } from "@shopify/shopify-app-remix/server";
import { audienceOf, verifySessionToken } from "./channels/shopify/session-token.ts";
import { findConnectionByAccount } from "./data/system/connections.server.ts";
import { offlineSessionId } from "./data/system/sessions.server.ts";
import { getEnv } from "./lib/env.ts";
import { sessionStorageOf, tokenLockKey } from "./services/access-token.server.ts";
import { findAppByClientId, rememberEnvironmentApp, validSecrets, type AppCredential } from "./services/app-credentials.server.ts";
import { connectShop } from "./services/connect-shop.server.ts";
import { serviceContext, type ServiceContext } from "./services/context.server.ts";
import { withShopLock } from "./services/with-shop-lock.server.ts";

/** As in Shopify's library: a session that ends sooner is exchanged anew. */
const EXCHANGE_BEFORE_EXPIRY_MS = 5 * 60 * 1000;

const createApp = (ctx: ServiceContext, app: AppCredential) =>
  shopifyApp({
    apiKey: app.clientId,
    apiSecretKey: app.secret,
    apiVersion: ApiVersion.October26,
    ...(app.scopes.length > 0 ? { scopes: app.scopes } : {}),
    appUrl: ctx.appUrl,
    authPathPrefix: "/auth",
    distribution: AppDistribution.AppStore,
    isEmbeddedApp: true,
    sessionStorage: sessionStorageOf(ctx, app.id),
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    // The library's messages hold session tokens at debug level: only its warnings, and through our log, which strikes credentials out.
    logger: {
      level: LogSeverity.Warning,
      log: async (_severity, message) => ctx.log.warn("shopify library", { component: "shopify-app-remix", error: message }),
    },
    hooks: {
      afterAuth: async ({ session }) => {
        // A deletion stands until the merchant says "connect again", or the app was uninstalled and comes back.
        const existing = await findConnectionByAccount(ctx.db, "shopify", session.shop);
        if (existing?.status_reason === "deleted") return;
        await connectShop(ctx, { shop: session.shop, credentialId: app.id, accessToken: session.accessToken ?? "", scope: session.scope ?? "" });
      },
    },
  });
type ShopifyApp = ReturnType<typeof createApp>;

const instances = new Map<string, ShopifyApp>();

/** The library for one app registration. A rotated secret makes a new instance. */
function instanceFor(ctx: ServiceContext, app: AppCredential): ShopifyApp {
  const key = `${app.id}\n${app.secret}`;
  let instance = instances.get(key);
  if (!instance) instances.set(key, (instance = createApp(ctx, app)));
  return instance;
}

/** The environment's app. @throws when SHOPIFY_API_KEY is not given: the embedded app cannot run without. */
async function environmentApp(ctx: ServiceContext): Promise<AppCredential> {
  const clientId = getEnv().SHOPIFY_API_KEY;
  if (!clientId) throw new Error("SHOPIFY_API_KEY is not set");
  let app = await findAppByClientId(ctx, clientId);
  if (!app) {
    await rememberEnvironmentApp(ctx);
    app = await findAppByClientId(ctx, clientId);
  }
  return app!;
}

export type AdminContext = Awaited<ReturnType<ShopifyApp["authenticate"]["admin"]>>;

/**
 * Authenticates a request from inside the Shopify admin, as `authenticate.admin` does (it throws Responses: bounce page, 401, 410).
 * First exchanges of one shop run one after the other: parent and child loaders all arrive without a session on the first load.
 */
export async function authenticateAdmin(request: Request): Promise<AdminContext> {
  const ctx = serviceContext();
  const token = request.headers.get("authorization")?.replace(/^Bearer /, "") ?? new URL(request.url).searchParams.get("id_token");
  const app = (token ? await findAppByClientId(ctx, audienceOf(token) ?? "") : null) ?? (await environmentApp(ctx));
  const shopify = instanceFor(ctx, app);
  // Only a verified token may take a lock: anybody can make up the others, and the library answers those.
  const verified = token ? verifySessionToken(token, { clientId: app.clientId, secrets: validSecrets(app) }, ctx.clock()) : null;
  if (!verified?.ok) return answeredByLibrary(shopify, request, token !== null);
  const { shop } = verified.value;
  const session = await sessionStorageOf(ctx, app.id).loadSession(offlineSessionId(shop));
  if (session?.isActive(undefined, EXCHANGE_BEFORE_EXPIRY_MS)) return shopify.authenticate.admin(request);
  const locked = await withShopLock(ctx, tokenLockKey(app.id, shop), () => shopify.authenticate.admin(request));
  return locked.ok ? locked.value : shopify.authenticate.admin(request);
}

/** For its answers alone (bounce page, 401, redirects), which it throws. A token that we refuse is refused, also where the library is content with less. */
async function answeredByLibrary(shopify: ShopifyApp, request: Request, hasToken: boolean): Promise<AdminContext> {
  const admitted = await shopify.authenticate.admin(request).catch((thrown: unknown) => {
    if (hasToken && !(thrown instanceof Response)) return null;
    throw thrown;
  });
  if (hasToken || admitted === null) throw new Response(null, { status: 401, statusText: "Unauthorized" });
  return admitted;
}
