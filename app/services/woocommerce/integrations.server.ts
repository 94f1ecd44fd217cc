/** The stores that REST v1 speaks of: found, tested, changed. */
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import { listPollStates, savePollState } from "#app/data/poll-states.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { renameConnection } from "../rename-connection.server.ts";
import { checkStore, type CheckedStore } from "./check-store.server.ts";
import { auditedCall, storeAccess } from "./store-api.server.ts";
import { readStoreSettings } from "./store-settings.ts";

/** Not found where it is another kind of connection, or another merchant's. */
export async function findIntegration(ctx: Pick<ServiceContext, "db">, merchantId: string, id: string): Promise<Result<Connection, Failure>> {
  const connection = await getConnection(ctx.db, merchantId, id);
  return connection?.channel === "woocommerce"
    ? ok(connection)
    : err(failure("not_found", "integration_not_found", "There is no WooCommerce integration with this id."));
}

/** Tries everything and changes nothing in the store. A connection that had been refused and is let in again goes on. */
export async function testIntegration(
  ctx: ServiceContext,
  connection: Connection,
  actor: "merchant" | "operator" = "merchant",
): Promise<Result<CheckedStore, Failure>> {
  const access = storeAccess(ctx, connection);
  if (access === null) return err(failure("rejected", "store_keys_missing", "The store is connected without REST keys."));
  const checked = await checkStore(access, (one) => auditedCall(ctx, connection, { actor }, one));
  await ctx.db.write(async (tx) => {
    const current = await getConnection(tx, connection.merchant_id, connection.id);
    if (current === undefined) return;
    const now = ctx.clock();
    const settings = readStoreSettings(current);
    const isWellAgain = checked.failure === null && current.status === "error";
    const patch = {
      ...(checked.failure === null && settings.keys_in !== checked.keysIn && { settings: JSON.stringify({ ...settings, keys_in: checked.keysIn }) }),
      ...(checked.failure === null && checked.facts.currency !== null && { currency: checked.facts.currency }),
      ...(isWellAgain && { status: "active", status_reason: null, last_error: null }),
    };
    if (Object.keys(patch).length > 0) await updateConnection(tx, current.merchant_id, current.id, { ...patch, updated_at: now });
    const failed = checked.checks.filter((one) => one.state === "failed").length;
    await writeAudit(
      tx,
      current.merchant_id,
      {
        connectionId: current.id,
        kind: "command",
        actor,
        action: "store_tested",
        entityType: "connection",
        entityId: current.id,
        data: { failed },
      },
      now,
    );
  });
  return ok(checked);
}

export interface IntegrationChange {
  name?: string | undefined;
  autoSync?: boolean | undefined;
  syncEveryMinutes?: number | undefined;
}

/** The new schedule counts from now on. */
export async function changeIntegration(
  ctx: ServiceContext,
  connection: Connection,
  change: IntegrationChange,
): Promise<Result<Connection, Failure>> {
  const { merchant_id: merchantId, id } = connection;
  if (change.name !== undefined) {
    const renamed = await renameConnection(ctx, merchantId, id, change.name);
    if (!renamed.ok) return renamed;
  }
  const { autoSync, syncEveryMinutes } = change;
  if (autoSync !== undefined || syncEveryMinutes !== undefined)
    await ctx.db.write(async (tx) => {
      const current = await getConnection(tx, merchantId, id);
      if (current === undefined) return;
      const now = ctx.clock();
      const settings = readStoreSettings(current);
      const after = { auto_sync: autoSync ?? settings.auto_sync ?? true, sync_every_minutes: syncEveryMinutes ?? settings.sync_every_minutes };
      await updateConnection(tx, merchantId, id, { settings: JSON.stringify({ ...settings, ...after }), updated_at: now });
      for (const { entity, cursor } of await listPollStates(tx, merchantId, id))
        await savePollState(tx, merchantId, { connectionId: id, entity, cursor, nextPollAt: now }, now, { keepsCursor: true });
      await writeAudit(
        tx,
        merchantId,
        { connectionId: id, kind: "command", actor: "merchant", action: "sync_schedule_set", entityType: "connection", entityId: id, data: after },
        now,
      );
    });
  return findIntegration(ctx, merchantId, id);
}
