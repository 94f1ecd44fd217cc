/** What the merchant grants has changed: an entity that may no longer be read is no longer chosen, with a sentence that says so. */
import type { EntityKind } from "#app/channels/contract.ts";
import { CHANNELS } from "#app/channels/all.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import { readSettings, updateConnection } from "#app/data/connections.server.ts";
import { applied, stale, unchanged, type Applied, type ApplyContext } from "./context.ts";

/** `scopes`: everything granted now. Its subscriptions are Shopify's to stop; the registry follows at the next comparison. */
export async function applyScopesChanged(ctx: ApplyContext, scopes: readonly string[]): Promise<Applied> {
  const { tx, connection, now } = ctx;
  const settings = readSettings(connection);
  if (ctx.triggeredAt !== null && ctx.triggeredAt < (settings.scopes_at ?? 0)) return stale;
  const before = connection.granted_scopes.split(",").filter(Boolean).sort();
  const after = [...scopes].sort();
  if (before.join() === after.join()) return unchanged;
  const chosen = JSON.parse(connection.entities) as EntityKind[];
  const lost = chosen.filter((entity) => (CHANNELS[connection.channel]?.missingScopes([entity], scopes).length ?? 0) > 0);
  await updateConnection(tx, connection.merchant_id, connection.id, {
    granted_scopes: scopes.join(","),
    updated_at: now,
    settings: JSON.stringify({ ...settings, scopes_at: ctx.triggeredAt ?? now }),
    ...(lost.length === 0 ? {} : { entities: JSON.stringify(chosen.filter((entity) => !lost.includes(entity))) }),
    ...(lost.length > 0 ? { last_error: `The permission for ${lost.join(", ")} was taken back in the Shopify admin.` } : {}),
    // What was missing has been granted.
    ...(connection.status_reason === "scope_missing" && lost.length === 0 ? { status: "active", status_reason: null, last_error: null } : {}),
  });
  await writeAudit(
    tx,
    connection.merchant_id,
    {
      connectionId: connection.id,
      kind: "command",
      actor: "shopify",
      action: "scopes_changed",
      entityType: "connection",
      entityId: connection.id,
      ...(ctx.deliveryId === null ? {} : { deliveryId: ctx.deliveryId }),
      data: { before, after, entities_lost: lost },
    },
    now,
  );
  return applied();
}
