/**
 * Standard Webhooks signatures (https://www.standardwebhooks.com): HMAC-SHA256 over "id.timestamp.body", base64, version 1. Unlike Stripe's, a
 * secret "whsec_…" is base64 and its decoded part is the key.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const PREFIX = "whsec_";
const SECRET_BYTES = 32;
const SIGNATURE_BYTES = 32;
/** Several stand in a header while a secret is renewed; more than this nobody has. */
const MOST_SIGNATURES = 8;

export interface WebhookHeaders {
  id: string;
  /** Epoch seconds, as text. */
  timestamp: string;
  /** "v1,<base64> v1,<base64>" */
  signature: string;
}

export const makeWebhookSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString("base64");

/** @throws where the secret is none: an unusable secret must never become an empty key */
function keyOf(secret: string): Buffer {
  const key = secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), "base64") : Buffer.alloc(0);
  if (key.length < 24) throw new Error("not a secret of Standard Webhooks");
  return key;
}

const digest = (secret: string, { id, timestamp }: Pick<WebhookHeaders, "id" | "timestamp">, body: Uint8Array): Buffer =>
  createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();

/** The header's value. */
export const signWebhook = (secret: string, of: Pick<WebhookHeaders, "id" | "timestamp">, body: Uint8Array): string =>
  `v1,${digest(secret, of, body).toString("base64")}`;

/**
 * Which of `secrets` signed it, by its place; -1: none. Every secret is compared with every signature, in constant time: how long it takes says
 * nothing about how much of a guess was right.
 */
export function findSigner(secrets: readonly string[], headers: WebhookHeaders, body: Uint8Array): number {
  const given = headers.signature
    .split(" ", MOST_SIGNATURES)
    .map((part) => /^v1,([A-Za-z0-9+/]{43}=)$/.exec(part)?.[1])
    .map((text) => (text === undefined ? null : Buffer.from(text, "base64")));
  let signer = -1;
  secrets.forEach((secret, at) => {
    const expected = digest(secret, headers, body);
    for (const signature of given) if (signature?.length === SIGNATURE_BYTES && timingSafeEqual(signature, expected) && signer === -1) signer = at;
  });
  return signer;
}
