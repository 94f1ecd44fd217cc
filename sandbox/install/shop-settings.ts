import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import { readShop, saveShop } from "../store/shops.ts";
import { ensureInstallTables } from "./tables.ts";

/** How one shop behaves; set with POST /sandbox/shops/:domain/settings. */
export interface ShopSettings {
  /** Lifetime of an expiring offline access token. Shopify: 3600. */
  access_token_ttl_s: number;
  /** Lifetime of a refresh token, counted from its issue. Shopify: 90 days. */
  refresh_token_ttl_s: number;
  /** Lifetime of the session token (id token) that the admin mints. Shopify: 60. */
  session_token_ttl_s: number;
  /** Whether Shopify approved the app for protected customer data; without it name, e-mail, phone and address are null. */
  protected_customer_data: boolean;
}

const DEFAULTS: ShopSettings = {
  access_token_ttl_s: 3600,
  refresh_token_ttl_s: 90 * 24 * 3600,
  session_token_ttl_s: 60,
  protected_customer_data: true,
};

/** The shop's settings, defaults filled in. */
export function getShopSettings(ctx: SandboxContext, shop: string): ShopSettings {
  ensureInstallTables(ctx);
  const row = ctx.db.prepare("SELECT settings FROM shop_settings WHERE shop = ?").get(shop) as { settings: string } | undefined;
  const stored = row ? (JSON.parse(row.settings) as Partial<ShopSettings>) : {};
  return { ...DEFAULTS, ...stored, ...readApproval(ctx, shop) };
}

/**
 * Changes the named settings and keeps the others; null puts one back to Shopify's value.
 * Throws a Refusal (422) for an unknown name or a value of the wrong kind.
 */
export function changeShopSettings(ctx: SandboxContext, shop: string, changes: Record<string, unknown>): ShopSettings {
  ensureInstallTables(ctx);
  const kept: Record<string, unknown> = { ...getShopSettings(ctx, shop) };
  for (const [name, value] of Object.entries(changes)) {
    if (!isSettingName(name)) throw new Refusal(422, name, "no such setting", `one of ${Object.keys(DEFAULTS).join(", ")}`);
    if (value === null) kept[name] = DEFAULTS[name];
    else if (isValidSetting(name, value)) kept[name] = value;
    else throw new Refusal(422, name, "not a usable value", typeof DEFAULTS[name] === "number" ? "a number of seconds, 0 or more" : "true or false");
  }
  ctx.db.prepare("INSERT OR REPLACE INTO shop_settings (shop, settings) VALUES (?, ?)").run(shop, JSON.stringify(kept));
  writeApproval(ctx, shop, kept["protected_customer_data"] === true);
  return getShopSettings(ctx, shop);
}

// The approval for protected customer data is a fact of the shop itself, kept in the shop's own row: one truth for the
// Admin API, the webhooks and this page.
function readApproval(ctx: SandboxContext, domain: string): Partial<ShopSettings> {
  const shop = readShop(ctx, domain);
  return shop ? { protected_customer_data: shop.protectedCustomerData } : {};
}

function writeApproval(ctx: SandboxContext, domain: string, isApproved: boolean): void {
  const shop = readShop(ctx, domain);
  if (shop) saveShop(ctx, { ...shop, protectedCustomerData: isApproved });
}

function isSettingName(name: string): name is keyof ShopSettings {
  return Object.hasOwn(DEFAULTS, name);
}

function isValidSetting(name: keyof ShopSettings, value: unknown): boolean {
  return typeof value === typeof DEFAULTS[name] && (typeof value !== "number" || (Number.isFinite(value) && value >= 0));
}
