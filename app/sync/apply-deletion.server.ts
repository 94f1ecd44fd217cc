/**
 * Applies a deletion. It leaves a tombstone so that a late delivery cannot bring the entity back. Where the source has a trash, a deletion
 * is one state among others: with a version of its own it counts only if it is the newest, without one the source is asked.
 */
import { applied, isReadOvertaken, stale, unchanged, type Applied, type ApplyContext } from "./context.ts";
import { followDelivery } from "./plan-messages.server.ts";
import { recordChange } from "./record-change.server.ts";
import { releaseHeld } from "./release-held.server.ts";
import { requestRead } from "./request-read.server.ts";
import { canComeBack } from "./tombstones.server.ts";

const TABLES = { order: "orders", customer: "customers", product: "products" } as const;

export async function applyDeletion(
  ctx: ApplyContext,
  entityType: "order" | "customer" | "product",
  externalId: string,
  version: number | null = null,
): Promise<Applied> {
  const { tx, connection } = ctx;
  await tx.lock(`${connection.id}|${entityType}|${externalId}`);
  const table = TABLES[entityType];
  const stored = await tx.find(table, { connection_id: connection.id, external_id: externalId });
  if (version !== null && stored !== undefined && stored.deleted_at === null && (stored.source_updated_at ?? 0) > version) return stale;
  if (version === null && canComeBack(ctx)) {
    if (ctx.readStartedAt === null) await askAboutDeletion(ctx, entityType, externalId);
    else if (stored !== undefined && stored.deleted_at === null && isReadOvertaken(ctx, stored)) {
      await askAboutDeletion(ctx, entityType, externalId);
      return unchanged;
    }
  }
  const key = { connection_id: connection.id, entity_type: entityType, external_id: externalId };
  const isNew = await tx.insertIfNew("tombstones", {
    ...key,
    merchant_id: connection.merchant_id,
    deleted_at: ctx.now,
    source_version: version,
  });
  if (!isNew) {
    const known = version === null ? undefined : await tx.find("tombstones", key);
    if (known !== undefined && (known.source_version ?? -1) < (version ?? 0)) await tx.update("tombstones", { source_version: version }, key);
    return unchanged;
  }
  if (stored !== undefined) {
    await tx.update(table, { deleted_at: ctx.now, updated_at: ctx.now }, { id: stored.id });
    await recordChange(ctx, "deleted", entityType, stored.id, [{ field: "deleted", before: null, after: true }]);
    if (entityType === "order") await followDelivery(ctx, stored.id, true);
  }
  // What waited for it will find the tombstone.
  await releaseHeld(tx, ctx.queue, connection.id, `${entityType}:${externalId}`, ctx.now);
  return applied();
}

/** Whether it is still so. A variation's deletion is told with the variation's own id: then its product is asked for, too. */
async function askAboutDeletion(ctx: ApplyContext, entityType: "order" | "customer" | "product", externalId: string): Promise<void> {
  await requestRead(ctx, entityType, externalId, { reason: "it was deleted: is it still?" });
  if (entityType !== "product") return;
  const variant = await ctx.tx.find("variants", { connection_id: ctx.connection.id, external_id: externalId });
  const product = variant && (await ctx.tx.find("products", { id: variant.product_id }));
  if (product !== undefined && product.external_id !== externalId)
    await requestRead(ctx, "product", product.external_id, { reason: "a variation was deleted" });
}
