/**
 * The sendings of a message of which is known that they reached nobody, and when it may be tried again: a service may take a message and
 * say later that it held it back. What is not known to have failed is never among them. docs/messages.md, decision 27.
 */
import { z } from "zod";
import { LATEST_MS } from "./plan.ts";

const HOUR_MS = 3_600_000;
/** The pause after the first, second and third sending that the service gave up. There is no fourth: then it has failed. */
export const PAUSES_MS: readonly number[] = [2 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS];

const trySchema = z.object({
  /** Epoch ms: when the service gave it up, by its own clock. */
  at: z.number(),
  /** The service's id of that sending; null where it was refused at once. */
  provider_id: z.string().nullable(),
  /** Why, as in messages.reason, error_class and error_message. */
  code: z.string(),
  class: z.string(),
  said: z.string().nullable(),
  /** The message had failed with it, and a person had it sent again: tries are counted anew from there. */
  is_end: z.boolean().optional(),
});
export type Try = z.infer<typeof trySchema>;

/** What stands in messages.tries, oldest first. */
export const readTries = (stored: string | null): Try[] => (stored === null ? [] : z.array(trySchema).parse(JSON.parse(stored)));

export const writeTries = (tries: readonly Try[]): string | null => (tries.length === 0 ? null : JSON.stringify(tries));

/** Since it was planned, or since a person asked for it anew. */
const countNow = (tries: readonly Try[]): number => tries.length - (tries.findLastIndex((one) => one.is_end === true) + 1);

interface Due {
  send_after: number | null;
  latest_at: number | null;
}

/** Epoch ms after which a message is not sent any more, however often it was tried: a day after it was due. */
export const latestAt = ({ send_after, latest_at }: Due, now: number): number => latest_at ?? (send_after ?? now) + LATEST_MS;

/**
 * When a message that the service gave up may be sent again, or null: it was tried often enough, or by then it would be too late for it.
 * @param waitMs how long the service wants to be left alone at least
 */
export function nextTry(message: Due, tries: readonly Try[], gaveUp: { at: number; waitMs: number }): { at: number; latestAt: number } | null {
  const pause = PAUSES_MS[countNow(tries)];
  if (pause === undefined) return null;
  const latest = latestAt(message, gaveUp.at);
  // The service's clock is another one and counts whole seconds: nothing was given up before it was due.
  const at = Math.max(gaveUp.at, message.send_after ?? 0) + Math.max(pause, gaveUp.waitMs);
  return at < latest ? { at, latestAt: latest } : null;
}
