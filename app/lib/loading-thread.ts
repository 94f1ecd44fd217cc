/**
 * Threads that load a native module. One that is ended while it loads takes the whole process with it: the module cannot throw any more, and
 * aborts (seen with better-sqlite3 13 on Node 24; of the same kind: https://github.com/WiseLibs/better-sqlite3/issues/1507).
 */
import { setTimeout as delay } from "node:timers/promises";
import { workerData, Worker } from "node:worker_threads";

/** Loading takes milliseconds; on a busy machine more. One that hangs instead is ended all the same. */
const LOADS_WITHIN_MS = 5_000;

interface Loading {
  /** One number: 1 when it is loaded. */
  isLoaded: SharedArrayBuffer;
}

export interface LoadingThread {
  worker: Worker;
  /** Ends the thread, but not while it loads. */
  end(): Promise<void>;
}

/** @param script calls `hasLoaded` when all is loaded that it will load, before it says anything */
export function startLoadingThread(script: URL, data: object): LoadingThread {
  const isLoaded = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const worker = new Worker(script, { workerData: { ...data, isLoaded } satisfies Loading });
  const spoken = new Promise<void>((resolve) => void worker.once("message", () => resolve()).once("exit", () => resolve()));
  return {
    worker,
    async end() {
      // Or this process, with nothing else to do, would end before it.
      worker.ref();
      const loaded = Atomics.waitAsync(new Int32Array(isLoaded), 0, 0);
      if (loaded.async) {
        const late = new AbortController();
        await Promise.race([loaded.value, spoken, delay(LOADS_WITHIN_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
        late.abort();
      }
      await worker.terminate();
    },
  };
}

/** In the thread. */
export function hasLoaded(): void {
  const isLoaded = new Int32Array((workerData as Loading).isLoaded);
  Atomics.store(isLoaded, 0, 1);
  Atomics.notify(isLoaded, 0);
}
