import type { SandboxContext } from "../context.ts";
import type { InventoryLevel } from "../shop/types.ts";

interface LevelRow {
  inventory_item_id: string;
  location_id: string;
  available: number;
  updated_at: number;
}

function toLevel(row: LevelRow): InventoryLevel {
  return { inventoryItemId: row.inventory_item_id, locationId: row.location_id, available: row.available, updatedAt: row.updated_at };
}

/** Stock of one item per location; a location where it is not stocked has no level. */
export function listLevels(ctx: SandboxContext, shop: string, filter: { inventoryItemId?: string; locationId?: string }): InventoryLevel[] {
  const rows = ctx.db
    .prepare(
      `SELECT * FROM inventory_level WHERE shop = @shop AND (@item IS NULL OR inventory_item_id = @item) AND (@location IS NULL OR location_id = @location)
       ORDER BY length(inventory_item_id), inventory_item_id, length(location_id), location_id`,
    )
    .all({ shop, item: filter.inventoryItemId ?? null, location: filter.locationId ?? null }) as LevelRow[];
  return rows.map(toLevel);
}

export function readLevel(ctx: SandboxContext, shop: string, inventoryItemId: string, locationId: string): InventoryLevel | null {
  return listLevels(ctx, shop, { inventoryItemId, locationId })[0] ?? null;
}

export function writeLevel(ctx: SandboxContext, shop: string, level: InventoryLevel): void {
  ctx.db
    .prepare(
      `INSERT INTO inventory_level (shop, inventory_item_id, location_id, available, updated_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (shop, inventory_item_id, location_id) DO UPDATE SET available = excluded.available, updated_at = excluded.updated_at`,
    )
    .run(shop, level.inventoryItemId, level.locationId, level.available, level.updatedAt);
}

/** All locations together. */
export function sumAvailable(ctx: SandboxContext, shop: string, inventoryItemId: string): number {
  return listLevels(ctx, shop, { inventoryItemId }).reduce((sum, level) => sum + level.available, 0);
}

export function dropLevels(ctx: SandboxContext, shop: string, inventoryItemId: string): void {
  ctx.db.prepare("DELETE FROM inventory_level WHERE shop = ? AND inventory_item_id = ?").run(shop, inventoryItemId);
}
