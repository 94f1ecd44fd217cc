/** Figures of the monitor: from operation_hours (one row per hour and topic), never by counting deliveries. */
import type { Database } from "./database.ts";
import { OPEN_BRANCHES } from "./open-deliveries.ts";

export const HOUR_MS = 3_600_000;
/** The hour a moment belongs to, as operation_hours names it: epoch milliseconds of its start. */
export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;

export interface HourFigures {
  hour: number;
  completed: number;
  dead: number;
  retried: number;
  records: number;
}

/** Hours from `sinceHour` on that saw work, oldest first; idle hours have no row. */
export async function readHourFigures(db: Database, merchantId: string, sinceHour: number): Promise<HourFigures[]> {
  const rows = await db.read
    .selectFrom("operation_hours")
    .select((eb) => [
      "hour",
      eb.fn.sum("completed").as("completed"),
      eb.fn.sum("dead").as("dead"),
      eb.fn.sum("retried").as("retried"),
      eb.fn.sum("records").as("records"),
    ])
    .where("merchant_id", "=", merchantId)
    .where("hour", ">=", sinceHour)
    .groupBy("hour")
    .orderBy("hour")
    .execute();
  return rows.map((row) => ({
    hour: Number(row.hour),
    completed: Number(row.completed),
    dead: Number(row.dead),
    retried: Number(row.retried),
    records: Number(row.records),
  }));
}

/** Deliveries finished since `sinceHour`, per connection and topic. */
export async function readTopicFigures(
  db: Database,
  merchantId: string,
  sinceHour: number,
): Promise<{ connectionId: string; topic: string; finished: number; dead: number }[]> {
  const rows = await db.read
    .selectFrom("operation_hours")
    .select((eb) => ["connection_id", "topic", eb.fn.sum("completed").as("completed"), eb.fn.sum("dead").as("dead")])
    .where("merchant_id", "=", merchantId)
    .where("hour", ">=", sinceHour)
    .groupBy(["connection_id", "topic"])
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    topic: row.topic,
    finished: Number(row.completed) + Number(row.dead),
    dead: Number(row.dead),
  }));
}

export type OpenStatus = "pending" | "processing" | "held" | "failed" | "dead";
export type OpenCounts = Record<OpenStatus, number>;

/** Deliveries that are not completed, by status: they have indexes of their own. */
export async function countOpenDeliveries(db: Database, merchantId: string): Promise<OpenCounts> {
  const counts: OpenCounts = { pending: 0, processing: 0, held: 0, failed: 0, dead: 0 };
  const [first, ...others] = OPEN_BRANCHES.map((branch) =>
    db.read
      .selectFrom("deliveries")
      .select((eb) => ["status", eb.fn.countAll().as("count")])
      .where("merchant_id", "=", merchantId)
      .where(branch)
      .groupBy("status"),
  );
  const rows = await others.reduce((all, branch) => all.unionAll(branch), first!).execute();
  for (const row of rows) counts[row.status as OpenStatus] = Number(row.count);
  return counts;
}

/** Work of the sync queue that is not finished, by status. */
export async function countOpenSyncItems(db: Database, merchantId: string): Promise<{ status: string; count: number }[]> {
  const rows = await db.read
    .selectFrom("sync_queue")
    .select((eb) => ["status", eb.fn.countAll().as("count")])
    .where("merchant_id", "=", merchantId)
    .where("status", "in", ["pending", "processing", "held", "failed", "dead", "outcome_unknown"])
    .groupBy("status")
    .execute();
  return rows.map((row) => ({ status: row.status, count: Number(row.count) }));
}
