/** JSON that is the same text for the same content, whatever order its keys were written in: for content hashes and comparisons. */
import { createHash } from "node:crypto";

/** Keys sorted by code unit, no spaces, `undefined` members left out. Throws on what JSON cannot say (NaN, Infinity, functions). */
export function stableJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError("stableJson: not a finite number");
    return Object.is(value, -0) ? "0" : String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => (item === undefined ? "null" : stableJson(item))).join(",")}]`;
  if (typeof value === "object") {
    const record = value as Record<string, unknown>;
    const members: string[] = [];
    for (const key of Object.keys(record).sort()) {
      if (record[key] !== undefined) members.push(`${JSON.stringify(key)}:${stableJson(record[key])}`);
    }
    return `{${members.join(",")}}`;
  }
  throw new TypeError(`stableJson: cannot write a ${typeof value}`);
}

/** SHA-256 (hex) of the stable JSON: equal exactly when the content is equal. */
export const contentSha256 = (value: unknown): string => createHash("sha256").update(stableJson(value)).digest("hex");

/** SHA-256 (hex) of raw bytes. */
export const bytesSha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
