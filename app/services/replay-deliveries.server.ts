/** Replay: stored deliveries are processed anew, one, selected, or all that a filter finds. */
import type { Database } from "#app/data/database.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import { makeDueAgain } from "#app/data/deliveries-replay.server.ts";
import { searchDeliveries, type DeliveryFilter } from "#app/data/deliveries-search.server.ts";
import { giveWay, MANY_PER_SECOND } from "#app/data/polite-writer.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { type CursorKey, decodeCursor } from "#app/lib/cursor.ts";
import { getQueue } from "#app/queue/get-queue.server.ts";

/** Few enough that a webhook which waits for the writer does not notice. */
const PER_TRANSACTION = 50;
/** While many webhooks come in, each such group is due so long after the one before: between them the worker has time for what comes in. */
const APART_MS = 100;
/** About so long such a group has the writer. */
const HELD_MS = 1;

export type ReplaySelection = { ids: readonly number[] } | { filter: DeliveryFilter };

export interface ReplayOptions {
  now: number;
  /** Also plan what follows from the events (messages, writes to other systems). History has no effects unless a person asks. */
  planEffects: boolean;
  actor?: "merchant" | "operator";
}

export interface ReplayResult {
  replayed: number;
  /** Waiting or in work already, erased, or not this merchant's. */
  skipped: number;
}

/** Works in short transactions, so that deliveries go on being stored while a million are replayed. */
export async function replayDeliveries(db: Database, merchantId: string, selection: ReplaySelection, options: ReplayOptions): Promise<ReplayResult> {
  const result: ReplayResult = { replayed: 0, skipped: 0 };
  try {
    await replayGroups(db, merchantId, selection, options, result);
  } finally {
    // Also of what was made due before something went wrong.
    await writeAudit(
      db,
      merchantId,
      {
        connectionId: null,
        kind: "command",
        actor: options.actor ?? "merchant",
        action: "replay_deliveries",
        data: { ...result, plan_effects: options.planEffects, by: "ids" in selection ? "selection" : "filter" },
      },
      options.now,
    );
  }
  return result;
}

/** @param result counts up */
async function replayGroups(
  db: Database,
  merchantId: string,
  selection: ReplaySelection,
  { planEffects, now }: ReplayOptions,
  result: ReplayResult,
): Promise<void> {
  const origin = planEffects ? "replay_with_effects" : "replay";
  let dueAt = now;
  for await (const ids of groupsOf(db, merchantId, selection, now)) {
    const due = await db.write(
      async (tx) => {
        const made = await makeDueAgain(tx, merchantId, ids, origin, dueAt);
        if (made.length > 0) await getQueue().schedule(tx, deliveryLane, made, dueAt);
        return made.length;
      },
      { isOneStatement: true },
    );
    result.replayed += due;
    result.skipped += ids.length - due;
    getQueue().wake(deliveryLane);
    if (due > 0 && db.isBusy(MANY_PER_SECOND)) dueAt += APART_MS;
    // Whoever asked waits for the answer: the pause is for what the group held the writer, not for what it waited for it.
    await giveWay(db, HELD_MS);
  }
}

async function* groupsOf(db: Database, merchantId: string, selection: ReplaySelection, now: number): AsyncGenerator<number[]> {
  if ("ids" in selection) {
    for (let i = 0; i < selection.ids.length; i += PER_TRANSACTION) yield selection.ids.slice(i, i + PER_TRANSACTION);
    return;
  }
  // A status filter's rows leave the filter as they are replayed; the cursor does not care. What arrives meanwhile is not meant.
  const filter = { ...selection.filter, until: Math.min(selection.filter.until ?? now + 1, now + 1) };
  // Oldest first, as they came: an order's beginning is not to wait for what followed.
  let before: CursorKey | null = [0, 0];
  while (before !== null) {
    const page = await searchDeliveries(db, merchantId, filter, { size: PER_TRANSACTION, before });
    if (page.rows.length > 0) yield page.rows.map((row) => row.id);
    before = page.previous === null ? null : (decodeCursor(page.previous) ?? null);
  }
}
