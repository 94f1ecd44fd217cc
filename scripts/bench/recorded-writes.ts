/** The row writes of the real work, kept and run again without it: a raw loop's writes are the work's by construction. */
import Sqlite from "better-sqlite3";
import type { Tx } from "#app/data/database.ts";
import { setPragmas, WRITER_PRAGMAS } from "#app/data/engine/sqlite.ts";
import { transactionOver } from "#app/data/engine/transaction.ts";

export type Write = [sql: string, params: readonly unknown[]];

export function openWriter(file: string): Sqlite.Database {
  const db = new Sqlite(file);
  setPragmas(db, WRITER_PRAGMAS);
  db.pragma("wal_autocheckpoint = 4000");
  db.pragma("cache_size = -65536");
  return db;
}

/** @param onWrite told of every statement that changes rows */
export function recordingTx(db: Sqlite.Database, onWrite: (write: Write) => void): Tx {
  const statements = new Map<string, Sqlite.Statement>();
  return transactionOver(
    "sqlite",
    (sql, params) => {
      const statement = statements.get(sql) ?? db.prepare(sql);
      statements.set(sql, statement);
      if (statement.reader && statement.readonly) return Promise.resolve({ rows: statement.all(...params) as Record<string, unknown>[], changes: 0 });
      if (!/^(SAVEPOINT|RELEASE|ROLLBACK)/.test(sql)) onWrite([sql, params]);
      const { changes, lastInsertRowid } = statement.run(...params);
      return Promise.resolve({ rows: [], changes, lastId: Number(lastInsertRowid) });
    },
    () => Promise.resolve(),
  );
}

/** Runs recorded transactions again, each with one commit. */
export function runAgain(db: Sqlite.Database, transactions: readonly (readonly Write[])[]): void {
  const statements = new Map<string, Sqlite.Statement>();
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  for (const writes of transactions) {
    begin.run();
    for (const [sql, params] of writes) {
      let statement = statements.get(sql);
      if (statement === undefined) statements.set(sql, (statement = db.prepare(sql)));
      statement.run(...params);
    }
    commit.run();
  }
}
