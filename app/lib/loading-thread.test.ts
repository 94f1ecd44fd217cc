/** With a thread that takes its time, and one that never says that it has loaded. */
import { describe, expect, it } from "vitest";
import { startLoadingThread } from "./loading-thread.ts";

const script = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
const HELPER = JSON.stringify(new URL("./loading-thread.ts", import.meta.url).href);

describe("a thread that loads", () => {
  it("is ended when it has loaded, not before", async () => {
    const seen = new Int32Array(new SharedArrayBuffer(8));
    const { end } = startLoadingThread(
      script(`import { workerData } from "node:worker_threads";
        import { hasLoaded } from ${HELPER};
        const seen = new Int32Array(workerData.seen);
        Atomics.wait(seen, 1, 0, 200);
        Atomics.store(seen, 0, 1);
        hasLoaded();
        for (;;);`),
      { seen: seen.buffer },
    );
    await end();
    expect(seen[0]).toBe(1);
  });

  it("is ended at once when it has ended by itself, or has begun to speak", async () => {
    await startLoadingThread(script(""), {}).end();
    const speaking = startLoadingThread(script(`import { parentPort } from "node:worker_threads"; parentPort.postMessage(1); for (;;);`), {});
    await speaking.end();
    expect(speaking.worker.threadId).toBe(-1);
  });
});
