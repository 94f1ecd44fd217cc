/** In system/ because a store that posts keys names its request, and only the request says whose it is. */
import type { Database, Row, Tx } from "../database.ts";
import { sql } from "../sql.ts";

export type AuthRequest = Row<"wc_auth_requests">;

export function findAuthRequest(db: Database, nonceSha256: string): Promise<AuthRequest | undefined> {
  return db.read.selectFrom("wc_auth_requests").selectAll().where("nonce_sha256", "=", nonceSha256).executeTakeFirst();
}

/** Keeps what the store handed over, sealed. Answers whether the request was still free. */
export function takeHandedKeys(db: Database, nonceSha256: string, keysEncrypted: string, now: number, keepUntil: number): Promise<boolean> {
  const taken = { used_at: now, keys_encrypted: keysEncrypted, next_try_at: now, expires_at: keepUntil };
  return db.write(async (tx) => (await tx.update("wc_auth_requests", taken, { nonce_sha256: nonceSha256, used_at: null })) === 1);
}

/** Requests whose keys wait to be tried: the next one of each merchant, so that many of one keep no other waiting. */
export async function listHandedKeys(db: Database, now: number, limit: number): Promise<AuthRequest[]> {
  const due = db.read.selectFrom("wc_auth_requests").where("keys_encrypted", "is not", null).where("next_try_at", "<=", now);
  const merchants = await due
    .select(["merchant_id", db.read.fn.min("next_try_at").as("first_at")])
    .groupBy("merchant_id")
    .orderBy("first_at")
    .limit(limit)
    .execute();
  const next = merchants.map(({ merchant_id }) =>
    due.selectAll().where("merchant_id", "=", merchant_id).orderBy("next_try_at").limit(1).executeTakeFirst(),
  );
  return (await Promise.all(next)).filter((request) => request !== undefined);
}

type Tried = Partial<Pick<AuthRequest, "connection_id" | "keys_encrypted" | "next_try_at" | "problem_code" | "problem_message">>;

/** What became of a try. */
export async function saveTry(tx: Tx, nonceSha256: string, tried: Tried): Promise<void> {
  await tx.update("wc_auth_requests", tried, { nonce_sha256: nonceSha256 });
}

/** What nobody can use any more: presses of "Connect", and answers kept for a repeat. */
export async function removeExpired(db: Database, now: number): Promise<void> {
  await db.write(async (tx) => {
    await sql`DELETE FROM wc_auth_requests WHERE expires_at < ${now}`.execute(tx.sql);
    await sql`DELETE FROM idempotent_requests WHERE expires_at < ${now}`.execute(tx.sql);
  });
}
