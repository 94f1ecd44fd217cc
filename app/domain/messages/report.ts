/** What a service's report changes of a message. Reports come late, doubled and in any order: what is reached is never lost again. */
import type { MessageReport } from "#app/domain/events.ts";
import { canMessageMove, type MessageStatus } from "./status.ts";

/** The columns of a message that reports speak of. */
export interface Reported {
  status: string;
  reason: string | null;
  error_class: string | null;
  error_message: string | null;
  provider_id: string | null;
  sent_at: number | null;
  delivered_at: number | null;
  read_at: number | null;
}

const earlier = (known: number | null, told: number): number => (known === null ? told : Math.min(known, told));

/**
 * The message after the report; the same object where it changes nothing. The order of reports does not show: who has read a message has
 * it, and a message that arrived has not failed, whatever was said in between.
 */
export function applyReport<M extends Reported>(message: M, report: MessageReport): M {
  const from = message.status as MessageStatus;
  const isSameSending = message.provider_id === null || message.provider_id === report.provider_id;
  // Of an earlier sending, which a person gave up and repeated: that it failed says nothing of the one after it.
  if (report.status === "failed" && !isSameSending) return message;
  // Not yet sent (again): what an earlier sending came to is seen by whoever decided to repeat it.
  if (from === "planned" || from === "withdrawn" || from === "no_address" || from === "skipped_too_late" || from === "received") return message;
  const wasGivenUp = from === "failed" && message.provider_id === report.provider_id;
  const moves = canMessageMove(from, report.status) || (wasGivenUp && (report.status === "delivered" || report.status === "read"));
  const isReached = report.status !== "failed";
  const after: M = {
    ...message,
    provider_id: message.provider_id ?? report.provider_id,
    // Read includes delivered, and delivered includes sent.
    ...(isReached && isSameSending && { sent_at: earlier(message.sent_at, report.happened_at) }),
    ...((report.status === "delivered" || report.status === "read") && { delivered_at: earlier(message.delivered_at, report.happened_at) }),
    ...(report.status === "read" && { read_at: earlier(message.read_at, report.happened_at) }),
    ...(moves && {
      status: report.status,
      reason: report.failure?.code ?? null,
      error_class: report.failure?.class ?? null,
      error_message: report.failure?.message ?? null,
    }),
  };
  const isSame = (Object.keys(after) as (keyof M)[]).every((column) => after[column] === message[column]);
  return isSame ? message : after;
}
