/** Proof that a report is Meta's: https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** `sha256=` and 64 hexadecimal digits. Anything else is refused before any secret is touched. */
const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/** The value of X-Hub-Signature-256 for a raw body, made with the Meta app's secret. */
export const signBody = (body: Uint8Array, secret: string): string => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

/**
 * Tries a signature against several secrets and answers the position of the one that made it, or null. Constant time per secret, all are
 * always tried; no secret, or an empty one, never matches.
 */
export function matchSignature(body: Uint8Array, signature: string | null | undefined, secrets: readonly string[]): number | null {
  const digits = typeof signature === "string" ? SIGNATURE.exec(signature)?.[1] : undefined;
  if (digits === undefined) return null;
  const given = Buffer.from(digits, "hex");
  let matched: number | null = null;
  secrets.forEach((secret, at) => {
    if (secret === "") return;
    const expected = createHmac("sha256", secret).update(body).digest();
    if (timingSafeEqual(expected, given) && matched === null) matched = at;
  });
  return matched;
}

/** Compares two texts in a time that says nothing of either; an empty one equals nothing. */
export function isSameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret)) && secret !== "";
}
