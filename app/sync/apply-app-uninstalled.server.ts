/** The app was removed from the shop: tokens and subscriptions are gone, history stays until shop/redact. */
import { writeAudit } from "#app/data/audit.server.ts";
import { readSettings, updateConnection } from "#app/data/connections.server.ts";
import { deleteSessionsOfShop } from "#app/data/system/sessions.server.ts";
import { listRegistry, saveSubscription } from "#app/data/webhook-subscriptions.server.ts";
import { applied, stale, unchanged, type Applied, type ApplyContext } from "./context.ts";

/** Shopify's trigger times may be cut to whole seconds, ours are not. */
const toSecond = (ms: number) => ms - (ms % 1000);

/** A delivery that is older than the shop's latest authorization tells of an earlier life of the app there, and changes nothing. */
export async function applyAppUninstalled(ctx: ApplyContext): Promise<Applied> {
  const { tx, connection, now } = ctx;
  const at = ctx.triggeredAt ?? ctx.waitingSince;
  const authorizedAt = readSettings(connection).authorized_at ?? connection.created_at;
  if (toSecond(at) < toSecond(authorizedAt)) return stale;
  if (connection.status_reason === "uninstalled") return unchanged;
  await updateConnection(tx, connection.merchant_id, connection.id, {
    status: "inactive",
    status_reason: "uninstalled",
    uninstalled_at: at,
    granted_scopes: "",
    last_error: null,
    updated_at: now,
  });
  const sessions = await deleteSessionsOfShop(tx, connection.external_id, connection.credential_id);
  for (const row of await listRegistry(tx, connection.merchant_id, connection.id)) {
    // What the app's own file declares belongs to no shop and comes back with the install.
    const state = { topic: row.topic, source: row.source as "api" | "toml", externalId: null, status: "inactive" as const, message: null };
    await saveSubscription(tx, connection.merchant_id, connection.id, state, now);
  }
  await writeAudit(
    tx,
    connection.merchant_id,
    {
      connectionId: connection.id,
      kind: "command",
      actor: "shopify",
      action: "uninstalled",
      entityType: "connection",
      entityId: connection.id,
      ...(ctx.deliveryId === null ? {} : { deliveryId: ctx.deliveryId }),
      data: { at, sessions },
    },
    now,
  );
  return applied();
}
