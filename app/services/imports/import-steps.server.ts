/** An import, or its undo, is a chain of items of the sync queue: each works for about a second, so that a stop never waits for it. */
import type { Row, Tx } from "#app/data/database.ts";
import { writeAndGiveWay } from "#app/data/polite-writer.ts";
import { planSyncItem } from "#app/data/sync-items.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import type { ServiceContext } from "../context.server.ts";

export type ImportAction = "import" | "undo_import";

/** Rows per transaction: many share one fsync; while webhooks come in a few, since looking up, committing and syncing cannot be broken off. */
export const rowsAtOnce = (ctx: ServiceContext): number => (ctx.db.isBusy() ? 5 : 100);
/** How long one item works. */
const STEP_MS = 1_000;
/** A transaction looks up so often: what waits for the writer meanwhile goes first. */
const TURN_MS = 1;

/** Makes the work due, in the caller's transaction. @param after what it follows: the same twice is one */
export async function planImportStep(
  ctx: ServiceContext,
  tx: Tx,
  of: { merchantId: string; connectionId: string; importId: string },
  action: ImportAction,
  after: string,
  payload: Record<string, unknown> = {},
): Promise<void> {
  const now = ctx.clock();
  const item = {
    connectionId: of.connectionId,
    entityType: "import",
    entityId: of.importId,
    action,
    direction: "inbound" as const,
    cause: `import:${of.importId}`,
    dedupeKey: `${action}:${of.importId}:${after}`,
    payload,
  };
  const id = await planSyncItem(tx, of.merchantId, item, now);
  if (id !== null) await ctx.queue.schedule(tx, syncLane, [id], now);
}

/** Runs chunks, each in a transaction of its own, until there are no more (true) or the item's time is over; then the next item goes on. */
export async function workInSteps(
  ctx: ServiceContext,
  item: Row<"sync_queue">,
  action: ImportAction,
  chunk: (tx: Tx) => Promise<boolean>,
  nextPayload: () => Record<string, unknown> = () => ({}),
): Promise<void> {
  const until = performance.now() + STEP_MS;
  for (;;) {
    if (await writeAndGiveWay(ctx.db, chunk)) return;
    if (performance.now() > until) break;
  }
  const of = { merchantId: item.merchant_id, connectionId: item.connection_id, importId: item.entity_id };
  await ctx.db.write((tx) => planImportStep(ctx, tx, of, action, `after:${item.id}`, nextPayload()));
  ctx.queue.wake(syncLane);
}

/** Asked between two rows of a transaction: true when somebody waits for the writer, and the transaction should end. */
export function isTurnOver(ctx: ServiceContext): () => Promise<boolean> {
  let lookedAt = performance.now();
  return async () => {
    if (performance.now() - lookedAt < TURN_MS) return false;
    await new Promise(setImmediate);
    lookedAt = performance.now();
    return ctx.db.isAwaited();
  };
}
