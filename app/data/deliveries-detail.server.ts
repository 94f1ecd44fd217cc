/** One delivery with its raw request, its attempts and what it changed. */
import type { Database, Row } from "./database.ts";

export interface DeliveryDetail {
  delivery: Row<"deliveries">;
  payload: Row<"delivery_payloads"> | null;
  attempts: Row<"attempts">[];
  changes: Row<"audit_log">[];
  connection: Pick<Row<"connections">, "id" | "channel" | "external_id" | "name" | "status" | "timezone" | "currency"> | null;
  /** The order it speaks of, when the hub knows it. */
  order: Pick<Row<"orders">, "id" | "order_ref" | "currency"> | null;
  /** What the order's items are called, by the channel's id. */
  titles: ReadonlyMap<string, string>;
}

/** Null when this merchant has no such delivery. */
export async function findDeliveryDetail(db: Database, merchantId: string, deliveryId: number): Promise<DeliveryDetail | null> {
  const delivery = await db.read
    .selectFrom("deliveries")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("id", "=", deliveryId)
    .executeTakeFirst();
  if (!delivery) return null;
  const [payload, attempts, changes, connection, order] = await Promise.all([
    db.read
      .selectFrom("delivery_payloads")
      .selectAll()
      .where("merchant_id", "=", merchantId)
      .where("delivery_id", "=", deliveryId)
      .executeTakeFirst(),
    attemptsOf(db, merchantId, [deliveryId]),
    changesOf(db, merchantId, [deliveryId]),
    db.read
      .selectFrom("connections")
      .select(["id", "channel", "external_id", "name", "status", "timezone", "currency"])
      .where("merchant_id", "=", merchantId)
      .where("id", "=", delivery.connection_id)
      .executeTakeFirst(),
    findOrderOf(db, merchantId, delivery),
  ]);
  return {
    delivery,
    payload: payload ?? null,
    attempts,
    changes,
    connection: connection ?? null,
    order,
    titles: await titlesOf(db, merchantId, order?.id),
  };
}

async function findOrderOf(db: Database, merchantId: string, delivery: Row<"deliveries">): Promise<DeliveryDetail["order"]> {
  const orders = db.read
    .selectFrom("orders")
    .select(["id", "order_ref", "currency"])
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", delivery.connection_id);
  const byRef = delivery.order_ref === null ? undefined : await orders.where("order_ref", "=", delivery.order_ref).executeTakeFirst();
  if (byRef || delivery.entity_type !== "order" || delivery.external_id === null) return byRef ?? null;
  return (await orders.where("external_id", "=", delivery.external_id).executeTakeFirst()) ?? null;
}

async function titlesOf(db: Database, merchantId: string, orderId: string | undefined): Promise<ReadonlyMap<string, string>> {
  if (orderId === undefined) return new Map();
  const lines = await db.read
    .selectFrom("order_lines")
    .select(["external_id", "title"])
    .where("order_id", "=", orderId)
    .where("merchant_id", "=", merchantId)
    .execute();
  return new Map(lines.map((line) => [line.external_id, line.title]));
}

export async function attemptsOf(db: Database, merchantId: string, deliveryIds: readonly number[]): Promise<Row<"attempts">[]> {
  if (deliveryIds.length === 0) return [];
  return db.read
    .selectFrom("attempts")
    .selectAll()
    .where("delivery_id", "in", deliveryIds)
    .where("merchant_id", "=", merchantId)
    .orderBy("id", "desc")
    .limit(2000)
    .execute();
}

/** What deliveries wrote to the audit log: data changes, and errors. */
export async function changesOf(db: Database, merchantId: string, deliveryIds: readonly number[]): Promise<Row<"audit_log">[]> {
  if (deliveryIds.length === 0) return [];
  return db.read
    .selectFrom("audit_log")
    .selectAll()
    .where("delivery_id", "in", deliveryIds)
    .where("merchant_id", "=", merchantId)
    .orderBy("id", "desc")
    .limit(2000)
    .execute();
}
