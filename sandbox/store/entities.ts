import type { SandboxContext } from "../context.ts";
import type { Customer, Location, Order, Product } from "../shop/types.ts";
import { enqueueSearchWrite } from "./search-index.ts";

export interface EntityKinds {
  Order: Order;
  Customer: Customer;
  Product: Product;
  Location: Location;
}
export type EntityKind = keyof EntityKinds;

/** The entity, or null. */
export function readEntity<K extends EntityKind>(ctx: SandboxContext, shop: string, kind: K, id: string): EntityKinds[K] | null {
  const row = ctx.db.prepare("SELECT data FROM entity WHERE shop = ? AND kind = ? AND id = ?").get(shop, kind, id) as { data: string } | undefined;
  return row ? (JSON.parse(row.data) as EntityKinds[K]) : null;
}

/** Every entity of a kind, oldest id first. */
export function listEntities<K extends EntityKind>(ctx: SandboxContext, shop: string, kind: K): EntityKinds[K][] {
  const rows = ctx.db.prepare("SELECT data FROM entity WHERE shop = ? AND kind = ? ORDER BY length(id), id").all(shop, kind) as { data: string }[];
  return rows.map((row) => JSON.parse(row.data) as EntityKinds[K]);
}

export function countEntities(ctx: SandboxContext, shop: string, kind: EntityKind): number {
  return (ctx.db.prepare("SELECT count(*) AS n FROM entity WHERE shop = ? AND kind = ?").get(shop, kind) as { n: number }).n;
}

/** Writes the entity, the look-up rows of its parts, and the search write that becomes visible after the lag. */
export function saveEntity<K extends EntityKind>(
  ctx: SandboxContext,
  shop: string,
  kind: K,
  value: EntityKinds[K],
  options: { searchableAtOnce?: boolean } = {},
): void {
  ctx.db
    .prepare(
      `INSERT INTO entity (shop, kind, id, data, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (shop, kind, id) DO UPDATE SET data = excluded.data, updated_at = excluded.updated_at`,
    )
    .run(shop, kind, value.id, JSON.stringify(value), value.createdAt, value.updatedAt);
  const addPart = ctx.db.prepare("INSERT OR REPLACE INTO part (shop, kind, id, owner_kind, owner_id) VALUES (?, ?, ?, ?, ?)");
  for (const part of listParts(kind, value)) addPart.run(shop, part.kind, part.id, kind, value.id);
  enqueueSearchWrite(ctx, shop, kind, value.id, value, options.searchableAtOnce ?? false);
}

/** Removes the entity and its parts; search still finds it until the lag is over. */
export function deleteEntity(ctx: SandboxContext, shop: string, kind: EntityKind, id: string): void {
  ctx.db.prepare("DELETE FROM entity WHERE shop = ? AND kind = ? AND id = ?").run(shop, kind, id);
  ctx.db.prepare("DELETE FROM part WHERE shop = ? AND owner_kind = ? AND owner_id = ?").run(shop, kind, id);
  enqueueSearchWrite(ctx, shop, kind, id, null, false);
}

/** Which entity a part belongs to. */
export function findOwner(ctx: SandboxContext, shop: string, partKind: string, id: string): { kind: EntityKind; id: string } | null {
  const row = ctx.db.prepare("SELECT owner_kind, owner_id FROM part WHERE shop = ? AND kind = ? AND id = ?").get(shop, partKind, id) as
    { owner_kind: EntityKind; owner_id: string } | undefined;
  return row ? { kind: row.owner_kind, id: row.owner_id } : null;
}

function listParts(kind: EntityKind, value: EntityKinds[EntityKind]): { kind: string; id: string }[] {
  if (kind === "Product") {
    const variants = (value as Product).variants;
    return variants.flatMap((variant) => [
      { kind: "ProductVariant", id: variant.id },
      { kind: "InventoryItem", id: variant.inventoryItemId },
    ]);
  }
  if (kind !== "Order") return [];
  const order = value as Order;
  return [
    // An order has one fulfilment order here, numbered like the order itself.
    { kind: "FulfillmentOrder", id: order.id },
    ...order.lines.map((line) => ({ kind: "LineItem", id: line.id })),
    ...order.refunds.map((refund) => ({ kind: "Refund", id: refund.id })),
    ...order.fulfillments.map((fulfillment) => ({ kind: "Fulfillment", id: fulfillment.id })),
    ...order.fulfillments.flatMap((fulfillment) => fulfillment.events.map((event) => ({ kind: "FulfillmentEvent", id: event.id }))),
    ...order.transactions.map((transaction) => ({ kind: "OrderTransaction", id: transaction.id })),
  ];
}
