/** SQLite: one writer connection on the main thread, reads in reader threads. */
import type { MessagePort } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import type { Database, Tx } from "../database.ts";
import { kyselyOver, type Run, type RunResult } from "./dialect.ts";
import { createCheckpointer } from "./sqlite-checkpointer.ts";
import { lendWriter, type LentWriter } from "./sqlite-lent-writer.ts";
import { startReaders } from "./sqlite-readers.ts";
import { makeRoomInLog } from "./sqlite-log-room.ts";
import { transactionOver } from "./transaction.ts";
import { createWriteTurns } from "./write-turns.ts";

/**
 * What every writing connection sets. FULL: an acknowledged row has been fsynced (https://www.sqlite.org/pragma.html#pragma_synchronous).
 * secure_delete: erased values do not linger in free pages.
 */
export const WRITER_PRAGMAS = {
  journal_mode: "wal",
  synchronous: 2,
  foreign_keys: 1,
  busy_timeout: 5000,
  secure_delete: 1,
  trusted_schema: 0,
} as const;

export function setPragmas(db: Sqlite.Database, pragmas: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(pragmas)) {
    db.pragma(`${name} = ${value}`);
    const actual = db.pragma(name, { simple: true });
    if (String(actual).toLowerCase() !== String(value)) throw new Error(`SQLite pragma ${name} is ${String(actual)}, expected ${value}`);
  }
}

export interface SqliteDatabase extends Database {
  /** Lets the thread at the other end of `port` write through this connection (openThroughWriter). @returns what that thread is to be given */
  lend(port: MessagePort, maxOpenMs?: number): Pick<LentWriter, "takenAt">;
}

export interface SqliteOptions {
  readers?: number;
  /** A process that writes all the time: the write-ahead log is made as long as it gets at once (makeRoomInLog). */
  isServing?: boolean;
}

/** Pages: how long the log gets at most. A thread copies it all the time; at this length the writer does what is left, however much it is. */
const LOG_PAGES = 8000;
/** At this length the thread copies what it can, and the writer only what was written meanwhile, so that the log begins anew (decision 0029). */
const LONG_PAGES = LOG_PAGES / 2;

/** Opens (not creates: migrations do) the database file. @throws when the file is missing or a pragma does not take. */
export function openSqlite(file: string, options: SqliteOptions = {}): SqliteDatabase {
  const db = new Sqlite(file, { fileMustExist: true });
  setPragmas(db, WRITER_PRAGMAS);
  db.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
  const makeRoom = () => options.isServing === true && makeRoomInLog(db, LOG_PAGES);
  makeRoom();
  db.pragma("cache_size = -65536");
  const statements = new Map<string, Sqlite.Statement>();
  const run = (sql: string, params: readonly unknown[]): Promise<RunResult> => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = db.prepare(sql);
      // Shapes are few; a loop that builds SQL from data would show here before it fills the memory.
      if (statements.size > 2000) statements.clear();
      statements.set(sql, statement);
    }
    if (statement.reader) return Promise.resolve({ rows: statement.all(...params) as Record<string, unknown>[], changes: 0 });
    const { changes, lastInsertRowid } = statement.run(...params);
    return Promise.resolve({ rows: [], changes, lastId: Number(lastInsertRowid) });
  };
  const runSafely: Run = (sql, params) => {
    try {
      return run(sql, params);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  };
  const tx: Tx = transactionOver("sqlite", runSafely, () => Promise.resolve());
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const rollback = db.prepare("ROLLBACK");
  const readers = startReaders(file, options.readers ?? 2);
  const turns = createWriteTurns();
  const checkpointer = createCheckpointer(
    { file, longPages: LONG_PAGES, takenAt: turns.takenAt },
    () => void turns.take(copyRest, "next").catch(() => undefined),
  );
  let isClosed = false;

  /** Waits for no reader: one that is in the way is gone next time. */
  function copyRest(): Promise<void> {
    if (!isClosed) db.pragma("wal_checkpoint(PASSIVE)");
    return Promise.resolve();
  }

  async function transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (isClosed) throw new Error("the database is closed");
    begin.run();
    try {
      const value = await work(tx);
      commit.run();
      checkpointer.committed();
      return value;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw error;
    }
  }
  const write: Database["write"] = (work, { goesFirst } = {}) => turns.take(() => transact(work), goesFirst === true ? "first" : "later");
  return {
    engine: "sqlite",
    read: kyselyOver("sqlite", (sql, params) => readers.run(sql, params)),
    write,
    lend(port, maxOpenMs) {
      lendWriter(port, (work) => write(() => work(runSafely)), maxOpenMs);
      return { takenAt: turns.takenAt };
    },
    isAwaited: turns.isAwaited,
    isBusy: turns.isBusy,
    forgetErased: () =>
      turns.take(async () => {
        // Not waiting for a reader: this thread answers requests.
        db.pragma("busy_timeout = 0");
        try {
          const isForgotten = (db.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[])[0]?.busy === 0;
          if (isForgotten) makeRoom();
          return isForgotten;
        } finally {
          db.pragma(`busy_timeout = ${WRITER_PRAGMAS.busy_timeout}`);
        }
      }),
    async close() {
      await turns.over();
      isClosed = true;
      await Promise.all([readers.close(), checkpointer.close()]);
      db.pragma("wal_checkpoint(TRUNCATE)");
      db.close();
    },
  };
}
