/**
 * The process-wide database. Server modules exist twice in one process (run natively by Node and inside the Remix bundle), so the
 * handle lives on globalThis: there is still exactly one SQLite writer.
 */
import type { Database } from "./database.ts";

const slot = globalThis as typeof globalThis & { crossdockDatabase?: Database };

export function setDatabase(database: Database | undefined): void {
  slot.crossdockDatabase = database;
}

/** @throws before the server has opened it: a bug in start-up order. */
export function getDatabase(): Database {
  if (slot.crossdockDatabase === undefined) throw new Error("the database is not open yet");
  return slot.crossdockDatabase;
}
