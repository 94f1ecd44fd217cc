import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setPriority } from "node:os";

/** Below the thread that takes in webhooks, far enough above nothing to go on on a busy machine (nice 10: about a tenth of the share). */
const NICE = 10;
/** What Node calls the threads that collect garbage and compile beside its own, for all of its isolates. */
const HELPERS = "V8Worker";

/**
 * Gives the calling thread, and those it starts from now on, less of a busy machine's processors. Linux only, where a thread's priority is
 * its own (https://man7.org/linux/man-pages/man2/setpriority.2.html, "C library/kernel differences"); elsewhere nothing happens.
 */
export function lowerThreadPriority(): void {
  whereAllowed(() => lower(readlinkSync("/proc/thread-self").split("/").at(-1)!));
}

/**
 * The same for V8's helper threads of this process: Node starts four however many processors there are, and on two of them they keep the thread
 * they help from running.
 */
export function lowerHelperPriority(): void {
  whereAllowed(() => {
    for (const id of readdirSync("/proc/self/task"))
      whereAllowed(() => {
        if (readFileSync(`/proc/self/task/${id}/comm`, "utf8").trim() === HELPERS) lower(id);
      });
  });
}

const lower = (threadId: string): void => setPriority(Number(threadId), NICE);

function whereAllowed(work: () => void): void {
  if (process.platform !== "linux") return;
  try {
    work();
  } catch {
    // A sandbox that forbids it, or a thread that has just ended: slower beside a busy page, not wrong.
  }
}
