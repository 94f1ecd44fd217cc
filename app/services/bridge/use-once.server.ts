/** A call that may be made once: its id is remembered for longer than its signature is good. */
import { hash } from "node:crypto";
import { beginRequest } from "#app/data/idempotent-requests.server.ts";
import type { ServiceContext } from "../context.server.ts";

/** A signature is good for five minutes before and after its time. */
const REMEMBERED_MS = 15 * 60_000;

/** @returns whether it is the first time */
export async function useOnce({ db, clock }: Pick<ServiceContext, "db" | "clock">, merchantId: string, id: string): Promise<boolean> {
  const now = clock();
  const sha256 = hash("sha256", id, "hex");
  const request = { keySha256: sha256, requestSha256: sha256, givenUpBefore: 0, expiresAt: now + REMEMBERED_MS };
  return (await beginRequest(db, merchantId, request, now)) === null;
}
