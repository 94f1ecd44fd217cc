/** One process, one SQLite writer: how another of its threads comes to a Database. On PostgreSQL it simply connects. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Database } from "./database.ts";
import type { SqliteDatabase } from "./engine/sqlite.ts";
import { openThroughWriter } from "./engine/sqlite-lent-writer.ts";
import { openDatabase } from "./open-database.server.ts";

/** The lender's side, in the thread that opened `db`. @returns what to hand to the thread; `port` is null where it needs none */
export function lendDatabase(db: Database): { port: MessagePort | null; transfer: MessagePort[] } {
  if (db.engine !== "sqlite") return { port: null, transfer: [] };
  const { port1, port2 } = new MessageChannel();
  (db as SqliteDatabase).lend(port1);
  port1.unref();
  return { port: port2, transfer: [port2] };
}

/** The borrower's side. @param url as DATABASE_URL */
export function openLentDatabase(url: string, port: MessagePort | null): Database {
  return port === null ? openDatabase(url) : openThroughWriter(url.replace(/^file:/, ""), port);
}
