/** The process-wide queue, for services that make work due (replay, retry). Set by the server or the command line at start. */
import type { Queue } from "./queue.ts";

let current: Queue | undefined;

export function setQueue(queue: Queue | undefined): void {
  current = queue;
}

/** @throws before it is set: a bug in start-up order. */
export function getQueue(): Queue {
  if (current === undefined) throw new Error("the queue is not open yet");
  return current;
}
