/**
 * A store's orders by the store's own word for their status and by what that means here, answered by the index orders_store_status_due:
 * each statement looks at no more orders than it counts, however many the store has.
 */
import type { Database, Tx } from "./database.ts";
import { reading } from "./either.ts";
import { sql } from "./sql.ts";

export interface Meaning {
  /** The store's word. */
  from: string;
  /** The hub status that it means. */
  to: string;
}

const ofWord = (merchantId: string, connectionId: string, word: string) =>
  sql`connection_id = ${connectionId} AND merchant_id = ${merchantId} AND source_status = ${word} AND deleted_at IS NULL`;

/** How many orders have each word, and how many of them another hub status than it means. Counted up to `most`; no meanings, no answer. */
export async function countOrdersByMeaning(
  db: Database | Tx,
  merchantId: string,
  connectionId: string,
  meanings: readonly Meaning[],
  most: number,
): Promise<{ from: string; orders: number; differing: number }[]> {
  if (meanings.length === 0) return [];
  const selects = meanings.map(({ from, to }) => {
    const where = ofWord(merchantId, connectionId, from);
    return sql`SELECT CAST(${from} AS TEXT) AS word,
      (SELECT count(*) FROM (SELECT 1 AS one FROM orders WHERE ${where} LIMIT ${sql.lit(most)}) AS here) AS orders,
      (SELECT count(*) FROM (SELECT 1 AS one FROM orders WHERE ${where} AND hub_status < ${to} LIMIT ${sql.lit(most)}) AS before) AS before_it,
      (SELECT count(*) FROM (SELECT 1 AS one FROM orders WHERE ${where} AND hub_status > ${to} LIMIT ${sql.lit(most)}) AS after) AS after_it`;
  });
  const union = sql<{
    word: string;
    orders: number | string;
    before_it: number | string;
    after_it: number | string;
  }>`${sql.join(selects, sql` UNION ALL `)}`;
  const { rows } = await union.execute(reading(db));
  return rows.map((row) => ({ from: row.word, orders: Number(row.orders), differing: Math.min(most, Number(row.before_it) + Number(row.after_it)) }));
}

/** Orders with this word and another hub status than it means, in no order. */
export async function listDifferingOrders(
  db: Database | Tx,
  merchantId: string,
  connectionId: string,
  { from, to }: Meaning,
  most: number,
): Promise<{ id: string; external_id: string }[]> {
  const where = ofWord(merchantId, connectionId, from);
  const { rows } = await sql<{ id: string; external_id: string }>`
    SELECT id, external_id FROM (SELECT id, external_id FROM orders WHERE ${where} AND hub_status < ${to} LIMIT ${sql.lit(most)}) AS before
    UNION ALL SELECT id, external_id FROM (SELECT id, external_id FROM orders WHERE ${where} AND hub_status > ${to} LIMIT ${sql.lit(most)}) AS after
    LIMIT ${sql.lit(most)}`.execute(reading(db));
  return rows;
}
