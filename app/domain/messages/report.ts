/** What a service's report changes of a message. Reports come late, doubled and in any order: what is reached is never lost again. */
import type { MessageReport } from "#app/domain/events.ts";
import { canMessageMove, type MessageStatus } from "./status.ts";
import { nextTry, readTries, writeTries } from "./tries.ts";

/** The columns of a message that reports speak of. */
export interface Reported {
  status: string;
  reason: string | null;
  error_class: string | null;
  error_message: string | null;
  provider_id: string | null;
  send_after: number | null;
  sent_at: number | null;
  delivered_at: number | null;
  read_at: number | null;
  tries: string | null;
  latest_at: number | null;
}

const earlier = (known: number | null, told: number): number => (known === null ? told : Math.min(known, told));

/**
 * The message after the report; the same object where it changes nothing. The order of reports does not show: who has read a message has
 * it, and a message that arrived has not failed, whatever was said in between. A message that the service took and then held back is
 * `planned` again, for later, where the service's word allows it and it is not too late by then.
 * @param mayPlan false: it fails instead. History plans nothing.
 */
export function applyReport<M extends Reported>(message: M, report: MessageReport, mayPlan = true): M {
  const from = message.status as MessageStatus;
  const isReached = report.status !== "failed";
  const isArrived = report.status === "delivered" || report.status === "read";
  const tries = readTries(message.tries);
  const isOfEarlierTry = tries.some((one) => one.provider_id === report.provider_id);
  // Said already, or overtaken by it. But if it arrived after all, it must not be sent again.
  if (isOfEarlierTry && !isArrived) return message;
  const isSameSending = message.provider_id === null || message.provider_id === report.provider_id;
  // Of an earlier sending, which a person gave up and repeated: that it failed says nothing of the one after it.
  if (!isReached && !isSameSending) return message;
  // Not yet sent (again): what an earlier sending came to is seen by whoever decided to repeat it.
  if (from === "planned" ? !isOfEarlierTry : UNSENT.includes(from)) return message;
  const wasGivenUp = from === "failed" && message.provider_id === report.provider_id;
  const moves = canMessageMove(from, report.status) || (wasGivenUp && isArrived);
  if (!isReached && moves) return mayPlan ? (planAgain(message, report) ?? giveUp(message, report)) : giveUp(message, report);
  const after: M = {
    ...message,
    provider_id: message.provider_id ?? report.provider_id,
    // Read includes delivered, and delivered includes sent.
    ...(isReached && isSameSending && { sent_at: earlier(message.sent_at, report.happened_at) }),
    ...(isArrived && { delivered_at: earlier(message.delivered_at, report.happened_at) }),
    ...(report.status === "read" && { read_at: earlier(message.read_at, report.happened_at) }),
    ...(isOfEarlierTry && { tries: writeTries(tries.filter((one) => one.provider_id !== report.provider_id)) }),
    ...(moves && { status: report.status, ...errorOf(null) }),
  };
  const isSame = (Object.keys(after) as (keyof M)[]).every((column) => after[column] === message[column]);
  return isSame ? message : after;
}

const UNSENT: readonly MessageStatus[] = ["withdrawn", "no_address", "skipped_too_late", "received"];

const errorOf = (error: MessageReport["failure"]) => ({
  reason: error?.code ?? null,
  error_class: error?.class ?? null,
  error_message: error?.message ?? null,
});

const giveUp = <M extends Reported>(message: M, report: MessageReport): M => ({
  ...message,
  provider_id: message.provider_id ?? report.provider_id,
  status: "failed",
  ...errorOf(report.failure),
});

/** The service took it, and says now that it did not deliver it and when it may be asked again. null: never, or too late. */
function planAgain<M extends Reported>(message: M, { provider_id, happened_at, failure }: MessageReport): M | null {
  if (failure?.retry_after_ms == null) return null;
  const tries = readTries(message.tries);
  const next = nextTry(message, tries, { at: happened_at, waitMs: failure.retry_after_ms });
  if (next === null) return null;
  const gaveUp = { at: happened_at, provider_id, code: failure.code, class: failure.class, said: failure.message };
  const nothingSent = { provider_id: null, sent_at: null, delivered_at: null, read_at: null };
  return {
    ...message,
    ...nothingSent,
    ...errorOf(failure),
    status: "planned",
    send_after: next.at,
    latest_at: next.latestAt,
    tries: writeTries([...tries, gaveUp]),
  };
}
