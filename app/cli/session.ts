/** What a verb works with: the database to look at, or everything a service needs. */
import { existsSync, statSync } from "node:fs";
import type { Database } from "#app/data/database.ts";
import { setDatabase } from "#app/data/get-database.server.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { openForReading } from "#app/data/open-reading.server.ts";
import { politely } from "#app/data/polite-writer.ts";
import { getEnv } from "#app/lib/env.ts";
import { newId } from "#app/lib/ids.ts";
import { setQueue } from "#app/queue/get-queue.server.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import { serviceContext, type ServiceContext } from "#app/services/context.server.ts";
import { CommandFailed } from "./command.ts";
import type { Io } from "./io.ts";

/** The database file, or null on PostgreSQL. */
export const sqliteFile = (url: string): string | null => (url.startsWith("file:") ? url.slice("file:".length) : null);

/** @throws CommandFailed where there is nothing to open yet */
export function databaseUrl(): string {
  const url = getEnv().DATABASE_URL;
  const file = sqliteFile(url);
  if (file !== null && (!existsSync(file) || statSync(file).size === 0)) {
    throw new CommandFailed(
      `There is no database at ${file} yet. Start the app once with \`npm run up\`, or name another with DATA_DIR or DATABASE_URL.`,
    );
  }
  return url;
}

/** Runs `work` on a database that cannot be written to. */
export async function withReading<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = openForReading(databaseUrl());
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

export interface Session {
  context: ServiceContext;
  /** Names this process in leases. */
  workerId: string;
}

/** Runs `work` with database and queue as a service wants them. The queue is not started: nothing is worked on in this process. */
export async function withServices<T>(io: Io, work: (session: Session) => Promise<T>): Promise<T> {
  const db = politely(openDatabase(databaseUrl()));
  const workerId = newId("cli", io.clock());
  try {
    setDatabase(db);
    setQueue(
      await openQueue({ db, clock: io.clock, workerId, onError: (error, lane) => io.log.error("queue", { job: lane.name, error: error.name }) }),
    );
    // The process' own log writes to stdout, where only the result belongs.
    return await work({ context: { ...serviceContext(), log: io.log, clock: io.clock }, workerId });
  } finally {
    setQueue(undefined);
    setDatabase(undefined);
    // SQLite's writer is left to the end of the process: closing it would truncate the log, for which a running server would have to wait.
    if (db.engine === "postgres") await db.close();
  }
}
