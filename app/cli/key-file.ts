/** ENCRYPTION_KEYS in the project's .env: read, and a new key put in front. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { parseEnv } from "node:util";
import { readEnv } from "#app/lib/env.ts";
import type { EncryptionKey } from "#app/lib/secret-box.ts";
import { replaceText } from "./durable-file.ts";

const LINE = /^[ \t]*(export[ \t]+)?ENCRYPTION_KEYS[ \t]*=.*$/m;

/** The keys that a file sets, newest first; null when it sets none. */
export function readKeyFile(path: string): EncryptionKey[] | null {
  if (!existsSync(path)) return null;
  const value = parseEnv(readFileSync(path, "utf8")).ENCRYPTION_KEYS;
  return value ? readEnv({ ENCRYPTION_KEYS: value }).ENCRYPTION_KEYS : null;
}

export const isSameKeys = (a: readonly EncryptionKey[], b: readonly EncryptionKey[]): boolean => written(a) === written(b);

const written = (keys: readonly EncryptionKey[]): string => keys.map((key) => `${key.id}:${Buffer.from(key.key).toString("base64")}`).join(",");

/** Its id says when it was made, to the second: a process started earlier cannot know it. */
export const newKey = (now: number): EncryptionKey => ({
  id: `k${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}`,
  key: randomBytes(32),
});

/** When a key was made (epoch ms), by its id; null for keys that were named otherwise. */
export function madeAt(keyId: string): number | null {
  const [, year, month, day, hour, minute, second] = /^k(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/.exec(keyId) ?? [];
  return year === undefined ? null : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Writes the keys into the file in one step; every other line stays as it is. The file must set ENCRYPTION_KEYS already. */
export function writeKeyFile(path: string, keys: readonly EncryptionKey[]): void {
  const text = readFileSync(path, "utf8");
  replaceText(
    path,
    text.replace(LINE, () => `ENCRYPTION_KEYS=${written(keys)}`),
    statSync(path).mode & 0o777,
  );
}
