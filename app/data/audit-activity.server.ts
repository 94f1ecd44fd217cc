/** The newest things that happened, for the monitor's activity log and the home page. */
import type { Database, Row } from "./database.ts";
import { DELIVERY_COLUMNS, type DeliveryRow } from "./deliveries-columns.ts";

export interface RecentActivity {
  deliveries: (DeliveryRow & { records: number })[];
  syncItems: Row<"sync_queue">[];
  /** Commands of people and compliance actions. */
  commands: Row<"audit_log">[];
}

/** The newest `limit` of each kind. */
export async function readRecentActivity(db: Database, merchantId: string, limit: number): Promise<RecentActivity> {
  const [deliveries, syncItems, commands, compliance] = await Promise.all([
    db.read
      .selectFrom("deliveries")
      .select(DELIVERY_COLUMNS)
      .where("merchant_id", "=", merchantId)
      .orderBy("received_at", "desc")
      .orderBy("id", "desc")
      .limit(limit)
      .execute(),
    db.read.selectFrom("sync_queue").selectAll().where("merchant_id", "=", merchantId).orderBy("created_at", "desc").limit(limit).execute(),
    readAudit(db, merchantId, "command", limit),
    readAudit(db, merchantId, "compliance", limit),
  ]);
  const records = await countChangedRecords(
    db,
    merchantId,
    deliveries.map((delivery) => delivery.id),
  );
  return {
    deliveries: deliveries.map((delivery) => ({ ...delivery, records: records.get(delivery.id) ?? 0 })),
    syncItems,
    commands: [...commands, ...compliance].sort((a, b) => b.id - a.id).slice(0, limit),
  };
}

const readAudit = (db: Database, merchantId: string, kind: string, limit: number) =>
  db.read
    .selectFrom("audit_log")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("kind", "=", kind)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

/** How many records (orders, customers …) each delivery changed. */
async function countChangedRecords(db: Database, merchantId: string, deliveryIds: readonly number[]): Promise<Map<number, number>> {
  if (deliveryIds.length === 0) return new Map();
  const rows = await db.read
    .selectFrom("audit_log")
    .select((eb) => ["delivery_id", eb.fn.countAll().as("count")])
    .where("delivery_id", "in", deliveryIds)
    .where("merchant_id", "=", merchantId)
    .where("kind", "=", "data_change")
    .groupBy("delivery_id")
    .execute();
  return new Map(rows.map((row) => [row.delivery_id ?? 0, Number(row.count)]));
}
