/** `crossdock queue stats`. */
import { readOperations } from "#app/data/system/operations.server.ts";
import { readSyncQueue } from "#app/data/system/queue-state.server.ts";
import { command } from "./command.ts";
import { withReading } from "./session.ts";
import { duration, facts } from "./table.ts";

const DELIVERY_STATES = ["pending", "processing", "held", "failed", "dead"] as const;
const SYNC_STATES = [...DELIVERY_STATES, "outcome_unknown"] as const;

/** Every state has its number, also 0: a script must not have to guess what is missing. */
const filled = (states: readonly string[], counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(states.map((state) => [state, counts[state] ?? 0]));

export const queueStats = command({
  about: "Counts what is not finished, by status: deliveries received, and sync items (reads and writes at a channel).",
  options: {},
  async run({ isJson }, io) {
    const [inbox, sync] = await withReading((db) => Promise.all([readOperations(db, io.clock()), readSyncQueue(db, io.clock())]));
    const result = {
      deliveries: filled(DELIVERY_STATES, inbox.unfinished),
      sync_items: filled(SYNC_STATES, sync.unfinished),
      oldest_due_ms: Math.max(inbox.queueAgeMs, sync.queueAgeMs),
      worker_seen_ms_ago: inbox.workerSeenMsAgo,
      not_stored: inbox.notStored,
    };
    if (isJson) {
      io.json(result);
      return 0;
    }
    const listed = (counts: Record<string, number>) =>
      Object.entries(counts)
        .map(([state, number]) => `${number} ${state.replace("_", " ")}`)
        .join(", ");
    io.out(
      facts([
        ["Deliveries", listed(result.deliveries)],
        ["Sync items", listed(result.sync_items)],
        ["Oldest due", result.oldest_due_ms === 0 ? "nothing is due" : `since ${duration(result.oldest_due_ms)}`],
        ["Worker", result.worker_seen_ms_ago === null ? "none was ever heard of" : `heard of ${duration(result.worker_seen_ms_ago)} ago`],
        ["Not stored", Object.keys(result.not_stored).length === 0 ? "none" : listed(result.not_stored)],
      ]),
    );
    return 0;
  },
});
