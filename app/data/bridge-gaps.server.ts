/** The numbers of a site's events that are missing, as ranges. Writers hold the site's lock (`bridge-numbers:<connection>`). */
import type { Gap } from "#app/domain/bridge/sequence.ts";
import type { Database, Row, Tx } from "./database.ts";
import { reading } from "./either.ts";

export type GapRow = Pick<Row<"bridge_gaps">, "missed_at" | "asked_at" | "asked_times"> & Gap;

const COLUMNS = ["seq", "until_seq as until", "missed_at", "asked_at", "asked_times"] as const;

/** Those asked for least often first, then the oldest numbers: what never comes does not stand in the way of the rest. */
export function listGapsToAsk(db: Database | Tx, merchantId: string, connectionId: string, limit: number): Promise<GapRow[]> {
  return reading(db)
    .selectFrom("bridge_gaps")
    .select(COLUMNS)
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .orderBy("asked_times")
    .orderBy("seq")
    .limit(limit)
    .execute();
}

/** Those that hold any number from `from` to `to`. */
export function listGapsWithin(db: Database | Tx, merchantId: string, connectionId: string, from: number, to: number): Promise<GapRow[]> {
  return reading(db)
    .selectFrom("bridge_gaps")
    .select(COLUMNS)
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("seq", "<=", to)
    .where("until_seq", ">=", from)
    .orderBy("seq")
    .execute();
}

/** How many numbers are missing, and the first of them. */
export async function summariseGaps(db: Database | Tx, merchantId: string, connectionId: string): Promise<{ missing: number; first: number | null }> {
  const row = await reading(db)
    .selectFrom("bridge_gaps")
    .select((eb) => [
      eb.fn.min("seq").as("first"),
      eb.fn.sum<number | null>(eb("until_seq", "-", eb.ref("seq"))).as("span"),
      eb.fn.countAll().as("ranges"),
    ])
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .executeTakeFirstOrThrow();
  return { missing: Number(row.span ?? 0) + Number(row.ranges), first: row.first === null || row.first === undefined ? null : Number(row.first) };
}

export async function removeGap(tx: Tx, merchantId: string, connectionId: string, seq: number): Promise<void> {
  await tx.remove("bridge_gaps", { merchant_id: merchantId, connection_id: connectionId, seq });
}

export function insertGap(
  tx: Tx,
  merchantId: string,
  connectionId: string,
  { seq, until, ...asked }: Gap & Partial<GapRow>,
  now: number,
): Promise<void> {
  return tx.insert("bridge_gaps", { connection_id: connectionId, merchant_id: merchantId, seq, until_seq: until, missed_at: now, ...asked });
}

/** One more time, for those whose first number is in `seqs`. */
export async function countAsked(tx: Tx, merchantId: string, connectionId: string, seqs: readonly number[], now: number): Promise<void> {
  await tx.sql
    .updateTable("bridge_gaps")
    .set((eb) => ({ asked_at: now, asked_times: eb("asked_times", "+", 1) }))
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where("seq", "in", seqs)
    .execute();
}
