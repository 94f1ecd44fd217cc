import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";

/** Below the thread that takes in webhooks, far enough above nothing to go on on a busy machine (nice 10: about a tenth of the share). */
const NICE = 10;

/**
 * Gives the calling thread, and those it starts from now on, less of a busy machine's processors. Linux only, where a thread's priority is
 * its own (https://man7.org/linux/man-pages/man2/setpriority.2.html, "C library/kernel differences"); elsewhere nothing happens.
 */
export function lowerThreadPriority(): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(Number(readlinkSync("/proc/thread-self").split("/").at(-1)), NICE);
  } catch {
    // A sandbox that forbids it: slower beside a busy page, not wrong.
  }
}
