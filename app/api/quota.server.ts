/**
 * Limits on calls: a window of one hour begins with its first call, for each key and for all keys of a merchant. What is counted stands in
 * the database. A call over a limit is not counted: whoever goes on calling does not lock themselves out for longer.
 */
import { updateApiKey, type ApiKeyRow } from "#app/data/api-keys.server.ts";
import type { Database, Tx } from "#app/data/database.ts";
import { findQuotaWindow, saveQuotaWindow, type QuotaWindow } from "#app/data/quota.server.ts";

export const WINDOW_MS = 3_600_000;
export const LIMITS = { key: 1_000, merchant: 5_000 } as const;
/** `last_used_at` tells people whether a key is in use; a minute is exact enough, and spares a write per call. */
const LAST_USED_EVERY_MS = 60_000;

export interface QuotaAnswer {
  isAllowed: boolean;
  /** Which limit is nearest to its end; the numbers are that one's. */
  of: keyof typeof LIMITS;
  limit: number;
  remaining: number;
  /** When that window is over, epoch ms. */
  resetAt: number;
}

/** For an answer to somebody whose key is not known: no call of any key was counted. */
export const untouched = (now: number): QuotaAnswer => ({
  isAllowed: true,
  of: "key",
  limit: LIMITS.key,
  remaining: LIMITS.key,
  resetAt: now + WINDOW_MS,
});

export interface Quota {
  /** Counts a call of this key, unless a limit is reached. Calls that come together share a transaction. */
  take(key: ApiKeyRow, now: number): Promise<QuotaAnswer>;
}

interface Waiting {
  key: ApiKeyRow;
  now: number;
  resolve: (answer: QuotaAnswer) => void;
  reject: (error: Error) => void;
}

const MAX_GROUP = 256;
/** So many used-up windows are remembered: their keys are answered without a look at the database. */
const MOST_FULL = 10_000;

export function createQuota(db: Database): Quota {
  const waiting: Waiting[] = [];
  let isRunning = false;
  const full = new Map<string, QuotaAnswer>();

  async function run(): Promise<void> {
    isRunning = true;
    // What arrives in the same turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await count(waiting.splice(0, MAX_GROUP));
    isRunning = false;
  }

  async function count(group: Waiting[]): Promise<void> {
    try {
      const answers = await db.write(async (tx) => {
        // Always in the same order, or two groups could wait for each other.
        for (const merchantId of [...new Set(group.map(({ key }) => key.merchant_id))].sort()) await tx.lock(`quota:${merchantId}`);
        const given: QuotaAnswer[] = [];
        for (const { key, now } of group) given.push(await takeOne(tx, key, now));
        return given;
      });
      group.forEach((one, at) => one.resolve(answers[at] as QuotaAnswer));
    } catch (error) {
      for (const one of group) one.reject(error as Error);
    }
  }

  return {
    async take(key, now) {
      const known = full.get(key.id);
      if (known !== undefined && now < known.resetAt) return known;
      full.delete(key.id);
      const answer = await new Promise<QuotaAnswer>((resolve, reject) => {
        waiting.push({ key, now, resolve, reject });
        if (!isRunning) void run();
      });
      // A used-up window stays so until it is over, and its end does not move.
      if (!answer.isAllowed) {
        if (full.size >= MOST_FULL) full.clear();
        full.set(key.id, answer);
      }
      return answer;
    },
  };
}

interface Counted {
  of: keyof typeof LIMITS;
  id: string;
  window: QuotaWindow;
}

async function takeOne(tx: Tx, key: ApiKeyRow, now: number): Promise<QuotaAnswer> {
  const merchantId = key.merchant_id;
  const counted: Counted[] = [];
  for (const [of, id] of [
    ["key", `key:${key.id}`],
    ["merchant", `merchant:${merchantId}`],
  ] as const)
    counted.push({ of, id, window: await currentWindow(tx, merchantId, id, now) });
  const reached = counted.filter(({ of, window }) => window.used >= LIMITS[of]);
  if (reached.length > 0) {
    // Both may be: calls are taken again when the later one is over.
    return { ...reached.map(answerOf).reduce((later, one) => (one.resetAt > later.resetAt ? one : later)), isAllowed: false };
  }
  for (const one of counted) {
    one.window = { ...one.window, used: one.window.used + 1 };
    await saveQuotaWindow(tx, merchantId, one.id, one.window);
  }
  if (key.last_used_at === null || now - key.last_used_at >= LAST_USED_EVERY_MS) await updateApiKey(tx, merchantId, key.id, { last_used_at: now });
  return counted.map(answerOf).reduce((tighter, one) => (one.remaining < tighter.remaining ? one : tighter));
}

async function currentWindow(tx: Tx, merchantId: string, id: string, now: number): Promise<QuotaWindow> {
  const stored = await findQuotaWindow(tx, merchantId, id);
  // One that begins later than now was written by a clock that has been set back since; it ends with its hour all the same.
  const isCurrent = stored !== undefined && Math.abs(now - stored.started_at) < WINDOW_MS;
  return isCurrent ? stored : { started_at: now, used: 0 };
}

const answerOf = ({ of, window }: Counted): QuotaAnswer => ({
  isAllowed: true,
  of,
  limit: LIMITS[of],
  remaining: Math.max(0, LIMITS[of] - window.used),
  resetAt: window.started_at + WINDOW_MS,
});
