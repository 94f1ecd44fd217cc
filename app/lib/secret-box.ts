/**
 * Secrets at rest: AES-256-GCM with the key's id in front, so that keys can be rotated without downtime.
 * Format: `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two base64url.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { getEnv } from "./env.ts";

export interface EncryptionKey {
  id: string;
  key: Uint8Array;
}

export interface SecretBox {
  /** Encrypts with the newest key. `context` (say "session:<id>") is bound to the text: a value copied to another row does not open. */
  seal(plain: string, context: string): string;
  /** Throws SecretBoxError when tampered with, bound to another context, or sealed with a key that is no longer given. */
  open(sealed: string, context: string): string;
  /** Whether a newer key should be used: what `rotate-encryption-key` seals again. */
  isStale(sealed: string): boolean;
}

/** Never carries any part of the secret. */
export class SecretBoxError extends Error {
  override name = "SecretBoxError";
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const associatedData = (keyId: string, context: string) => Buffer.from(`v1.${keyId}.${context}`, "utf8");

/** `keys`: newest first. */
export function createSecretBox(keys: readonly EncryptionKey[]): SecretBox {
  const newest = keys[0];
  if (!newest) throw new SecretBoxError("no encryption key");
  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", newest.key, nonce).setAAD(associatedData(newest.id, context));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `v1.${newest.id}.${nonce.toString("base64url")}.${body.toString("base64url")}`;
    },
    open(sealed, context) {
      const [version, keyId, nonceText, bodyText, ...rest] = sealed.split(".");
      if (version !== "v1" || !keyId || !nonceText || !bodyText || rest.length > 0) throw new SecretBoxError("not a sealed secret");
      const key = keys.find((candidate) => candidate.id === keyId);
      if (!key) throw new SecretBoxError(`sealed with key "${keyId}", which ENCRYPTION_KEYS no longer holds`);
      const nonce = Buffer.from(nonceText, "base64url");
      const body = Buffer.from(bodyText, "base64url");
      if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw new SecretBoxError("not a sealed secret");
      const decipher = createDecipheriv("aes-256-gcm", key.key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(associatedData(keyId, context))
        .setAuthTag(body.subarray(-TAG_BYTES));
      try {
        return decipher.update(body.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
      } catch {
        throw new SecretBoxError("the secret was changed or belongs elsewhere");
      }
    },
    isStale: (sealed) => sealed.split(".")[1] !== newest.id,
  };
}

let cached: SecretBox | undefined;

/** The box of the process' ENCRYPTION_KEYS. */
export const getSecretBox = (): SecretBox => (cached ??= createSecretBox(getEnv().ENCRYPTION_KEYS));
