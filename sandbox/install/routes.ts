import { APP_NAME, appPath, domainOf, installOf, installPath } from "../admin/shops.ts";
import { redirectTo } from "../admin/html.ts";
import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";
import { readAppScopes, splitScopes } from "./app-config.ts";
import { grantPage } from "./grant-page.ts";
import { getInstall, isCovered, missingScopes, scopesDetail } from "./installs.ts";
import { grantScopes, installApp, redactNow, revokeScopes, uninstallApp } from "./lifecycle.ts";
import { describeScope } from "./scope-words.ts";
import { mintSessionToken } from "./session-token.ts";
import { changeShopSettings, getShopSettings } from "./shop-settings.ts";
import { tokenEndpoint } from "./token-endpoint.ts";

export const installRoutes: Route[] = [
  tokenEndpoint,
  { method: "GET", pattern: "/store/:handle/install", handle: showGrantPage },
  { method: "POST", pattern: "/store/:handle/install", handle: acceptGrant },

  // Where an app sends a merchant from outside; the host page and redirect.ts translate the two origins to ours.
  { method: "GET", pattern: "/store/:handle/oauth/install", handle: (request, ctx) => leadToGrantPage(request, ctx, request.params["handle"]!) },
  { method: "GET", pattern: "/admin/oauth/install", handle: (request, ctx) => leadToGrantPage(request, ctx, shopOf(request)) },
  { method: "GET", pattern: "/admin/oauth/authorize", handle: (request, ctx) => leadToGrantPage(request, ctx, shopOf(request)) },

  // What the host page does for App Bridge's shopify.scopes and for its own Uninstall button.
  { method: "GET", pattern: "/store/:handle/scopes", handle: showScopes },
  { method: "POST", pattern: "/store/:handle/scopes", handle: changeScopes },
  { method: "POST", pattern: "/store/:handle/uninstall", handle: uninstall },

  { method: "POST", pattern: "/sandbox/session-tokens", handle: giveSessionToken },
  {
    method: "GET",
    pattern: "/sandbox/shops/:domain/settings",
    handle: (request, ctx) => ok(getShopSettings(ctx, knownShop(ctx, request.params["domain"]!))),
  },
  {
    method: "POST",
    pattern: "/sandbox/shops/:domain/settings",
    handle: (request, ctx) => ok(changeShopSettings(ctx, knownShop(ctx, request.params["domain"]!), request.json())),
  },
  { method: "POST", pattern: "/sandbox/shops/:domain/redact-now", handle: sendRedactNow },
];

function showGrantPage(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const install = installOf(ctx, request.params["handle"]!);
  const { required, optional: declared } = readAppScopes(ctx.appTomlPath);
  const optional = splitScopes(request.query.get("optional_scopes") ?? "").filter(
    (scope) => declared.includes(scope) && !isCovered(scope, install.granted),
  );
  const missing = install.installed ? missingScopes(ctx, install.shop) : required;
  const scopes = [...missing, ...optional];
  // Nothing left to ask: the merchant came here by an old link.
  if (install.installed && scopes.length === 0) return redirectTo(appPath(install.shop));
  return grantPage({ install, scopes, optional });
}

function acceptGrant(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const { shop } = installOf(ctx, request.params["handle"]!);
  const form = new URLSearchParams(request.body.toString("utf8"));
  installApp(ctx, shop, form.getAll("optional_scope"));
  return redirectTo(appPath(shop));
}

function leadToGrantPage(request: RouteRequest, ctx: SandboxContext, shop: string): RouteAnswer {
  const { shop: domain } = installOf(ctx, shop);
  const clientId = request.query.get("client_id");
  if (clientId !== ctx.clientId) throw new Refusal(400, "client_id", "no app has this client_id", `${APP_NAME}'s is in GET /sandbox/state`);
  const optional = request.query.get("optional_scopes");
  return redirectTo(installPath(domain, optional ? `?optional_scopes=${encodeURIComponent(optional)}` : ""));
}

/** The scopes, and the words in which the host page shows them. */
function showScopes(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const detail = scopesDetail(ctx, installOf(ctx, request.params["handle"]!).shop);
  const named = [...detail.granted, ...detail.required, ...detail.optional];
  return ok({ ...detail, words: Object.fromEntries(named.map((scope) => [scope, describeScope(scope)])) });
}

function changeScopes(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const { shop } = installOf(ctx, request.params["handle"]!);
  const { grant, revoke } = request.json();
  if (isStringList(grant)) grantScopes(ctx, shop, grant);
  if (isStringList(revoke)) revokeScopes(ctx, shop, revoke);
  return showScopes(request, ctx);
}

function uninstall(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const { shop } = installOf(ctx, request.params["handle"]!);
  uninstallApp(ctx, shop);
  return ok({ shop, installed: false });
}

function giveSessionToken(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const shop = request.json()["shop"];
  if (typeof shop !== "string") throw new Refusal(422, "shop", "no shop was named", 'send {"shop":"demo-shop.myshopify.com"}');
  return ok({ session_token: mintSessionToken(ctx, knownShop(ctx, shop)) });
}

function sendRedactNow(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const shop = knownShop(ctx, request.params["domain"]!);
  return ok({ shop, webhooks: redactNow(ctx, shop) });
}

/** The shop of a request to https://{shop}/admin/…: redirect.ts names it in a header, the host page in the query. */
function shopOf(request: RouteRequest): string {
  const shop = request.headers["x-sandbox-shop"] ?? request.query.get("shop");
  if (!shop) throw new Refusal(400, "shop", "no shop was named", "add ?shop=demo-shop.myshopify.com");
  return shop;
}

function knownShop(ctx: SandboxContext, handleOrDomain: string): string {
  const install = getInstall(ctx, domainOf(handleOrDomain));
  if (!install) throw new Refusal(404, "shop", `there is no shop ${handleOrDomain} here`, "GET /sandbox/state lists the shops");
  return install.shop;
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function ok(body: object): RouteAnswer {
  return { status: 200, body };
}
