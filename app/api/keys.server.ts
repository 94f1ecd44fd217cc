/** Which key a call brings: looked up by its hash, compared in constant time, dead from the moment it is revoked or over. */
import { hash, timingSafeEqual } from "node:crypto";
import type { ApiKeyRow } from "#app/data/api-keys.server.ts";
import type { Database } from "#app/data/database.ts";
import { findApiKeyBySha256 } from "#app/data/system/api-keys.server.ts";
import { isKeyForm, keyState } from "#app/domain/api-key.ts";
import { err, ok, type Result } from "#app/lib/result.ts";

export const sha256OfKey = (key: string): string => hash("sha256", key, "hex");

/** Nothing is cached: a key that was revoked in another process is dead with the next call. The error is a sentence for its sender. */
export async function findUsableKey(db: Database, given: string | undefined, now: number): Promise<Result<ApiKeyRow, string>> {
  if (given === undefined || given === "") return err("The header X-Api-Key is missing.");
  if (!isKeyForm(given)) return err("This is no API key: one begins with cd_live_ or cd_test_ and has 32 characters more.");
  const sha256 = sha256OfKey(given);
  const row = await findApiKeyBySha256(db, sha256);
  if (row === undefined || !isEqual(row.key_sha256, sha256)) return err("There is no such API key.");
  switch (keyState(row, now)) {
    case "revoked":
      return err("This API key was revoked.");
    case "expired":
      return err("This API key has expired.");
    case "active":
    case "replaced":
      return ok(row);
  }
}

const isEqual = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
