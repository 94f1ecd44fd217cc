/** Proof of who sent a body: base64 of HMAC-SHA256 over its raw bytes, as Shopify and WooCommerce sign their webhooks. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** A base64 SHA-256: 43 digits and one "=". Anything else is refused before any secret is touched. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;
const DIGEST_BYTES = 32;

/** The signature of a raw body, as its sender computes it with the shared secret. */
export const signBody = (body: Uint8Array, secret: string): string => createHmac("sha256", secret).update(body).digest("base64");

/**
 * Tries a signature against several secrets (an app has two valid ones while it rotates them; a custom app has its own) and answers the
 * position of the one that made it, or null. Constant time per secret, all secrets are always tried, no secrets or an empty one never match.
 */
export function matchSignature(body: Uint8Array, signature: string | null | undefined, secrets: readonly string[]): number | null {
  if (typeof signature !== "string" || !SIGNATURE.test(signature)) return null;
  const given = Buffer.from(signature, "base64");
  if (given.length !== DIGEST_BYTES) return null;
  let matched: number | null = null;
  secrets.forEach((secret, at) => {
    if (secret === "") return;
    const expected = createHmac("sha256", secret).update(body).digest();
    if (timingSafeEqual(expected, given) && matched === null) matched = at;
  });
  return matched;
}
