/** Read back from the kernel, thread by thread. */
import { readdirSync, readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { lowerHelperPriority } from "./lower-priority.ts";

/** The fields behind the name, which may hold anything (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html). */
const niceOf = (task: string): number => Number(readFileSync(`${task}/stat`, "utf8").split(") ").at(-1)!.split(" ")[16]);

function threads(): { name: string; nice: number }[] {
  return readdirSync("/proc/self/task").map((id) => {
    const task = `/proc/self/task/${id}`;
    return { name: readFileSync(`${task}/comm`, "utf8").trim(), nice: niceOf(task) };
  });
}

describe.runIf(process.platform === "linux")("a lower priority (needs Linux)", () => {
  it("is given to V8's helpers, and not to the thread that takes in webhooks", () => {
    const own = niceOf("/proc/thread-self");
    lowerHelperPriority();
    const helpers = threads().filter(({ name }) => name === "V8Worker");
    expect(helpers.length).toBeGreaterThan(0);
    for (const { nice } of helpers) expect(nice).toBeGreaterThanOrEqual(10);
    expect(niceOf("/proc/thread-self")).toBe(own);
  });

  it("is given to the thread that asks for it alone", async () => {
    const code = `import { lowerThreadPriority } from ${JSON.stringify(new URL("./lower-priority.ts", import.meta.url).href)};
      import { readFileSync } from "node:fs";
      import { parentPort } from "node:worker_threads";
      lowerThreadPriority();
      parentPort.postMessage(readFileSync("/proc/thread-self/stat", "utf8").split(") ").at(-1).split(" ")[16]);`;
    const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    const own = niceOf("/proc/thread-self");
    const nice = await new Promise((resolve, reject) => thread.once("message", resolve).once("error", reject));
    expect(Number(nice)).toBeGreaterThanOrEqual(10);
    expect(niceOf("/proc/thread-self")).toBe(own);
    await thread.terminate();
  });
});
