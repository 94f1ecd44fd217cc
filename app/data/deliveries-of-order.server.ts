/** Deliveries by exactly one kind of number: an order's, or the platform's id of the entity. (The search box tries all kinds at once.) */
import type { Database } from "./database.ts";
import { externalIdFor, orderRefsFor } from "./search-terms.ts";

const IDS_PER_LOOKUP = 500;

/** An order's deliveries by its number ("1001", "#1001", "SH-#1001"), also those that name it only by id: refunds, fulfilments. */
export async function findDeliveryIdsOfOrder(db: Database, merchantId: string, order: string): Promise<number[]> {
  const refs = orderRefsFor(order);
  const mine = () =>
    db.read.selectFrom("deliveries").select("id").where("merchant_id", "=", merchantId).orderBy("received_at", "desc").limit(IDS_PER_LOOKUP);
  const orders = await db.read
    .selectFrom("orders")
    .select(["connection_id", "external_id"])
    .where("merchant_id", "=", merchantId)
    .where("order_ref", "in", refs)
    .limit(50)
    .execute();
  const found = await Promise.all([
    mine().where("order_ref", "in", refs).execute(),
    ...orders.map((one) =>
      mine().where("external_id", "=", one.external_id).where("connection_id", "=", one.connection_id).where("entity_type", "=", "order").execute(),
    ),
  ]);
  return [...new Set(found.flat().map((row) => row.id))];
}

/** Deliveries about one entity: its id at the platform, bare or as a Shopify global id. */
export async function findDeliveryIdsByExternalId(db: Database, merchantId: string, externalId: string): Promise<number[]> {
  const rows = await db.read
    .selectFrom("deliveries")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("external_id", "=", externalIdFor(externalId))
    .orderBy("received_at", "desc")
    .limit(IDS_PER_LOOKUP)
    .execute();
  return rows.map((row) => row.id);
}
