/**
 * Numbers for new deliveries on SQLite, taken from its AUTOINCREMENT in blocks: left to itself it writes its own page with every commit of
 * ingest. A number is never given twice, whatever is deleted; a stop leaves what is left of a block unused.
 */
import type { Tx } from "#app/data/database.ts";
import { sql } from "#app/data/sql.ts";

const BLOCK = 256;
/** Both tables are counted by SQLite; a payload has its delivery's number. */
const COUNTED = ["deliveries", "delivery_payloads"] as const;

export interface DeliveryNumbers {
  /** The number for the next delivery: the same one until `taken`. Takes a block within the transaction when there is none left. */
  next(tx: Tx): number | Promise<number>;
  taken(): void;
  /** After a transaction that was undone, which may have been the one that took the block. */
  forget(): void;
}

export function createDeliveryNumbers(): DeliveryNumbers {
  let next = 1;
  let last = 0;

  async function takeBlock(tx: Tx): Promise<number> {
    const { rows } = await sql<{ name: string; seq: number }>`SELECT name, seq FROM sqlite_sequence WHERE name IN (${sql.join(COUNTED)})`.execute(
      tx.sql,
    );
    const before = Math.max(0, ...rows.map((row) => row.seq));
    for (const name of COUNTED) {
      if (rows.some((row) => row.name === name)) await sql`UPDATE sqlite_sequence SET seq = ${before + BLOCK} WHERE name = ${name}`.execute(tx.sql);
      else await sql`INSERT INTO sqlite_sequence (name, seq) VALUES (${name}, ${before + BLOCK})`.execute(tx.sql);
    }
    next = before + 1;
    last = before + BLOCK;
    return next;
  }

  return {
    next: (tx) => (next <= last ? next : takeBlock(tx)),
    taken: () => void next++,
    forget: () => void (last = 0),
  };
}
