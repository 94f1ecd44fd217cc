/** When "Events not processing" is said. */

/** A worker beats every few seconds. */
const WORKER_SILENT_MS = 60_000;
/** A worker that runs has a backlog, not a fault, unless it lasts. */
const DUE_FOR_LONG_MS = 10 * 60_000;

export function isStalled({ oldestDueMs, workerSilentMs }: { oldestDueMs: number; workerSilentMs: number | null }): boolean {
  if (oldestDueMs > DUE_FOR_LONG_MS) return true;
  return oldestDueMs > WORKER_SILENT_MS && (workerSilentMs === null || workerSilentMs > WORKER_SILENT_MS);
}
