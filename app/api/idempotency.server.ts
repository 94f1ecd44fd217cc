/**
 * Idempotency-Key: a call that changes something is done once however often it is sent, and its answer is given again for a day.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
import { createHash } from "node:crypto";
import { beginRequest, endRequest } from "#app/data/idempotent-requests.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { problem, type ApiAnswer } from "./answer.ts";

const KEPT_MS = 24 * 3_600_000;
/** Longer than any call of ours takes: the process that began it has ended without an answer. What can be called so may be done again. */
const GIVEN_UP_MS = 2 * 60_000;
const FORM = /^[\x21-\x7e]{1,255}$/;

interface KeyedCall {
  merchantId: string;
  method: string;
  /** With its query. */
  path: string;
  key: string | undefined;
  body: Buffer;
}

/** Without a key it is simply done. */
export async function once(
  { db, clock }: Pick<ServiceContext, "db" | "clock">,
  { merchantId, method, path, key, body }: KeyedCall,
  work: () => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  if (key === undefined) return work();
  if (!FORM.test(key))
    return problem("validation_failed", {
      errors: [{ path: "Idempotency-Key", code: "value_invalid", message: "Has 1 to 255 visible characters of ASCII." }],
    });
  const now = clock();
  const keySha256 = sha256(`${method} ${path.split("?")[0]}\n${key}`);
  const request = { keySha256, requestSha256: sha256(`${path}\n`, body), givenUpBefore: now - GIVEN_UP_MS, expiresAt: now + KEPT_MS };
  const known = await beginRequest(db, merchantId, request, now);
  if (known === null) return done();
  if (known.request_sha256 !== request.requestSha256) return problem("idempotency_key_reused");
  if (known.status === null) return problem("request_in_progress", { headers: { "retry-after": "5" } });
  return { status: known.status, body: JSON.parse(known.answer ?? "null") as unknown, headers: { "idempotent-replayed": "true" } };

  async function done(): Promise<ApiAnswer> {
    try {
      const answer = await work();
      // Trouble of the moment is not an answer to keep.
      const isLasting = answer.status < 500 && answer.status !== 429;
      await endRequest(db, merchantId, keySha256, isLasting ? { status: answer.status, body: JSON.stringify(answer.body) } : null);
      return answer;
    } catch (error) {
      await endRequest(db, merchantId, keySha256, null);
      throw error;
    }
  }
}

const sha256 = (...parts: (string | Buffer)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};
