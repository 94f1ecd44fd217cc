/** Runs in a worker thread: copies committed pages from the write-ahead log into the database file, so that the writer need not. */
import { parentPort, workerData } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import { hasLoaded } from "#app/lib/loading-thread.ts";
import { lowerThreadPriority } from "#app/lib/lower-priority.ts";
import { isSharedSince } from "./write-turns.ts";

/** How often it looks; `shared`: while somebody waits for commits and other work writes as well. */
const EVERY_MS = { shared: 15, own: 100 } as const;
/** Then copied and synced in small bites: an fsync of the log waits for what the disk is given at once. But each bite syncs hot pages once more. */
const BITE_PAGES = { shared: 300, own: 1_000 } as const;
/** So long a bite is copied again because the writer has written meanwhile. */
const BITE_MS = 20;

export interface CheckpointData {
  file: string;
  /** From this length on the log is to be begun anew. */
  longPages: number;
  /** As WriteTurns has it. */
  takenAt: SharedArrayBuffer;
}
interface Progress {
  log: number;
  checkpointed: number;
}

// Copying takes a processor for milliseconds: not the writer's.
lowerThreadPriority();
const { file, longPages, takenAt } = workerData as CheckpointData;
const db = new Sqlite(file, { fileMustExist: true, timeout: 0 });
// The log is synced before its pages are copied, the file after: https://www.sqlite.org/wal.html#checkpointing
db.pragma("synchronous = FULL");
const look = db.prepare<[], Progress>("PRAGMA wal_checkpoint(NOOP)");
// Passive: waits for nobody, and nobody waits for it.
const copy = db.prepare<[], Progress>("PRAGMA wal_checkpoint(PASSIVE)");
hasLoaded();
const lastTaken = new Float64Array(takenAt);

/**
 * Copies until it has come to the end of the log: SQLite syncs the file only then.
 * @returns where the log ended; "faster" when the writer was; "blocked" when a reader still needs what the file has
 */
function bite(copied: number): number | "faster" | "blocked" {
  const until = performance.now() + BITE_MS;
  while (performance.now() < until) {
    // What a copy answers is of when it began. Unless the log is as long as then, the end it came to was not the end, and nothing was synced.
    const end = copy.get()?.log;
    const now = look.get();
    if (now === undefined) break;
    if (now.log === end && now.checkpointed === now.log) return now.log;
    // To try at once again would only sync the log again and again, beside those who wait for it.
    if (now.checkpointed === copied) return "blocked";
    copied = now.checkpointed;
  }
  return "faster";
}

/** @returns when to look again */
function work(): number {
  const progress = look.get();
  if (progress === undefined) return EVERY_MS.own;
  const pace = isSharedSince(lastTaken) ? "shared" : "own";
  // All of it copied: the next commit begins the log anew by itself.
  if (progress.log - progress.checkpointed >= (progress.log >= longPages ? 1 : BITE_PAGES[pace])) {
    const end = bite(progress.checkpointed);
    if (end === "blocked") return EVERY_MS.own;
    if (end !== "faster" && end >= longPages) parentPort?.postMessage("caught up");
  }
  return EVERY_MS[pace];
}

function next(): void {
  let wait: number = EVERY_MS.own;
  try {
    wait = work();
  } catch {
    // Busy: next time. Should it never come to it, the writer does it itself (sqlite.ts).
  }
  setTimeout(next, wait);
}
next();
