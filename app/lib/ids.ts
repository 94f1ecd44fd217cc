import { randomFillSync } from "node:crypto";
import { systemClock } from "./clock.ts";

const RANDOM_BYTES = 10;
/** Filled for hundreds of ids at once: asking for each id's few bytes cost more than everything else about it. */
const pool = Buffer.alloc(RANDOM_BYTES * 400);
let used = pool.length;

function randomHex(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM_BYTES;
  return pool.toString("hex", used - RANDOM_BYTES, used);
}

/**
 * A new row id: a prefix that says what it is, the time in base 36 (so that ids sort by age and index pages stay warm), then 80 random bits.
 */
export function newId(prefix: string, now: number = systemClock()): string {
  return `${prefix}_${now.toString(36).padStart(9, "0")}${randomHex()}`;
}
