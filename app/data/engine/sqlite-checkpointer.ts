/** Keeps the write-ahead log short from a thread of its own: copying pages on the writer's thread would hold up every request meanwhile. */
import { startLoadingThread, type LoadingThread } from "#app/lib/loading-thread.ts";
import type { CheckpointData } from "./sqlite-checkpoint-thread.ts";

/** A process that writes little (a command) needs no thread. */
const STARTS_AFTER_COMMITS = 100;

export interface Checkpointer {
  /** Call after each commit. */
  committed(): void;
  close(): Promise<void>;
}

/** @param caughtUp called when a long log is copied but for what was written this moment: when the writer copies that, the log begins anew */
export function createCheckpointer(data: CheckpointData, caughtUp: () => void): Checkpointer {
  let commits = 0;
  let thread: LoadingThread | undefined;
  return {
    committed() {
      if (++commits !== STARTS_AFTER_COMMITS) return;
      thread = startLoadingThread(new URL("./sqlite-checkpoint-thread.ts", import.meta.url), data);
      const { worker } = thread;
      worker.unref();
      worker.on("message", caughtUp);
      // Without it the writer checkpoints by itself, later and at once.
      worker.on("error", () => (thread = undefined));
    },
    async close() {
      commits = STARTS_AFTER_COMMITS;
      await thread?.end();
    },
  };
}
