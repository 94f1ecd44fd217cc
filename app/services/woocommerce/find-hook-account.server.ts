/** Whose webhooks an address takes, with the secret that proves them. */
import type { HookAccount } from "#app/channels/woocommerce/headers.ts";
import { findConnectionByAccount, findConnectionById, type Connection } from "#app/data/system/connections.server.ts";
import { normaliseSiteUrl } from "#app/domain/bridge/site-url.ts";
import type { ServiceContext } from "../context.server.ts";
import { readStoreSecret } from "./store-settings.ts";

type Needs = Pick<ServiceContext, "db" | "box">;

/** @returns null: no such connection, or a deleted one. Throws where its secret cannot be opened: nothing is answered as if it were forged. */
export async function findHookAccount(ctx: Needs, connectionId: string): Promise<HookAccount | null> {
  const connection = await findConnectionById(ctx.db, connectionId);
  return connection?.channel === "woocommerce" ? accountOf(ctx, connection) : null;
}

/** A store calls itself by the address of its home page, with or without encryption as it happens to be reached. */
export async function findHookAccounts(ctx: Needs, source: string): Promise<HookAccount[]> {
  const normal = normaliseSiteUrl(source);
  if (!normal.ok) return [];
  const bare = normal.value.replace(/^https?:/, "");
  const found = await Promise.all(["https:", "http:"].map((scheme) => findConnectionByAccount(ctx.db, "woocommerce", `${scheme}${bare}`)));
  return found.flatMap((connection) => (connection === undefined ? [] : (accountOf(ctx, connection) ?? [])));
}

function accountOf(ctx: Needs, connection: Connection): HookAccount | null {
  if (connection.deleted_at !== null) return null;
  return { connectionId: connection.id, externalId: connection.external_id, secret: readStoreSecret(ctx.box, connection).webhook_secret ?? null };
}
