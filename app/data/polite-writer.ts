/**
 * For a second process that writes beside a running server (the command line). SQLite has one writer, and a server that waits for it
 * polls: transactions that follow each other without a gap would keep it waiting until its timeout. So after each of ours the writer is
 * left free for twice as long as we held it.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "./database.ts";

const SHORTEST_PAUSE_MS = 2;

/** PostgreSQL needs none of this: its rows are locked one by one. */
export function politely(db: Database): Database {
  if (db.engine !== "sqlite") return db;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    ...db,
    write(work, how) {
      let pauseMs = SHORTEST_PAUSE_MS;
      const done = turn.then(async () => {
        const startedAt = performance.now();
        try {
          return await db.write(work, how);
        } finally {
          pauseMs = Math.max(SHORTEST_PAUSE_MS, 2 * (performance.now() - startedAt));
        }
      });
      turn = done.then(
        () => delay(pauseMs),
        () => delay(pauseMs),
      );
      return done;
    },
  };
}
