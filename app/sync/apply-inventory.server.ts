/** Applies one stock level: the newer wins; two different levels with the same time ask the source. */
import { CHANNELS } from "#app/channels/all.ts";
import type { InventoryLevel } from "#app/domain/events.ts";
import { newId } from "#app/lib/ids.ts";
import { applied, both, isReadOvertaken, stale, unchanged, type Applied, type ApplyContext, type Via } from "./context.ts";
import { recordChange } from "./record-change.server.ts";
import { requestRead } from "./request-read.server.ts";

export async function applyInventoryLevel(ctx: ApplyContext, level: InventoryLevel, via: Via): Promise<Applied> {
  const { tx, connection } = ctx;
  const key = {
    connection_id: connection.id,
    inventory_item_external_id: level.inventory_item_external_id,
    location_external_id: level.location_external_id,
  };
  await tx.lock(`${connection.id}|inventory|${level.inventory_item_external_id}|${level.location_external_id}`);
  const stored = await tx.find("inventory_levels", key);
  const columns = { available: level.available, source_updated_at: level.source_updated_at, triggered_at: ctx.triggeredAt, updated_at: ctx.now };
  if (stored === undefined) {
    await tx.insert("inventory_levels", { id: newId("inv", ctx.now), merchant_id: connection.merchant_id, ...key, ...columns });
    await nameLocation(ctx, level.location_external_id);
  } else {
    const since =
      (level.source_updated_at ?? 0) - (stored.source_updated_at ?? 0) ||
      (ctx.triggeredAt === null || stored.triggered_at === null ? 0 : ctx.triggeredAt - stored.triggered_at);
    if (since < 0) return stale;
    if (stored.available === level.available) {
      if (since > 0) await tx.update("inventory_levels", columns, { id: stored.id });
      return unchanged;
    }
    if (since === 0 && (via !== "read" || isReadOvertaken(ctx, stored))) {
      await requestRead(ctx, "inventory", `${level.inventory_item_external_id}/${level.location_external_id}`, {
        reason: "two different levels with the same time",
      });
      return unchanged;
    }
    await tx.update("inventory_levels", columns, { id: stored.id });
  }
  await recordChange(
    ctx,
    stored === undefined ? "created" : "updated",
    "inventory",
    `${level.inventory_item_external_id}/${level.location_external_id}`,
    [{ field: "available", before: stored?.available ?? null, after: level.available }],
  );
  return applied();
}

export async function applyLevels(ctx: ApplyContext, levels: readonly InventoryLevel[], via: Via): Promise<Applied> {
  let result: Applied = unchanged;
  for (const level of levels) result = both(result, await applyInventoryLevel(ctx, level, via));
  return result;
}

/** A level names its location by id only; its name is read once from the source, unless there is but one. */
async function nameLocation(ctx: ApplyContext, externalId: string): Promise<void> {
  const only = CHANNELS[ctx.connection.channel]?.onlyLocation;
  const isNew = await ctx.tx.insertIfNew("locations", {
    id: newId("loc", ctx.now),
    merchant_id: ctx.connection.merchant_id,
    connection_id: ctx.connection.id,
    external_id: externalId,
    name: only?.external_id === externalId ? only.name : null,
    is_active: 1,
    updated_at: ctx.now,
  });
  if (isNew && only === undefined) await requestRead(ctx, "location", "all", { reason: "a location without a name" });
}
