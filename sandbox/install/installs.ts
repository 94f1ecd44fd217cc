import type { SandboxContext } from "../context.ts";
import { readAppScopes } from "./app-config.ts";
import { ensureInstallTables } from "./tables.ts";

export { authenticateToken } from "./tokens.ts";
export { getShopSettings } from "./shop-settings.ts";

/** One shop's relation to the app. */
export interface Install {
  shop: string;
  /** Installed and not uninstalled since. */
  installed: boolean;
  /** Scopes granted now; empty while not installed. */
  granted: string[];
  installedAt: number | null;
  uninstalledAt: number | null;
}

/** What App Bridge's scopes API answers. */
export interface ScopesDetail {
  granted: string[];
  required: string[];
  optional: string[];
}

interface InstallRow {
  shop: string;
  granted: string;
  installed_at: number | null;
  uninstalled_at: number | null;
}

/** The shop's install, also when it is uninstalled; null for a shop that does not exist here. */
export function getInstall(ctx: SandboxContext, shop: string): Install | null {
  ensureInstallTables(ctx);
  const row = ctx.db.prepare("SELECT * FROM installs WHERE shop = ?").get(shop.toLowerCase()) as InstallRow | undefined;
  return row ? toInstall(row) : null;
}

/** Every shop of the sandbox, the installed ones first. */
export function listInstalls(ctx: SandboxContext): Install[] {
  ensureInstallTables(ctx);
  const rows = ctx.db.prepare("SELECT * FROM installs ORDER BY installed_at IS NULL, shop").all() as InstallRow[];
  return rows.map(toInstall);
}

/** The granted scopes beside those that shopify.app.toml asks for. */
export function scopesDetail(ctx: SandboxContext, shop: string): ScopesDetail {
  return { granted: getInstall(ctx, shop)?.granted ?? [], ...readAppScopes(ctx.appTomlPath) };
}

/** Required scopes that the shop has not granted: what the update-consent page asks for. */
export function missingScopes(ctx: SandboxContext, shop: string): string[] {
  const { granted, required } = scopesDetail(ctx, shop);
  return required.filter((scope) => !isCovered(scope, granted));
}

/** `write_x` includes `read_x` at Shopify. */
export function isCovered(scope: string, granted: readonly string[]): boolean {
  return granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_"));
}

/** Writes the state of an install; lifecycle.ts is the one that says so to the app. */
export function saveInstall(ctx: SandboxContext, install: Install): void {
  ctx.db
    .prepare("INSERT OR REPLACE INTO installs (shop, granted, installed_at, uninstalled_at) VALUES (?, ?, ?, ?)")
    .run(install.shop, JSON.stringify(install.granted), install.installedAt, install.uninstalledAt);
}

function toInstall(row: InstallRow): Install {
  const installed = row.installed_at !== null && row.uninstalled_at === null;
  return {
    shop: row.shop,
    installed,
    granted: installed ? (JSON.parse(row.granted) as string[]) : [],
    installedAt: row.installed_at,
    uninstalledAt: row.uninstalled_at,
  };
}
