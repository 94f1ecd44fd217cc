/** What people call the things that deliveries speak of. */
import type { Database } from "./database.ts";

export interface EntityRef {
  connection_id: string;
  entity_type: string | null;
  external_id: string | null;
}

export const entityKey = (ref: EntityRef): string => `${ref.connection_id}/${ref.entity_type ?? ""}/${ref.external_id ?? ""}`;

/** Names of those that are known, by entityKey: order numbers, product titles, customer names; for stock the product's. Index look-ups only. */
export async function readEntityNames(db: Database, merchantId: string, refs: readonly EntityRef[]): Promise<Map<string, string>> {
  const idsOf = (type: string) => [
    ...new Set(
      refs
        .filter((ref) => ref.entity_type === type)
        .map((ref) => ref.external_id)
        .filter((id) => id !== null),
    ),
  ];
  const connections = [...new Set(refs.map((ref) => ref.connection_id))];
  const names = new Map<string, string>();
  const add = (type: string, rows: { connection_id: string; external_id: string | null; name: string | null }[]) => {
    for (const row of rows)
      if (row.name !== null) names.set(entityKey({ connection_id: row.connection_id, entity_type: type, external_id: row.external_id }), row.name);
  };
  const [orders, products, customers, items] = [idsOf("order"), idsOf("product"), idsOf("customer"), idsOf("inventory")];
  await Promise.all([
    orders.length > 0 &&
      db.read
        .selectFrom("orders")
        .select(["connection_id", "external_id", "order_ref as name"])
        .where("connection_id", "in", connections)
        .where("external_id", "in", orders)
        .where("merchant_id", "=", merchantId)
        .execute()
        .then((rows) => add("order", rows)),
    products.length > 0 &&
      db.read
        .selectFrom("products")
        .select(["connection_id", "external_id", "title as name"])
        .where("connection_id", "in", connections)
        .where("external_id", "in", products)
        .where("merchant_id", "=", merchantId)
        .execute()
        .then((rows) => add("product", rows)),
    customers.length > 0 &&
      db.read
        .selectFrom("customers")
        .select(["connection_id", "external_id", "name"])
        .where("connection_id", "in", connections)
        .where("external_id", "in", customers)
        .where("merchant_id", "=", merchantId)
        .execute()
        .then((rows) => add("customer", rows)),
    items.length > 0 &&
      db.read
        .selectFrom("variants")
        .innerJoin("products", "products.id", "variants.product_id")
        .select(["variants.connection_id", "variants.inventory_item_external_id as external_id", "products.title as name"])
        .where("variants.connection_id", "in", connections)
        .where("variants.inventory_item_external_id", "in", items)
        .where("variants.merchant_id", "=", merchantId)
        .execute()
        .then((rows) => add("inventory", rows)),
  ]);
  return names;
}
