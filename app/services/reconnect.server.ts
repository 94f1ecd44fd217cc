/** Brings a disconnected or failing connection back, after a call has shown that Shopify lets us in. Webhooks follow by register-webhooks. */
import { writeAudit, type AuditEntry } from "#app/data/audit.server.ts";
import { getConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { lockConnection } from "#app/sync/lock-connection.ts";
import { releaseHeld } from "#app/sync/release-held.server.ts";
import { retryRefusedReads } from "#app/sync/retry-refused-reads.server.ts";
import { SHOP_FACTS_QUERY } from "./connect-shop.server.ts";
import type { ServiceContext } from "./context.server.ts";
import { apiFor } from "./shopify-api.server.ts";

export async function reconnect(
  ctx: ServiceContext,
  merchantId: string,
  connectionId: string,
  actor: AuditEntry["actor"] = "merchant",
): Promise<Result<Connection, Failure>> {
  const connection = await getConnection(ctx.db, merchantId, connectionId);
  if (!connection) return err(failure("not_found", "integration_not_found", "This integration no longer exists."));
  if (connection.status_reason === "uninstalled" || connection.status_reason === "unknown_shop")
    return err(failure("auth", "app_not_installed", "The app is not installed on this shop. Install it from the Shopify admin."));
  // What is only told to us has nobody to ask.
  if (connection.channel === "shopify") {
    const probe = await apiFor(ctx, connection, { actor })(SHOP_FACTS_QUERY, {});
    if (!probe.ok) return probe;
  }
  const connected = await ctx.db.write(async (tx) => {
    await lockConnection(tx, connectionId);
    const current = await getConnection(tx, merchantId, connectionId);
    if (!current || current.status_reason === "uninstalled") return null;
    const now = ctx.clock();
    await updateConnection(tx, merchantId, connectionId, { status: "active", status_reason: null, last_error: null, updated_at: now });
    // What had arrived before the disconnection and was not processed yet.
    const released = await releaseHeld(tx, ctx.queue, connectionId, `connection:${connectionId}`, now);
    await retryRefusedReads(tx, ctx.queue, connectionId, now);
    await writeAudit(
      tx,
      merchantId,
      { connectionId, kind: "command", actor, action: "reconnected", entityType: "connection", entityId: connectionId, data: { released } },
      now,
    );
    return (await getConnection(tx, merchantId, connectionId))!;
  });
  if (!connected) return err(failure("conflict", "integration_changed", "The app was uninstalled meanwhile."));
  ctx.queue.wake(deliveryLane);
  return ok(connected);
}
