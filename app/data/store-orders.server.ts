/** What one store's own admin asks of the hub: the order it names by its own id, and how its last hours went. */
import type { Database } from "./database.ts";
import { OPEN_BRANCHES } from "./open-deliveries.ts";
import { HOUR_MS, hourOf, type OpenCounts } from "./statistics-window.server.ts";

/** Our id of the order that the store calls `externalId`, or null. */
export async function findOrderByExternalId(db: Database, merchantId: string, connectionId: string, externalId: string): Promise<string | null> {
  const found = await db.read
    .selectFrom("orders")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("external_id", "=", externalId)
    .executeTakeFirst();
  return found?.id ?? null;
}

export interface ConnectionFigures {
  completed: number;
  failed: number;
  retried: number;
  open: OpenCounts;
}

/** The present hour and those before it, `hours` in all; and what is open now. */
export async function readConnectionFigures(
  db: Database,
  merchantId: string,
  connectionId: string,
  now: number,
  hours: number,
): Promise<ConnectionFigures> {
  const since = hourOf(now) - (hours - 1) * HOUR_MS;
  const done = await db.read
    .selectFrom("operation_hours")
    .select((eb) => [eb.fn.sum("completed").as("completed"), eb.fn.sum("dead").as("dead"), eb.fn.sum("retried").as("retried")])
    .where("merchant_id", "=", merchantId)
    .where("hour", ">=", since)
    .where("connection_id", "=", connectionId)
    .executeTakeFirstOrThrow();
  const open: OpenCounts = { pending: 0, processing: 0, held: 0, failed: 0, dead: 0 };
  const [first, ...others] = OPEN_BRANCHES.map((branch) =>
    db.read
      .selectFrom("deliveries")
      .select((eb) => ["status", eb.fn.countAll().as("count")])
      .where("merchant_id", "=", merchantId)
      .where("connection_id", "=", connectionId)
      .where(branch)
      .groupBy("status"),
  );
  for (const row of await others.reduce((all, branch) => all.unionAll(branch), first!).execute())
    open[row.status as keyof OpenCounts] = Number(row.count);
  return { completed: Number(done.completed ?? 0), failed: Number(done.dead ?? 0), retried: Number(done.retried ?? 0), open };
}
