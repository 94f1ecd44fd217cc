/** Deletes an integration: says before what goes and what stays, then does it. */
import { deleteSubscription, listSubscriptions } from "#app/channels/shopify/subscriptions.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import { countConnectionData } from "#app/data/connection-counts.server.ts";
import { removeStrangersConsents } from "#app/data/consents.server.ts";
import { getConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import { removeAllStep, scrubChangesStep } from "#app/data/remove-connection-data.server.ts";
import { listDeletedConnections } from "#app/data/system/connections.server.ts";
import { deleteSessionsOfShop } from "#app/data/system/sessions.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";
import { apiFor } from "./shopify-api.server.ts";
import { removeHooks } from "./woocommerce/store-webhooks.server.ts";

export interface DeletionPreview {
  name: string;
  /** What is removed for good, with how many. */
  goes: {
    deliveries: number;
    orders: number;
    customers: number;
    messages: number;
    products: number;
    inventory_levels: number;
    sync_items: number;
    data_exports: number;
  };
  /** The audit trail stays, without the values of data changes. */
  stays: { audit_entries: number };
}

/** Rows per transaction: ingest goes on between them. */
const STEP_ROWS = 500;

export async function previewDeletion(ctx: ServiceContext, merchantId: string, connectionId: string): Promise<Result<DeletionPreview, Failure>> {
  const connection = await getConnection(ctx.db, merchantId, connectionId);
  if (!connection) return err(notFound);
  const { audit_log, sync_queue, ...goes } = await countConnectionData(ctx.db, merchantId, connectionId);
  return ok({ name: connection.name, goes: { ...goes, sync_items: sync_queue }, stays: { audit_entries: audit_log } });
}

/** From the first step on the integration is gone for everybody; clearing its rows goes on after a crash (purgeDeletedConnections). */
export async function deleteConnection(ctx: ServiceContext, merchantId: string, connectionId: string): Promise<Result<null, Failure>> {
  const connection = await getConnection(ctx.db, merchantId, connectionId);
  if (!connection) return err(notFound);
  if (connection.status !== "inactive" || connection.status_reason === "disconnected") await removeSubscriptions(ctx, connection);
  const isMarked = await ctx.db.write(async (tx) => {
    if (!(await getConnection(tx, merchantId, connectionId))) return false;
    const now = ctx.clock();
    await updateConnection(tx, merchantId, connectionId, {
      status: "inactive",
      status_reason: "deleted",
      entities: "[]",
      settings: "{}",
      granted_scopes: "",
      secret_encrypted: null,
      last_error: null,
      deleted_at: now,
      updated_at: now,
    });
    await deleteSessionsOfShop(tx, connection.external_id, connection.credential_id);
    await writeAudit(
      tx,
      merchantId,
      { connectionId, kind: "command", actor: "merchant", action: "deleted", entityType: "connection", entityId: connectionId },
      now,
    );
    return true;
  });
  if (!isMarked) return err(notFound);
  await purge(ctx, connection);
  return ok(null);
}

/** On a schedule: finishes deletions that were cut off. */
export async function purgeDeletedConnections(ctx: ServiceContext): Promise<void> {
  for (const connection of await listDeletedConnections(ctx.db)) await purge(ctx, connection);
}

async function purge(ctx: ServiceContext, deleted: Connection): Promise<void> {
  const owner = { merchantId: deleted.merchant_id, connectionId: deleted.id };
  for (let isDone = false; !isDone;) {
    isDone = await ctx.db.write(async (tx) => {
      const connection = await tx.find("connections", { id: deleted.id });
      // The shop may have installed the app again meanwhile: what comes now is not ours to remove.
      if (connection?.deleted_at == null) return true;
      const removed = await removeAllStep(tx, owner, connection.deleted_at, STEP_ROWS);
      if (Object.keys(removed).length > 0 || (await removeStrangersConsents(tx, owner.merchantId, STEP_ROWS)) > 0) return false;
      return (await scrubChangesStep(tx, owner, STEP_ROWS)) === 0;
    });
  }
}

/** As far as the platform lets us: a shop that cannot be reached is no reason to keep its data here. */
async function removeSubscriptions(ctx: ServiceContext, connection: Connection): Promise<void> {
  if (connection.channel === "woocommerce") return removeHooks(ctx, connection);
  if (connection.channel !== "shopify") return;
  const call = apiFor(ctx, connection, { actor: "merchant" });
  const listed = await listSubscriptions(call);
  if (!listed.ok) return;
  for (const subscription of listed.value) await deleteSubscription(call, subscription.id);
}

const notFound = failure("not_found", "integration_not_found", "This integration no longer exists.");
