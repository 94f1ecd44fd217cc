/**
 * The durable inbox: receipts that arrive before it is the group's turn to write share one transaction and one fsync (group commit).
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
  const waiting: Waiting[] = [];
  /** A group is on its way that has not been made up yet. */
  let isGathering = false;
  let running = 0;
  // On PostgreSQL groups overlap, and its own sequence costs nothing.
  const numbers = db.engine === "sqlite" ? createDeliveryNumbers() : undefined;

  function flush(): void {
    if (isGathering || waiting.length === 0 || running >= PARALLEL_GROUPS[db.engine]) return;
    isGathering = true;
    running++;
    void commit().finally(() => {
      running--;
      flush();
    });
  }

  /** Whoever has come by then. */
  function gather(): Waiting[] {
    isGathering = false;
    const group = waiting.splice(0, MAX_GROUP);
    flush();
    return group;
  }

  /** @param given those to store; default: whoever has come when it is our turn */
  async function commit(given?: readonly Waiting[]): Promise<void> {
    let group = given;
    try {
      const outcomes = await db.write(
        (tx) => {
          // The database may have the work run again: for the same ones.
          group ??= gather();
          const receipts = group.map((one) => one.receipt);
          return storeReceipts(tx, queue, receipts, numbers);
        },
        { goesFirst: true },
      );
      answer(group ?? [], outcomes);
    } catch (error) {
      numbers?.forget();
      // Without a transaction there is no group yet.
      group ??= gather();
      if (group.length === 1) group[0]?.reject(error as Error);
      else for (const one of group) await commit([one]);
    }
  }

  function answer(group: readonly Waiting[], outcomes: readonly StoreOutcome[]): void {
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
        flush();
      }),
  };
}
