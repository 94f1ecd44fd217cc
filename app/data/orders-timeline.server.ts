/** Every hop of an order: the deliveries that speak of it, their attempts, the changes they made, and the work that followed. */
import { attemptsOf, changesOf } from "./deliveries-detail.server.ts";
import { DELIVERY_COLUMNS, type DeliveryRow } from "./deliveries-columns.ts";
import type { Database, Row } from "./database.ts";

export interface OrderHops {
  deliveries: DeliveryRow[];
  attempts: Row<"attempts">[];
  /** Changes by deliveries, and those by others (an operator, a re-read) to the order itself. */
  changes: Row<"audit_log">[];
  syncItems: Row<"sync_queue">[];
  /** True when older deliveries were left out. */
  isCut: boolean;
}

export const TIMELINE_DELIVERIES = 200;

export async function readOrderHops(
  db: Database,
  merchantId: string,
  order: Pick<Row<"orders">, "id" | "connection_id" | "external_id" | "order_ref" | "created_at">,
): Promise<OrderHops> {
  const limit = TIMELINE_DELIVERIES + 1;
  const mine = () => db.read.selectFrom("deliveries").select(DELIVERY_COLUMNS).where("merchant_id", "=", merchantId);
  const [byRef, byExternal, own] = await Promise.all([
    mine()
      .where("order_ref", "=", order.order_ref)
      .where("connection_id", "=", order.connection_id)
      .orderBy("received_at", "desc")
      .limit(limit)
      .execute(),
    mine()
      .where("external_id", "=", order.external_id)
      .where("connection_id", "=", order.connection_id)
      .where("entity_type", "=", "order")
      .orderBy("received_at", "desc")
      .limit(limit)
      .execute(),
    db.read
      .selectFrom("audit_log")
      .selectAll()
      .where("entity_type", "=", "order")
      .where("entity_id", "in", [order.id, order.external_id])
      .where("merchant_id", "=", merchantId)
      .where((eb) => eb.or([eb("connection_id", "=", order.connection_id), eb("connection_id", "is", null)]))
      .orderBy("id", "desc")
      .limit(1000)
      .execute(),
  ]);
  const known = new Map([...byRef, ...byExternal].map((delivery) => [delivery.id, delivery]));
  const missing = [...new Set(own.map((entry) => entry.delivery_id).filter((id) => id !== null && !known.has(id)))].slice(
    0,
    TIMELINE_DELIVERIES,
  ) as number[];
  if (missing.length > 0) for (const delivery of await mine().where("id", "in", missing).execute()) known.set(delivery.id, delivery);
  const deliveries = [...known.values()].sort((a, b) => b.received_at - a.received_at || b.id - a.id);
  const shown = deliveries.slice(0, TIMELINE_DELIVERIES);
  const ids = shown.map((delivery) => delivery.id);
  const [attempts, byDelivery, syncItems] = await Promise.all([
    attemptsOf(db, merchantId, ids),
    changesOf(db, merchantId, ids),
    db.read
      .selectFrom("sync_queue")
      .selectAll()
      .where("merchant_id", "=", merchantId)
      .where("entity_type", "=", "order")
      .where("entity_id", "in", [order.id, order.external_id])
      .where("connection_id", "=", order.connection_id)
      .orderBy("created_at", "desc")
      .limit(TIMELINE_DELIVERIES)
      .execute(),
  ]);
  const itemIds = syncItems.map((item) => item.id);
  const itemAttempts =
    itemIds.length === 0
      ? []
      : await db.read
          .selectFrom("attempts")
          .selectAll()
          .where("sync_item_id", "in", itemIds)
          .where("merchant_id", "=", merchantId)
          .orderBy("id", "desc")
          .limit(1000)
          .execute();
  const changes = new Map([...own, ...byDelivery].map((entry) => [entry.id, entry]));
  return {
    deliveries: shown,
    attempts: [...attempts, ...itemAttempts],
    changes: [...changes.values()],
    syncItems,
    isCut: deliveries.length > shown.length,
  };
}
