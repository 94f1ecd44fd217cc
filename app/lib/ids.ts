import { randomBytes } from "node:crypto";
import { systemClock } from "./clock.ts";

/**
 * A new row id: a prefix that says what it is, the time in base 36 (so that ids sort by age and index pages stay warm), then 80 random bits.
 */
export function newId(prefix: string, now: number = systemClock()): string {
  return `${prefix}_${now.toString(36).padStart(9, "0")}${randomBytes(10).toString("hex")}`;
}
