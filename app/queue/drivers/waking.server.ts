/** The queue as another thread of the SQLite process sees it: rows are made due through the lent writer, and the loops are woken where they run. */
import type { Lane } from "../lane.ts";
import type { Queue } from "../queue.ts";

/** @param wakeThere tells the thread whose queue has the loops; it claims by a write of its own, after the transaction that is open now */
export function createWakingQueue(wakeThere: (lane: Lane) => void, now: () => number): Queue {
  const refuse = () => Promise.reject(new Error("this thread works on no queue"));
  return {
    schedule(_tx, lane, _ids, runAt) {
      if (runAt <= now()) wakeThere(lane);
      return Promise.resolve();
    },
    wake: wakeThere,
    start: refuse,
    stop: () => Promise.resolve(),
  };
}
