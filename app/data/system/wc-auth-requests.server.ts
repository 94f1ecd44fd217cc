/** In system/ because a store that posts keys names its request, and only the request says whose it is. */
import type { Database, Row } from "../database.ts";
import { sql } from "../sql.ts";

export function findAuthRequest(db: Database, nonceSha256: string): Promise<Row<"wc_auth_requests"> | undefined> {
  return db.read.selectFrom("wc_auth_requests").selectAll().where("nonce_sha256", "=", nonceSha256).executeTakeFirst();
}

/** Answers whether it was still free. */
export function useAuthRequest(db: Database, nonceSha256: string, now: number): Promise<boolean> {
  return db.write(async (tx) => (await tx.update("wc_auth_requests", { used_at: now }, { nonce_sha256: nonceSha256, used_at: null })) === 1);
}

/** What nobody can use any more: presses of "Connect", and answers kept for a repeat. */
export async function removeExpired(db: Database, now: number): Promise<void> {
  await db.write(async (tx) => {
    await sql`DELETE FROM wc_auth_requests WHERE expires_at < ${now}`.execute(tx.sql);
    await sql`DELETE FROM idempotent_requests WHERE expires_at < ${now}`.execute(tx.sql);
  });
}
