/**
 * Opens the database to look at it only. On SQLite there is then no writer connection at all: a command that lists rows beside a running
 * server takes no lock that the server could wait for, not even at its end (closing a writer checkpoints the log).
 */
import type { Database } from "./database.ts";
import { kyselyOver } from "./engine/dialect.ts";
import { openPostgres } from "./engine/postgres.ts";
import { startReaders } from "./engine/sqlite-readers.ts";

/** @param url `file:<path>` or `postgres://…`; migrated already. The caller closes it. */
export function openForReading(url: string): Database {
  if (/^postgres(ql)?:/.test(url)) return openPostgres(url, { max: 2 });
  const readers = startReaders(url.replace(/^file:/, ""), 1);
  return {
    engine: "sqlite",
    read: kyselyOver("sqlite", (sql, params) => readers.run(sql, params)),
    write: () => Promise.reject(new Error("this database was opened for reading only")),
    isAwaited: () => false,
    isBusy: () => false,
    forgetErased: () => Promise.reject(new Error("this database was opened for reading only")),
    close: () => readers.close(),
  };
}
