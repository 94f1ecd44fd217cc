/** How often something came for a connection that was not signed with its secret. */
import type { Database, Tx } from "./database.ts";
import { reading } from "./either.ts";

/** @param since epoch ms; counted per hour, so the hour it lies in counts whole */
export async function countRefusedSignatures(db: Database | Tx, merchantId: string, connectionId: string, since: number): Promise<number> {
  const hour = since - (since % 3_600_000);
  const { count } = await reading(db)
    .selectFrom("receipt_counters")
    .innerJoin("connections", "connections.id", "receipt_counters.connection_id")
    .select((eb) => eb.fn.sum("receipt_counters.count").as("count"))
    .where("connections.merchant_id", "=", merchantId)
    .where("receipt_counters.connection_id", "=", connectionId)
    .where("receipt_counters.kind", "=", "unverified")
    .where("receipt_counters.hour", ">=", hour)
    .executeTakeFirstOrThrow();
  return Number(count ?? 0);
}
