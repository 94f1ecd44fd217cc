/**
 * The one SQLite writer, lent to another thread of the process: its transactions take their turn with all others, and run statement by
 * statement over a message port. For a few writes per page; what writes much belongs to the thread that has the connection.
 */
import type { MessagePort } from "node:worker_threads";
import type { Database } from "../database.ts";
import { kyselyOver, type Run, type RunResult } from "./dialect.ts";
import { startReaders } from "./sqlite-readers.ts";
import { transactionOver } from "./transaction.ts";
import { isBusySince } from "./write-turns.ts";

/** A transaction has no I/O but the database: one that is open for so long hangs, and everything waits for it. */
const MAX_OPEN_MS = 5_000;

type Step = { kind: "begin" | "commit" | "rollback" } | { kind: "run" | "whole"; sql: string; params: readonly unknown[] };
/** `transaction` counts up: a step of one that is over already must not slip into the next. */
type Asked = Step & { id: number; transaction: number };
interface Told {
  id: number;
  result?: RunResult;
  error?: { message: string; name: string; code?: string };
}

/** What the borrower is given. */
export interface LentWriter {
  port: MessagePort;
  /** See WriteTurns. */
  takenAt: SharedArrayBuffer;
}

/** Takes the transaction back because the borrower asked for it: no trouble of ours. */
class Undone extends Error {}

/** The lender's side. @param write runs one transaction on the writer; rejected work is rolled back. @param maxOpenMs without a step for so long a transaction is undone */
export function lendWriter(port: MessagePort, write: (work: (run: Run) => Promise<void>) => Promise<void>, maxOpenMs = MAX_OPEN_MS): void {
  let waiting: ((asked: Asked | null) => void) | null = null;
  let open = 0;
  /** The borrower waits for each answer before it asks on, so there is never more than one step to wait for. */
  const next = (): Promise<Asked | null> =>
    new Promise((resolve) => {
      const late = setTimeout(() => settle(null), maxOpenMs);
      const settle = (asked: Asked | null) => {
        clearTimeout(late);
        waiting = null;
        resolve(asked);
      };
      waiting = settle;
    });
  const tell = (id: number, answer: Omit<Told, "id">) => port.postMessage({ id, ...answer } satisfies Told);

  async function transaction(begun: Asked): Promise<void> {
    let last = begun;
    try {
      await write(async (run) => {
        open = begun.transaction;
        let coming = next();
        tell(begun.id, {});
        for (;;) {
          const asked = await coming;
          if (asked === null) throw new Error("a page's transaction did not go on");
          last = asked;
          if (asked.kind === "commit") return;
          if (asked.kind !== "run") throw new Undone();
          const answer = await run(asked.sql, asked.params).then(
            (result) => ({ result }),
            (error: unknown) => ({ error: plain(error) }),
          );
          coming = next();
          tell(asked.id, answer);
        }
      });
      tell(last.id, {});
    } catch (error) {
      tell(last.id, error instanceof Undone ? {} : { error: plain(error) });
    } finally {
      open = 0;
    }
  }

  /** One statement in a transaction of its own. */
  async function whole(id: number, sql: string, params: readonly unknown[]): Promise<void> {
    try {
      let result: RunResult | undefined;
      await write(async (run) => void (result = await run(sql, params)));
      tell(id, result === undefined ? {} : { result });
    } catch (error) {
      tell(id, { error: plain(error) });
    }
  }

  port.on("message", (asked: Asked) => {
    if (asked.kind === "begin") void transaction(asked);
    else if (asked.kind === "whole") void whole(asked.id, asked.sql, asked.params);
    else if (asked.transaction === open && waiting !== null) waiting(asked);
    else tell(asked.id, { error: { name: "Error", message: "this transaction is over" } });
  });
  // The thread is gone: what it had begun is undone.
  port.on("close", () => waiting?.(null));
}

function plain(error: unknown): NonNullable<Told["error"]> {
  const { message, name, code } = error as Error & { code?: string };
  return { message, name, ...(code !== undefined && { code }) };
}

/** The borrower's side: a Database whose reads are the thread's own and whose writes go through the lent writer. */
export function openThroughWriter(file: string, { port, takenAt }: LentWriter, options: { readers?: number } = {}): Database {
  const lastTaken = new Float64Array(takenAt);
  const readers = startReaders(file, options.readers ?? 2);
  const waiting = new Map<number, { resolve: (result: RunResult) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let transaction = 0;
  let tail: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  const ask = (step: Step): Promise<RunResult> =>
    new Promise((resolve, reject) => {
      if (isClosed) return reject(new Error("the database is closed"));
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      port.postMessage({ ...step, id, transaction } satisfies Asked);
    });
  port.on("message", ({ id, result, error }: Told) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) waiter?.resolve(result ?? { rows: [], changes: 0 });
    else waiter?.reject(Object.assign(new Error(error.message), { name: error.name, ...(error.code !== undefined && { code: error.code }) }));
  });
  const tx = transactionOver(
    "sqlite",
    (sql, params) => ask({ kind: "run", sql, params }),
    () => Promise.resolve(),
  );

  /** A Tx for one statement, which is a transaction by itself. */
  function oneStatement(): typeof tx {
    let isUsed = false;
    const run: Run = (sql, params) => {
      if (isUsed) return Promise.reject(new Error("only one statement was promised"));
      isUsed = true;
      return ask({ kind: "whole", sql, params });
    };
    return transactionOver("sqlite", run, () => Promise.resolve());
  }

  async function transact<T>(work: (given: typeof tx) => Promise<T>): Promise<T> {
    transaction++;
    await ask({ kind: "begin" });
    try {
      const value = await work(tx);
      await ask({ kind: "commit" });
      return value;
    } catch (error) {
      await ask({ kind: "rollback" }).catch(() => undefined);
      throw error;
    }
  }
  return {
    engine: "sqlite",
    read: kyselyOver("sqlite", (sql, params) => readers.run(sql, params)),
    write(work, { isOneStatement } = {}) {
      const result = tail.then(() => (isOneStatement === true ? work(oneStatement()) : transact(work)));
      tail = result.catch(() => undefined);
      return result;
    },
    isAwaited: () => false,
    isBusy: (perSecond) => isBusySince(lastTaken, perSecond),
    // The lender's worker does it for the whole process.
    forgetErased: () => Promise.resolve(false),
    async close() {
      await tail;
      isClosed = true;
      await readers.close();
    },
  };
}
