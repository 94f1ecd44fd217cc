/** The process-wide queue, on globalThis for the same reason as the database (data/get-database.server.ts). */
import type { Queue } from "./queue.ts";

const slot = globalThis as typeof globalThis & { crossdockQueue?: Queue };

export function setQueue(queue: Queue | undefined): void {
  slot.crossdockQueue = queue;
}

/** @throws before the server has made it: a bug in start-up order. */
export function getQueue(): Queue {
  if (slot.crossdockQueue === undefined) throw new Error("the queue is not made yet");
  return slot.crossdockQueue;
}
