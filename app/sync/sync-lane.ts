import type { Lane } from "#app/queue/lane.ts";

/** Work between us and a channel, as a queue. */
export const syncLane: Lane = { name: "sync_item", table: "sync_queue", attemptsColumn: "retry_count", isIdNumeric: false };
