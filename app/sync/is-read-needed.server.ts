import { z } from "zod";
import type { Row, Tx } from "#app/data/database.ts";

const payloadSchema = z.object({ unless: z.union([z.literal("refunds_add_up"), z.object({ newerThan: z.number() })]).optional() });

/** Whether a planned read still has something to find out: not when the order's own snapshot has arrived meanwhile. */
export async function isReadNeeded(tx: Tx, item: Row<"sync_queue">): Promise<boolean> {
  const unless = payloadSchema.safeParse(JSON.parse(item.payload)).data?.unless;
  if (item.entity_type !== "order" || unless === undefined) return true;
  const order = await tx.find("orders", { connection_id: item.connection_id, external_id: item.entity_id });
  if (order === undefined) return true;
  // Strictly newer: times are in whole seconds, an equal one may be from before.
  if (unless !== "refunds_add_up") return order.source_updated_at <= unless.newerThan;
  const refunds = await tx.list("refunds", { order_id: order.id });
  return refunds.reduce((sum, refund) => sum + refund.amount_minor, 0) !== order.refunded_minor;
}
