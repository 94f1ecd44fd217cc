import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import { readSettings } from "../store/settings.ts";
import { requireShop as requireShopFacts } from "../store/shops.ts";
import { emitWebhook } from "../webhooks/emit.ts";
import type { EmittedWebhook } from "../webhooks/emit.ts";
import { shopPayload } from "../webhooks/payload/catalog.ts";
import { readAppScopes } from "./app-config.ts";
import { getInstall, saveInstall } from "./installs.ts";
import type { Install } from "./installs.ts";
import { cancelPendingRedact, deleteApiSubscriptions, redactPayload } from "./shop-effects.ts";
import { revokeAllTokens } from "./tokens.ts";

/**
 * Managed install, by the merchant's click on Install: every required scope is granted, optional ones only if named.
 * Installing again keeps what is granted and adds what is missing.
 */
export function installApp(ctx: SandboxContext, shop: string, optionalScopes: string[] = []): Install {
  const current = requireShop(ctx, shop);
  const { required, optional } = readAppScopes(ctx.appTomlPath);
  const chosen = optionalScopes.filter((scope) => optional.includes(scope));
  const granted = [...new Set([...current.granted, ...required, ...chosen])];
  if (current.installed) return grantScopes(ctx, shop, granted);

  const install: Install = { shop: current.shop, installed: true, granted, installedAt: ctx.now(), uninstalledAt: null };
  const run = ctx.db.transaction(() => {
    saveInstall(ctx, install);
    // A shop that comes back within the 48 hours keeps its data: Shopify then sends no shop/redact.
    cancelPendingRedact(ctx, current.shop);
  });
  run();
  return install;
}

/** Adds scopes the app declares; tells the app (app/scopes_update) when something changed. */
export function grantScopes(ctx: SandboxContext, shop: string, scopes: string[]): Install {
  const current = requireInstalled(ctx, shop);
  const { required, optional } = readAppScopes(ctx.appTomlPath);
  const undeclared = scopes.find((scope) => !required.includes(scope) && !optional.includes(scope) && !current.granted.includes(scope));
  if (undeclared) throw new Refusal(422, "scopes", `${undeclared} is not declared in shopify.app.toml`, "add it to optional_scopes");
  return changeGrants(ctx, current, [...new Set([...current.granted, ...scopes])]);
}

/** Takes optional scopes back; a required one cannot be given up without uninstalling. */
export function revokeScopes(ctx: SandboxContext, shop: string, scopes: string[]): Install {
  const current = requireInstalled(ctx, shop);
  const { required } = readAppScopes(ctx.appTomlPath);
  const kept = scopes.find((scope) => required.includes(scope));
  if (kept) throw new Refusal(422, "scopes", `${kept} is required by the app`, "only optional scopes can be revoked");
  return changeGrants(
    ctx,
    current,
    current.granted.filter((scope) => !scopes.includes(scope)),
  );
}

/** Uninstall: tokens die, the API's subscriptions go, app/uninstalled at once and shop/redact after 48 hours (or as set). */
export function uninstallApp(ctx: SandboxContext, shop: string): void {
  const current = requireInstalled(ctx, shop);
  const run = ctx.db.transaction(() => {
    emitWebhook(ctx, { shop: current.shop, topic: "app/uninstalled", payload: shopPayload(requireShopFacts(ctx, current.shop), ctx.now()) });
    emitWebhook(ctx, {
      shop: current.shop,
      topic: "shop/redact",
      payload: redactPayload(ctx, current.shop),
      delayMs: readSettings(ctx).shop_redact_delay_ms,
    });
    deleteApiSubscriptions(ctx, current.shop);
    revokeAllTokens(ctx, current.shop);
    saveInstall(ctx, { ...current, granted: [], uninstalledAt: ctx.now() });
  });
  run();
}

/** Sends shop/redact now instead of after 48 hours. */
export function redactNow(ctx: SandboxContext, shop: string): EmittedWebhook[] {
  const { shop: domain } = requireShop(ctx, shop);
  const run = ctx.db.transaction(() => {
    cancelPendingRedact(ctx, domain);
    return emitWebhook(ctx, { shop: domain, topic: "shop/redact", payload: redactPayload(ctx, domain) });
  });
  return run();
}

function changeGrants(ctx: SandboxContext, current: Install, granted: string[]): Install {
  if (granted.length === current.granted.length && granted.every((scope) => current.granted.includes(scope))) return current;
  const changed = { ...current, granted };
  const run = ctx.db.transaction(() => {
    saveInstall(ctx, changed);
    emitWebhook(ctx, {
      shop: current.shop,
      topic: "app/scopes_update",
      payload: { id: 1, previous: current.granted, current: granted, updated_at: new Date(ctx.now()).toISOString() },
    });
  });
  run();
  return changed;
}

function requireShop(ctx: SandboxContext, shop: string): Install {
  const install = getInstall(ctx, shop);
  if (!install) throw new Refusal(404, "shop", `there is no shop ${shop} here`, "GET /sandbox/state lists the shops");
  return install;
}

function requireInstalled(ctx: SandboxContext, shop: string): Install {
  const install = requireShop(ctx, shop);
  if (!install.installed)
    throw new Refusal(409, "shop", `the app is not installed on ${shop}`, `open ${ctx.adminOrigin}/store/${shop.split(".")[0]}/install`);
  return install;
}
