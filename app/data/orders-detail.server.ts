/** One order with everything that belongs to it. */
import type { Database, Row } from "./database.ts";

export interface OrderDetail {
  order: Row<"orders">;
  lines: Row<"order_lines">[];
  discounts: Row<"order_discounts">[];
  taxes: Row<"order_taxes">[];
  shippingLines: Row<"order_shipping_lines">[];
  refunds: Row<"refunds">[];
  refundLines: Row<"refund_lines">[];
  fulfillments: Row<"fulfillments">[];
  facts: Row<"status_history">[];
  customer: Row<"customers"> | null;
  connection: Pick<Row<"connections">, "id" | "channel" | "external_id" | "name" | "timezone"> | null;
}

/** Null when this merchant has no such order. */
export async function findOrderDetail(db: Database, merchantId: string, orderId: string): Promise<OrderDetail | null> {
  const order = await db.read.selectFrom("orders").selectAll().where("merchant_id", "=", merchantId).where("id", "=", orderId).executeTakeFirst();
  if (!order) return null;
  const [lines, discounts, taxes, shippingLines, refunds, refundLines, fulfillments, facts, customer, connection] = await Promise.all([
    db.read.selectFrom("order_lines").selectAll().where("merchant_id", "=", merchantId).where("order_id", "=", orderId).orderBy("position").execute(),
    db.read
      .selectFrom("order_discounts")
      .selectAll()
      .where("merchant_id", "=", merchantId)
      .where("order_id", "=", orderId)
      .orderBy("position")
      .execute(),
    db.read.selectFrom("order_taxes").selectAll().where("merchant_id", "=", merchantId).where("order_id", "=", orderId).orderBy("position").execute(),
    db.read
      .selectFrom("order_shipping_lines")
      .selectAll()
      .where("merchant_id", "=", merchantId)
      .where("order_id", "=", orderId)
      .orderBy("position")
      .execute(),
    db.read
      .selectFrom("refunds")
      .selectAll()
      .where("merchant_id", "=", merchantId)
      .where("order_id", "=", orderId)
      .orderBy("source_created_at")
      .execute(),
    // refund_lines has no index of its own on order_id: it is reached through the order's refunds.
    db.read
      .selectFrom("refund_lines")
      .selectAll()
      .where("merchant_id", "=", merchantId)
      .where("refund_id", "in", db.read.selectFrom("refunds").select("id").where("merchant_id", "=", merchantId).where("order_id", "=", orderId))
      .execute(),
    db.read
      .selectFrom("fulfillments")
      .selectAll()
      .where("merchant_id", "=", merchantId)
      .where("order_id", "=", orderId)
      .orderBy("source_created_at")
      .execute(),
    db.read
      .selectFrom("status_history")
      .selectAll()
      .where("merchant_id", "=", merchantId)
      .where("order_id", "=", orderId)
      .orderBy("occurred_at", "desc")
      .limit(500)
      .execute(),
    order.customer_id === null
      ? Promise.resolve(undefined)
      : db.read.selectFrom("customers").selectAll().where("merchant_id", "=", merchantId).where("id", "=", order.customer_id).executeTakeFirst(),
    db.read
      .selectFrom("connections")
      .select(["id", "channel", "external_id", "name", "timezone"])
      .where("merchant_id", "=", merchantId)
      .where("id", "=", order.connection_id)
      .executeTakeFirst(),
  ]);
  return {
    order,
    lines,
    discounts,
    taxes,
    shippingLines,
    refunds,
    refundLines,
    fulfillments,
    facts,
    customer: customer ?? null,
    connection: connection ?? null,
  };
}
