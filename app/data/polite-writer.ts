/** Work that can wait, and how it lets others go first. */
import { setTimeout as delay } from "node:timers/promises";
import type { Database, Tx } from "./database.ts";

const SHORTEST_PAUSE_MS = 2;
/** While webhooks come in, work of the server that can wait pauses for as long as it took; while many do, for so many times as long (decision 0030). */
const PAUSES_WHILE_MANY = 20;
export const MANY_PER_SECOND = 50;
const LONGEST_PAUSE_MS = 200;

/** Between two steps of work that can wait: while webhooks come in the next one begins later, else in the next turn of the event loop. */
export async function giveWay(db: Pick<Database, "isBusy">, tookMs: number): Promise<void> {
  if (!db.isBusy()) return new Promise((resolve) => setImmediate(resolve));
  const pauses = db.isBusy(MANY_PER_SECOND) ? PAUSES_WHILE_MANY : 1;
  await delay(Math.min(pauses * tookMs, LONGEST_PAUSE_MS));
}

/** One of many transactions of work that can wait. @throws what the work throws */
export async function writeAndGiveWay<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  let begunAt = 0;
  const value = await db.write((tx) => {
    begunAt = performance.now();
    return work(tx);
  });
  await giveWay(db, performance.now() - begunAt);
  return value;
}

/**
 * For a second process that writes beside a running server (the command line). SQLite has one writer, and a server that waits for it
 * polls: transactions that follow each other without a gap would keep it waiting until its timeout. So after each of ours the writer is
 * left free for twice as long as we held it. PostgreSQL needs none of this: its rows are locked one by one.
 */
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
