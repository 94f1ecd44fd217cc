/** Runs in a worker thread: copies committed pages from the write-ahead log into the database file, so that the writer need not. */
import { workerData } from "node:worker_threads";
import Sqlite from "better-sqlite3";

const EVERY_MS = 100;
/** Fewer pages than this are not worth two fsyncs. */
const WORTH_PAGES = 500;

const { file } = workerData as { file: string };
const db = new Sqlite(file, { fileMustExist: true, timeout: 0 });
// The log is synced before its pages are copied, the file after: https://www.sqlite.org/wal.html#checkpointing
db.pragma("synchronous = FULL");
interface Progress {
  log: number;
  checkpointed: number;
}
const look = db.prepare<[], Progress>("PRAGMA wal_checkpoint(NOOP)");
// Passive: waits for nobody, and nobody waits for it.
const copy = db.prepare("PRAGMA wal_checkpoint(PASSIVE)");

setInterval(() => {
  try {
    const progress = look.get();
    if (progress !== undefined && progress.log - progress.checkpointed >= WORTH_PAGES) copy.all();
  } catch {
    // Busy: next time. Should it never come to it, the writer does it itself (sqlite.ts).
  }
}, EVERY_MS);
