/** The stock of one merchant: one row per thing and place. */
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database, Row } from "./database.ts";
import { beyond, direction, pageOf } from "./keyset.ts";

export interface InventoryFilter {
  sku?: string | undefined;
  connectionId?: string | undefined;
}
export type InventoryListRow = Pick<
  Row<"inventory_levels">,
  "id" | "connection_id" | "inventory_item_external_id" | "location_external_id" | "available" | "updated_at"
> & {
  /** Null of what is in stock and in no product that is known. */
  variant: Pick<Row<"variants">, "sku" | "title" | "product_id" | "external_id"> | null;
  location: string | null;
};

/** Newest place in stock first. */
export async function listInventory(db: Database, merchantId: string, filter: InventoryFilter, page: PageRequest): Promise<Page<InventoryListRow>> {
  let query = db.read
    .selectFrom("inventory_levels")
    .select(["id", "connection_id", "inventory_item_external_id", "location_external_id", "available", "updated_at"])
    .where("merchant_id", "=", merchantId);
  if (filter.connectionId !== undefined) query = query.where("connection_id", "=", filter.connectionId);
  if (filter.sku !== undefined) {
    const named = await findItems(db, merchantId, filter.sku);
    query = query.where((eb) =>
      eb.or([
        eb("id", "=", ""),
        ...named.map((one) => eb.and([eb("connection_id", "=", one.connection_id), eb("inventory_item_external_id", "=", one.item)])),
      ]),
    );
  }
  const rows = await query
    .where(beyond(["id"], page))
    .orderBy("id", direction(page))
    .limit(page.size + 1)
    .execute();
  const items = [...new Set(rows.map((row) => row.inventory_item_external_id))];
  const [variants, locations] =
    items.length === 0
      ? [[], []]
      : await Promise.all([
          db.read
            .selectFrom("variants")
            .select(["connection_id", "inventory_item_external_id", "sku", "title", "product_id", "external_id"])
            .where("connection_id", "in", [...new Set(rows.map((row) => row.connection_id))])
            .where("inventory_item_external_id", "in", items)
            .where("merchant_id", "=", merchantId)
            .execute(),
          db.read.selectFrom("locations").select(["connection_id", "external_id", "name"]).where("merchant_id", "=", merchantId).execute(),
        ]);
  const listed = rows.map((row) => ({
    ...row,
    variant:
      variants.find((one) => one.connection_id === row.connection_id && one.inventory_item_external_id === row.inventory_item_external_id) ?? null,
    location: locations.find((one) => one.connection_id === row.connection_id && one.external_id === row.location_external_id)?.name ?? null,
  }));
  return pageOf(listed, page, (row) => [row.id]);
}

/** SKUs have no index: they are looked for among the variants of the merchant's own connections. */
async function findItems(db: Database, merchantId: string, sku: string): Promise<{ connection_id: string; item: string }[]> {
  const rows = await db.read
    .selectFrom("variants")
    .innerJoin("connections", "connections.id", "variants.connection_id")
    .select(["variants.connection_id", "variants.inventory_item_external_id as item"])
    .where("connections.merchant_id", "=", merchantId)
    .where("variants.merchant_id", "=", merchantId)
    .where("variants.sku", "=", sku)
    .where("variants.inventory_item_external_id", "is not", null)
    .limit(100)
    .execute();
  return rows.flatMap(({ connection_id, item }) => (item === null ? [] : [{ connection_id, item }]));
}
