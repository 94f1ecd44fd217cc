/**
 * shop/redact, 48 hours after the app was removed: everything of the shop goes. A big shop takes several passes, each a short transaction.
 * https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
import { removeApiKeysOf } from "#app/data/api-keys.server.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import { listOwnConnections, readSettings, updateConnection } from "#app/data/connections.server.ts";
import { removeStrangersConsents } from "#app/data/consents.server.ts";
import { removeExports } from "#app/data/data-exports.server.ts";
import { eraseDeliveries, listUnerasedDeliveries } from "#app/data/erase-deliveries.server.ts";
import { saveMerchant } from "#app/data/merchants.server.ts";
import { removeModelStep, scrubChangesStep, type RemovedRows } from "#app/data/remove-connection-data.server.ts";
import { deleteSessionsOfShop } from "#app/data/system/sessions.server.ts";
import { failure } from "#app/domain/failure.ts";
import { applyAppUninstalled } from "./apply-app-uninstalled.server.ts";
import { applied, stale, type Applied, type ApplyContext } from "./context.ts";

/** Rows per pass: some hundred milliseconds. */
const PASS_ROWS = 1_000;

/** Answers `held` until the last pass: the delivery comes again at once. */
export async function applyShopRedact(ctx: ApplyContext): Promise<Applied> {
  const { connection } = ctx;
  const authorizedAt = readSettings(connection).authorized_at ?? 0;
  // Installed again since: what is stored now belongs to the new installation.
  if (connection.status !== "inactive" && (ctx.triggeredAt ?? ctx.waitingSince) < authorizedAt) return stale;
  if (connection.status !== "inactive") await applyAppUninstalled(ctx);
  const removed = await erasePass(ctx);
  if (Object.keys(removed).length > 0) {
    await prove(ctx, removed, false);
    return {
      kind: "held",
      key: `erasure:${connection.id}`,
      until: ctx.now,
      failure: failure("transient", "erasure_in_progress", "The shop's data is being erased."),
    };
  }
  await forgetShop(ctx);
  await prove(ctx, {}, true);
  return applied();
}

/** One bounded piece of work; empty when nothing is left. */
async function erasePass(ctx: ApplyContext): Promise<RemovedRows> {
  const { tx, connection, now } = ctx;
  const merchantId = connection.merchant_id;
  // What the merchant told us in files and events goes with the store: nobody else will ever ask for it.
  for (const { id: connectionId } of [connection, ...(await listOwnConnections(tx, merchantId, connection))]) {
    const owner = { merchantId, connectionId };
    // The request itself comes last: an erased delivery is not processed any more.
    const ids = (await listUnerasedDeliveries(tx, merchantId, connectionId, PASS_ROWS)).filter((id) => id !== ctx.deliveryId);
    if (ids.length > 0) return { bodies: (await eraseDeliveries(tx, merchantId, ids, now)).count };
    const model = await removeModelStep(tx, owner, PASS_ROWS);
    if (Object.keys(model).length > 0) return model;
    const scrubbed = await scrubChangesStep(tx, owner, PASS_ROWS);
    if (scrubbed > 0) return { audit_entries: scrubbed };
  }
  const consents = await removeStrangersConsents(tx, merchantId, PASS_ROWS);
  return consents > 0 ? { consents } : {};
}

async function forgetShop(ctx: ApplyContext): Promise<void> {
  const { tx, connection, now } = ctx;
  const place = { country: null, currency: null, timezone: null };
  await deleteSessionsOfShop(tx, connection.external_id, null);
  // Or the merchant's own systems would go on telling us of people, with nobody left to end it.
  for (const own of await listOwnConnections(tx, connection.merchant_id, connection)) await removeApiKeysOf(tx, connection.merchant_id, own.id);
  await removeExports(tx, connection.merchant_id, connection.id, null);
  // The domain stays: it is the key by which a late request of the same shop is recognised.
  await updateConnection(tx, connection.merchant_id, connection.id, {
    ...place,
    name: connection.external_id,
    settings: "{}",
    granted_scopes: "",
    last_error: null,
    updated_at: now,
  });
  await saveMerchant(tx, connection.merchant_id, { ...place, name: connection.external_id }, now);
  if (ctx.deliveryId !== null) await eraseDeliveries(tx, connection.merchant_id, [ctx.deliveryId], now);
}

const prove = ({ tx, connection, deliveryId, now }: ApplyContext, removed: RemovedRows, isComplete: boolean) =>
  writeAudit(
    tx,
    connection.merchant_id,
    {
      connectionId: connection.id,
      kind: "compliance",
      actor: "shopify",
      action: "shop_redact",
      entityType: "connection",
      entityId: connection.id,
      ...(deliveryId === null ? {} : { deliveryId }),
      data: { removed, complete: isComplete },
    },
    now,
  );
