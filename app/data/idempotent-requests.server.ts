/** What a call with an Idempotency-Key was answered, so that the same call again gets the same answer and does nothing. */
import type { Database, Row, Tx } from "./database.ts";
import { writing } from "./either.ts";

export type KnownRequest = Pick<Row<"idempotent_requests">, "request_sha256" | "status" | "answer" | "created_at">;

/** Null: it is the first of its key, or the first one was given up, and the caller does it now. Otherwise what is known of the first. */
export function beginRequest(
  db: Database | Tx,
  merchantId: string,
  request: { keySha256: string; requestSha256: string; givenUpBefore: number; expiresAt: number },
  now: number,
): Promise<KnownRequest | null> {
  const { keySha256: key_sha256, requestSha256: request_sha256, givenUpBefore, expiresAt: expires_at } = request;
  return writing(db, async (tx) => {
    await tx.lock(`idempotent:${merchantId}:${key_sha256}`);
    const known = await tx.find("idempotent_requests", { merchant_id: merchantId, key_sha256 });
    const isOpen = known !== undefined && known.expires_at > now;
    if (isOpen && (known.status !== null || known.request_sha256 !== request_sha256 || known.created_at > givenUpBefore)) return known;
    const row = { request_sha256, status: null, answer: null, created_at: now, expires_at };
    await tx.upsert("idempotent_requests", { merchant_id: merchantId, key_sha256, ...row }, ["merchant_id", "key_sha256"]);
    return null;
  });
}

/** @param answer null: it came to nothing that should be repeated; the key is free again */
export async function endRequest(
  db: Database | Tx,
  merchantId: string,
  keySha256: string,
  answer: { status: number; body: string } | null,
): Promise<void> {
  const where = { merchant_id: merchantId, key_sha256: keySha256 };
  await writing(db, (tx) =>
    answer === null
      ? tx.remove("idempotent_requests", where)
      : tx.update("idempotent_requests", { status: answer.status, answer: answer.body }, where),
  );
}
