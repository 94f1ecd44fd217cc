import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import { getInstall } from "../install/installs.ts";
import type { Install } from "../install/installs.ts";

/** The app's place in the admin's addresses: /store/<handle>/apps/crossdock. */
export const APP_HANDLE = "crossdock";
export const APP_NAME = "Crossdock";

const SHOP_SUFFIX = ".myshopify.com";

/** demo-shop, or demo-shop.myshopify.com → demo-shop.myshopify.com */
export function domainOf(handle: string): string {
  return handle.endsWith(SHOP_SUFFIX) ? handle.toLowerCase() : `${handle.toLowerCase()}${SHOP_SUFFIX}`;
}

/** demo-shop.myshopify.com → demo-shop */
export function handleOf(domain: string): string {
  return domain.replace(SHOP_SUFFIX, "");
}

/** demo-shop → Demo shop, the name shown in the bar. */
export function displayName(domain: string): string {
  const words = handleOf(domain).replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The install of the shop a page was opened for; a Refusal (404) when there is no such shop. */
export function installOf(ctx: SandboxContext, handle: string): Install {
  const install = getInstall(ctx, domainOf(handle));
  if (!install) throw new Refusal(404, "shop", `there is no shop ${domainOf(handle)} here`, "open /store/demo-shop or /store/empty-shop");
  return install;
}

export function appPath(domain: string, path = ""): string {
  return `/store/${handleOf(domain)}/apps/${APP_HANDLE}${path}`;
}

export function installPath(domain: string, query = ""): string {
  return `/store/${handleOf(domain)}/install${query}`;
}
