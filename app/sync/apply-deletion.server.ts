/** Applies a deletion. It always applies, and leaves a tombstone so that a late delivery cannot bring the entity back. */
import { applied, unchanged, type Applied, type ApplyContext } from "./context.ts";
import { followDelivery } from "./plan-messages.server.ts";
import { recordChange } from "./record-change.server.ts";
import { releaseHeld } from "./release-held.server.ts";

const TABLES = { order: "orders", customer: "customers", product: "products" } as const;

export async function applyDeletion(ctx: ApplyContext, entityType: "order" | "customer" | "product", externalId: string): Promise<Applied> {
  const { tx, connection } = ctx;
  await tx.lock(`${connection.id}|${entityType}|${externalId}`);
  const isNew = await tx.insertIfNew("tombstones", {
    merchant_id: connection.merchant_id,
    connection_id: connection.id,
    entity_type: entityType,
    external_id: externalId,
    deleted_at: ctx.now,
  });
  if (!isNew) return unchanged;
  const table = TABLES[entityType];
  const stored = await tx.find(table, { connection_id: connection.id, external_id: externalId });
  if (stored !== undefined) {
    await tx.update(table, { deleted_at: ctx.now, updated_at: ctx.now }, { id: stored.id });
    await recordChange(ctx, "deleted", entityType, stored.id, [{ field: "deleted", before: null, after: true }]);
    if (entityType === "order") await followDelivery(ctx, stored.id, true);
  }
  // What waited for it will find the tombstone.
  await releaseHeld(tx, ctx.queue, connection.id, `${entityType}:${externalId}`, ctx.now);
  return applied();
}
