/** When a failed attempt is tried again. */
export const MAX_ATTEMPTS = 5;
/** Attempts that neither succeeded nor failed: their process ended. So often, it is the row that ends it. Far above what deployments and crashes take. */
export const MAX_CLAIMS = 15;
const BASE_MS = 2_000;
const CAP_MS = 15 * 60_000;

/**
 * Exponential backoff with jitter: attempt 1 waits 2 s, then 8 s, 32 s, 128 s, each ±25 %, so that what failed together does not come back together.
 * @param attempt the number of the attempt that failed, from 1
 * @param random 0 ≤ random < 1
 * @returns milliseconds to wait
 */
export function backoffMs(attempt: number, random: number): number {
  const wait = Math.min(CAP_MS, BASE_MS * 4 ** (attempt - 1));
  return Math.round(wait * (0.75 + random / 2));
}
