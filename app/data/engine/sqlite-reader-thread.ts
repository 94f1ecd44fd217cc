/** Runs in a worker thread: one read-only connection, statements in, rows out. */
import { parentPort, workerData } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import { hasLoaded } from "#app/lib/loading-thread.ts";

const { file } = workerData as { file: string };
const db = new Sqlite(file, { readonly: true, fileMustExist: true });
db.pragma("busy_timeout = 5000");
db.pragma("query_only = 1");
hasLoaded();
const statements = new Map<string, Sqlite.Statement>();

parentPort?.on("message", ({ id, sql, params }: { id: number; sql: string; params: unknown[] }) => {
  try {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = db.prepare(sql);
      if (statements.size > 500) statements.clear();
      statements.set(sql, statement);
    }
    parentPort?.postMessage({ id, rows: statement.all(...params) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
