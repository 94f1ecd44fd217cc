import { newId } from "#app/lib/ids.ts";
import type { ApplyContext } from "./context.ts";
import { syncLane } from "./sync-lane.ts";

export type ReadableEntity = "order" | "customer" | "product" | "location" | "inventory";

/**
 * Plans a fresh read of an entity from its source, as a row of sync_queue in this transaction. A read that is still waiting serves
 * this cause too: it will see everything that has happened until it runs.
 * @param delayMs how long to wait first: what is on its way often answers the question by itself
 */
export async function requestRead(ctx: ApplyContext, entityType: ReadableEntity, externalId: string, reason: string, delayMs = 0): Promise<void> {
  const waiting = await ctx.tx.find("sync_queue", {
    connection_id: ctx.connection.id, entity_type: entityType, entity_id: externalId, action: "read", status: "pending",
  });
  if (waiting !== undefined) return;
  const id = newId("syn", ctx.now);
  const isNew = await ctx.tx.insertIfNew("sync_queue", {
    id,
    merchant_id: ctx.connection.merchant_id,
    connection_id: ctx.connection.id,
    entity_type: entityType,
    entity_id: externalId,
    action: "read",
    direction: "inbound",
    status: "pending",
    next_attempt_at: ctx.now + delayMs,
    cause: ctx.cause,
    dedupe_key: `read:${entityType}:${externalId}:${ctx.cause}:${reason}`,
    payload: JSON.stringify({ reason }),
    created_at: ctx.now,
    updated_at: ctx.now,
  });
  if (isNew) await ctx.queue.schedule(ctx.tx, syncLane, [id], ctx.now + delayMs);
}
