/** Where a store's owner installs the app, or opens it when it is installed. */
import type { Env } from "#app/lib/env.ts";
import { shopDomainFrom } from "#app/lib/shop-domain.ts";

/** Null when the text names no Shopify store. In the sandbox the stand-in admin takes the place of Shopify's. */
export function installAddress(text: string, env: Pick<Env, "SHOPIFY_API_KEY" | "SHOPIFY_SANDBOX_ORIGIN">): string | null {
  const shop = shopDomainFrom(text);
  if (shop === null) return null;
  const handle = shop.replace(/\.myshopify\.com$/, "");
  if (env.SHOPIFY_SANDBOX_ORIGIN) return `${env.SHOPIFY_SANDBOX_ORIGIN}/store/${handle}`;
  // Managed install: https://shopify.dev/docs/apps/build/authentication-authorization/app-installation
  return `https://admin.shopify.com/store/${handle}/oauth/install?client_id=${encodeURIComponent(env.SHOPIFY_API_KEY ?? "")}`;
}
