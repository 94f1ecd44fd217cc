/** One process, one SQLite writer: how another of its threads comes to a Database. On PostgreSQL it simply connects. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Database } from "./database.ts";
import { sql } from "./sql.ts";
import type { SqliteDatabase } from "./engine/sqlite.ts";
import { openThroughWriter, type LentWriter } from "./engine/sqlite-lent-writer.ts";
import { openDatabase } from "./open-database.server.ts";

export type { LentWriter };

const READERS = 2;

/** The lender's side, in the thread that opened `db`. @returns what to hand to the thread; `writer` is null where it needs none */
export function lendDatabase(db: Database): { writer: LentWriter | null; transfer: MessagePort[] } {
  if (db.engine !== "sqlite") return { writer: null, transfer: [] };
  const { port1, port2 } = new MessageChannel();
  const { takenAt } = (db as SqliteDatabase).lend(port1);
  port1.unref();
  return { writer: { port: port2, takenAt }, transfer: [port2] };
}

/**
 * The borrower's side. Its readers have loaded when this resolves: the thread may then be ended at any moment (loading-thread.ts).
 *
 * @param url as DATABASE_URL
 */
export async function openLentDatabase(url: string, writer: LentWriter | null): Promise<Database> {
  if (writer === null) return openDatabase(url);
  const db = openThroughWriter(url.replace(/^file:/, ""), writer, { readers: READERS });
  // As many at once as there are readers.
  await Promise.all(Array.from({ length: READERS }, () => sql`SELECT 1`.execute(db.read)));
  return db;
}
