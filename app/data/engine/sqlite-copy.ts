/** Copies of a whole SQLite database, for backup and restore. Statements here run long: only ever in a process that serves nobody. */
import Sqlite from "better-sqlite3";
import { setPragmas, WRITER_PRAGMAS } from "./sqlite.ts";

/**
 * Writes a consistent copy of a database that is in use to a new file: one read transaction, for which no writer waits (WAL). The copy
 * has no free pages, so nothing of what was deleted is in it.
 * @throws when `target` exists and is not empty
 */
export function copySqlite(file: string, target: string): void {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    db.prepare("VACUUM INTO ?").run(target);
  } finally {
    db.close();
  }
}

/** What SQLite's own check finds wrong with the file; empty when it is sound. Reads every page. */
export function checkSqlite(file: string): string[] {
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(file, { readonly: true, fileMustExist: true });
    const found = db.pragma("integrity_check(20)") as { integrity_check: string }[];
    return found.map((row) => row.integrity_check).filter((line) => line !== "ok");
  } catch (error) {
    return [(error as Error).message];
  } finally {
    db?.close();
  }
}

export interface SqliteContents {
  merchants: number;
  deliveries: number;
  /** Names of the migrations that were applied to it. */
  migrations: string[];
  /** Ids of the encryption keys that its secrets are sealed with. */
  keyIds: string[];
}

/** What a database file holds; null when it is none of ours. */
export function readContents(file: string): SqliteContents | null {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  const column = <T>(sql: string) => db.prepare(sql).pluck().all() as T[];
  try {
    // A backup of an earlier version has connections without secrets.
    const hasSecrets = column("SELECT name FROM pragma_table_info('connections') WHERE name = 'secret_encrypted'").length > 0;
    const ofConnections = hasSecrets ? " UNION SELECT secret_encrypted FROM connections WHERE secret_encrypted IS NOT NULL" : "";
    const sealed = column<string>(
      `SELECT secret_encrypted FROM app_credentials UNION SELECT previous_encrypted FROM app_credentials WHERE previous_encrypted IS NOT NULL UNION SELECT payload_encrypted FROM sessions${ofConnections}`,
    );
    return {
      merchants: column<number>("SELECT count(*) FROM merchants")[0] ?? 0,
      deliveries: column<number>("SELECT count(*) FROM deliveries")[0] ?? 0,
      migrations: column<string>("SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name"),
      keyIds: [...new Set(sealed.map((value) => value.split(".")[1] ?? ""))].filter(Boolean),
    };
  } catch (error) {
    if (/no such table|no such column|not a database/.test((error as Error).message)) return null;
    throw error;
  } finally {
    db.close();
  }
}

/**
 * Takes a database that nobody else has open, and leaves it without a log beside it. Leaving WAL mode needs every other connection gone,
 * however idle it is (https://www.sqlite.org/wal.html): the one test that no running server can pass unnoticed.
 * @returns how to let go of it, or null when somebody has it open
 */
export function takeSqlite(file: string): (() => void) | null {
  const db = new Sqlite(file, { fileMustExist: true, timeout: 0 });
  try {
    db.pragma("journal_mode = DELETE");
    db.exec("BEGIN EXCLUSIVE");
    return () => void db.close();
  } catch (error) {
    db.close();
    const { code = "" } = error as { code?: string };
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return null;
    // A broken file is what a restore is for; no server could run on it.
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return () => undefined;
    throw error;
  }
}

/** Puts a database into the mode that the app works in, and leaves no log beside it. */
export function setWalMode(file: string): void {
  const db = new Sqlite(file, { fileMustExist: true });
  try {
    setPragmas(db, { journal_mode: "wal" });
  } finally {
    db.close();
  }
}

/**
 * Opens the file as the server's writer does, with every setting that durability rests on.
 * @returns the value of `synchronous` (2 = FULL)
 * @throws when a setting does not take
 */
export function probeWriter(file: string): number {
  const db = new Sqlite(file, { fileMustExist: true });
  try {
    setPragmas(db, WRITER_PRAGMAS);
    return Number(db.pragma("synchronous", { simple: true }));
  } finally {
    db.close();
  }
}
