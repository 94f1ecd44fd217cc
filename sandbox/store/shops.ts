import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import type { Shop } from "../shop/types.ts";

export function readShop(ctx: SandboxContext, domain: string): Shop | null {
  const row = ctx.db.prepare("SELECT data FROM shop WHERE domain = ?").get(domain) as { data: string } | undefined;
  return row ? (JSON.parse(row.data) as Shop) : null;
}

/** The shop, or a Refusal (404) that names the ones there are. */
export function requireShop(ctx: SandboxContext, domain: string): Shop {
  const shop = readShop(ctx, domain);
  if (shop) return shop;
  const known = listShops(ctx).map((each) => each.domain);
  throw new Refusal(404, "shop", `there is no shop ${domain}`, `use one of ${known.join(", ")}`);
}

export function listShops(ctx: SandboxContext): (Shop & { connectionId: string | null })[] {
  const rows = ctx.db.prepare("SELECT data, connection_id FROM shop ORDER BY rowid").all() as { data: string; connection_id: string | null }[];
  return rows.map((row) => ({ ...(JSON.parse(row.data) as Shop), connectionId: row.connection_id }));
}

export function saveShop(ctx: SandboxContext, shop: Shop): void {
  ctx.db
    .prepare("INSERT INTO shop (domain, data) VALUES (?, ?) ON CONFLICT (domain) DO UPDATE SET data = excluded.data")
    .run(shop.domain, JSON.stringify(shop));
}

/** The app's own id of its connection to this shop, told by the app's start-up so that scripts find it in /sandbox/state. */
export function setConnectionId(ctx: SandboxContext, domain: string, connectionId: string | null): void {
  ctx.db.prepare("UPDATE shop SET connection_id = ? WHERE domain = ?").run(connectionId, domain);
}
