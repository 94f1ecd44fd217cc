import { createHmac, randomBytes } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import { mintSessionToken } from "../install/session-token.ts";
import { handleOf } from "./shops.ts";

/** What Shopify adds to the address of an embedded app, and takes off before it shows the address. */
export const SHOPIFY_PARAMETERS = ["embedded", "hmac", "host", "id_token", "locale", "session", "shop", "timestamp"];

/**
 * The address the admin gives the frame: the app's page with Shopify's parameters and their signature.
 * https://shopify.dev/docs/apps/build/authentication-authorization/verify-hmac-query-parameters says how it is made.
 */
export function frameAddress(ctx: SandboxContext, shop: string, path: string, ownQuery: URLSearchParams): string {
  const parameters: Record<string, string> = {
    ...Object.fromEntries([...ownQuery].filter(([name]) => !SHOPIFY_PARAMETERS.includes(name))),
    embedded: "1",
    host: hostParameter(shop),
    id_token: mintSessionToken(ctx, shop),
    locale: "en",
    session: randomBytes(32).toString("hex"),
    shop,
    timestamp: String(Math.floor(ctx.now() / 1000)),
  };
  const signed = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join("&");
  const hmac = createHmac("sha256", ctx.clientSecret).update(signed).digest("hex");
  return `${ctx.appUrl}${path}?${new URLSearchParams({ ...parameters, hmac })}`;
}

/** base64 of admin.shopify.com/store/<handle>, without padding: where the app believes it is embedded. */
export function hostParameter(shop: string): string {
  return Buffer.from(`admin.shopify.com/store/${handleOf(shop)}`)
    .toString("base64")
    .replace(/=+$/, "");
}
