import type { Row } from "#app/data/database.ts";
import { newId } from "#app/lib/ids.ts";
import type { ApplyContext } from "./context.ts";
import { syncLane } from "./sync-lane.ts";

export type ReadableEntity = "order" | "customer" | "product" | "location" | "inventory";

/** What makes a planned read superfluous when its time comes: usually the source has sent the whole entity meanwhile. */
export type Unless = "refunds_add_up" | { newerThan: number };

interface ReadRequest {
  /** Shown to people, and part of what makes the read unique for its cause. */
  reason: string;
  /** How long to wait first: what is on its way often answers the question by itself. */
  delayMs?: number;
  unless?: Unless;
}

/**
 * Plans a fresh read of an entity from its source, as a row of sync_queue in this transaction. A read that is still waiting serves
 * this cause too, unless this one is more urgent or has no condition.
 */
export async function requestRead(ctx: ApplyContext, entityType: ReadableEntity, externalId: string, request: ReadRequest): Promise<void> {
  const { reason, delayMs = 0 } = request;
  const waiting = await ctx.tx.find("sync_queue", {
    connection_id: ctx.connection.id,
    entity_type: entityType,
    entity_id: externalId,
    action: "read",
    status: "pending",
  });
  if (waiting !== undefined) {
    await bringForward(ctx, waiting, ctx.now + delayMs, reason);
    return;
  }
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
    payload: payloadOf(ctx, request),
    created_at: ctx.now,
    updated_at: ctx.now,
  });
  if (isNew) await ctx.queue.schedule(ctx.tx, syncLane, [id], ctx.now + delayMs);
  else await askAgain(ctx, `read:${entityType}:${externalId}:${ctx.cause}:${reason}`, ctx.now + delayMs, payloadOf(ctx, request));
}

/** What a read that history asks for brings to light has no effects either. */
const payloadOf = (ctx: ApplyContext, { reason, unless }: ReadRequest): string =>
  JSON.stringify({ reason, ...(unless !== undefined && { unless }), ...(!ctx.hasEffects && { has_effects: false }) });

/** Whether what a read finds is news, of which messages may follow. */
export const hasReadEffects = (item: Pick<Row<"sync_queue">, "payload">): boolean =>
  (JSON.parse(item.payload) as { has_effects?: boolean }).has_effects !== false;

/** The same cause asks for the same a second time: it was replayed, or came out of its hold. What was answered, or given up, then is asked anew. */
async function askAgain(ctx: ApplyContext, dedupeKey: string, runAt: number, payload: string): Promise<void> {
  const past = await ctx.tx.find("sync_queue", { connection_id: ctx.connection.id, dedupe_key: dedupeKey });
  if (past === undefined || !(past.status === "completed" || past.status === "dead")) return;
  const anew = {
    status: "pending",
    retry_count: 0,
    next_attempt_at: runAt,
    completed_at: null,
    payload,
    error_class: null,
    error_code: null,
    error_message: null,
  };
  await ctx.tx.update("sync_queue", { ...anew, updated_at: ctx.now }, { id: past.id });
  await ctx.queue.schedule(ctx.tx, syncLane, [past.id], runAt);
}

/**
 * A read that waits is made to serve a second cause: as early as the earlier, and without a condition that only held for the first. It has
 * effects if either cause has.
 */
async function bringForward(ctx: ApplyContext, waiting: Row<"sync_queue">, runAt: number, reason: string): Promise<void> {
  const isEarlier = runAt < waiting.next_attempt_at;
  await ctx.tx.update(
    "sync_queue",
    {
      payload: payloadOf({ ...ctx, hasEffects: ctx.hasEffects || hasReadEffects(waiting) }, { reason }),
      updated_at: ctx.now,
      ...(isEarlier && { next_attempt_at: runAt }),
    },
    { id: waiting.id },
  );
  if (isEarlier) await ctx.queue.schedule(ctx.tx, syncLane, [waiting.id], runAt);
}
