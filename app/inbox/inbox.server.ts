/**
 * The durable inbox: receipts that arrive in the same turn of the event loop share one transaction and one fsync (group commit).
 * When the group fails, each of its receipts is tried alone, so that one bad row never fails its neighbours.
 */
import type { Database } from "#app/data/database.ts";
import type { Queue } from "#app/queue/queue.ts";
import { deliveryLane } from "./delivery-lane.ts";
import { createDeliveryNumbers } from "./delivery-numbers.server.ts";
import type { Receipt, StoreOutcome } from "./receipt.ts";
import { storeReceipts } from "./store-receipts.server.ts";

const MAX_GROUP = 256;
/** SQLite has one writer: a second group would only wait. PostgreSQL overlaps the commits of a few groups. */
const PARALLEL_GROUPS = { sqlite: 1, postgres: 4 } as const;

interface Waiting {
  receipt: Receipt;
  resolve: (outcome: StoreOutcome) => void;
  reject: (error: Error) => void;
}

export interface Inbox {
  /** Resolves after COMMIT with an fsync. Rejects when the row could not be committed: answer 503, the sender will come again. */
  store(receipt: Receipt): Promise<StoreOutcome>;
}

export function createInbox(db: Database, queue: Queue): Inbox {
  let waiting: Waiting[] = [];
  let isScheduled = false;
  let running = 0;
  // On PostgreSQL groups overlap, and its own sequence costs nothing.
  const numbers = db.engine === "sqlite" ? createDeliveryNumbers() : undefined;

  function scheduleFlush(): void {
    if (isScheduled || waiting.length === 0 || running >= PARALLEL_GROUPS[db.engine]) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      const group = waiting.length > MAX_GROUP ? waiting.splice(0, MAX_GROUP) : waiting;
      if (group === waiting) waiting = [];
      running++;
      void commit(group).finally(() => {
        running--;
        scheduleFlush();
      });
      scheduleFlush();
    });
  }

  async function commit(group: Waiting[]): Promise<void> {
    try {
      const receipts = group.map((one) => one.receipt);
      const outcomes = await db.write((tx) => storeReceipts(tx, queue, receipts, numbers), { goesFirst: true });
      answer(group, outcomes);
    } catch (error) {
      numbers?.forget();
      if (group.length === 1) group[0]?.reject(error as Error);
      else for (const one of group) await commit([one]);
    }
  }

  function answer(group: Waiting[], outcomes: StoreOutcome[]): void {
    let hasStored = false;
    for (let i = 0; i < group.length; i++) {
      const outcome = outcomes[i];
      const one = group[i];
      if (one === undefined || outcome === undefined) continue;
      hasStored ||= outcome.kind === "stored";
      one.resolve(outcome);
    }
    if (hasStored) queue.wake(deliveryLane);
  }

  return {
    store: (receipt) =>
      new Promise((resolve, reject) => {
        waiting.push({ receipt, resolve, reject });
        scheduleFlush();
      }),
  };
}
