/** The queue's two sides: who makes rows due, and who works on them. Drivers: drivers/sqlite.server.ts, drivers/postgres.server.ts. */
import type { Tx } from "#app/data/database.ts";
import type { Claim, JobId, Lane } from "./lane.ts";

export type Consumer =
  | {
      lane: Lane;
      /** The whole work is one transaction, without I/O: claims are worked through in groups. */
      kind: "transactional";
      groupSize: number;
      /**
       * Answers how many of the claims, from the first, are done: fewer than given when `isTurnOver` (asked between two of them) said that
       * somebody waits for the writer. The rest follows in the next transaction.
       */
      work(tx: Tx, claims: readonly Claim[], isTurnOver?: () => Promise<boolean>): Promise<number>;
      /**
       * Called when claims are committed, before they are worked on; awaited, without a transaction. What can be made ready by then need not
       * be done in the transaction. `upcoming` are the rows that stand behind them: probably the next claims, but anybody's still.
       */
      prepare?(claims: readonly Claim[], upcoming: readonly JobId[]): Promise<void>;
      /**
       * When `work` threw and was undone, the same claims once more, with more care: what is wrong with one of them must not undo the others.
       * So `work` itself need not set a savepoint per claim: on SQLite that makes its writes four times as dear.
       */
      workApart?(tx: Tx, claims: readonly Claim[], isTurnOver?: () => Promise<boolean>): Promise<number>;
    }
  | {
      lane: Lane;
      /** The work calls other systems; it ends with a fenced transaction of its own. */
      kind: "external";
      concurrency: number;
      work(claim: Claim): Promise<void>;
    };

export interface Queue {
  /** Announces rows that are (or will be) due, in the transaction that made them so. @param runAt epoch milliseconds */
  schedule(tx: Tx, lane: Lane, ids: readonly JobId[], runAt: number): Promise<void>;
  /** After the commit: there is work now. */
  wake(lane: Lane): void;
  start(consumers: readonly Consumer[]): Promise<void>;
  /** Finishes what is in work, gives back what is claimed but not begun. */
  stop(): Promise<void>;
}
