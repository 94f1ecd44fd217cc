/**
 * POST /webhooks/commerce/event: key → limit → body → inbox. Unlike a platform's webhooks this is our own API: it may say no, with everything
 * that is wrong at once, and every answer says how many calls are left.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { problem, sendAnswer, type ApiAnswer } from "#app/api/answer.ts";
import { findUsableKey } from "#app/api/keys.server.ts";
import { untouched, type Quota, type QuotaAnswer } from "#app/api/quota.server.ts";
import { createEventReader } from "#app/api/read-event.ts";
import type { EventBody } from "#app/api/schemas/events.ts";
import { accountOf, EVENT_CHANNEL } from "#app/domain/event-connection.ts";
import type { ApiKeyRow } from "#app/data/api-keys.server.ts";
import type { Database } from "#app/data/database.ts";
import { scopesOf, type KeyMode } from "#app/domain/api-key.ts";
import type { Inbox } from "#app/inbox/inbox.server.ts";
import type { Receipt, StoreOutcome } from "#app/inbox/receipt.ts";
import type { ReceiptCounters } from "#app/inbox/receipt-counters.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import { readBody } from "#app/lib/read-body.ts";

export const EVENT_PATH = "/webhooks/commerce/event";
const MAX_BODY_BYTES = 5 * 1024 * 1024;

export interface EventReceiverOptions {
  db: Database;
  inbox: Inbox;
  counters: ReceiptCounters;
  quota: Quota;
  clock: Clock;
  onError: (error: Error) => void;
}

export function createEventReceiver(options: EventReceiverOptions): (req: IncomingMessage, res: ServerResponse) => void {
  const readEvent = createEventReader(options.clock);

  async function receive(req: IncomingMessage, now: number, seen: (quota: QuotaAnswer) => void): Promise<ApiAnswer> {
    if (req.method !== "POST") return problem("method_not_allowed", { message: "Use POST.", headers: { allow: "POST" } });
    const given = req.headers["x-api-key"];
    const key = await findUsableKey(options.db, typeof given === "string" ? given : undefined, now);
    if (!key.ok) {
      options.counters.count("unverified", null, now);
      return problem("invalid_api_key", { message: key.error });
    }
    const quota = await options.quota.take(key.value, now);
    seen(quota);
    if (!quota.isAllowed) {
      const message = `${quota.limit.toLocaleString("en")} calls in an hour are allowed ${quota.of === "key" ? "with one key" : "with all keys of a merchant together"}.`;
      return problem("rate_limited", { message, headers: { "retry-after": String(secondsUntil(quota.resetAt, now)) } });
    }
    if (!scopesOf(key.value.scopes).includes("events:write")) return problem("key_scope_missing", { message: "This key may not send events." });
    if (!/^application\/json\b/i.test(req.headers["content-type"] ?? "")) {
      return problem("unsupported_media_type", { message: "Send the body as application/json." });
    }
    const body = await readBody(req, MAX_BODY_BYTES);
    if (body.kind === "aborted") return problem("request_unreadable");
    if (body.kind === "too_large") return problem("payload_too_large", { message: `The body is larger than ${MAX_BODY_BYTES} bytes.` });
    const event = readEvent(body.bytes);
    if (!event.ok) return problem("validation_failed", { errors: event.error });
    const outcome = await options.inbox.store(receiptOf(key.value, event.value, body.bytes, req.headers, now));
    if (outcome.kind !== "stored") options.counters.count(outcome.kind, key.value.connection_id, now);
    return answerFor(outcome);
  }

  return (req, res) => {
    const now = options.clock();
    let quota = untouched(now);
    const send = (answer: ApiAnswer) => sendAnswer(res, { ...answer, headers: { ...answer.headers, ...rateHeaders(quota, now) } });
    receive(req, now, (seen) => (quota = seen)).then(send, (error: Error) => {
      options.onError(error);
      send(problem("store_unavailable", { headers: { "retry-after": "30" } }));
    });
  };
}

const secondsUntil = (at: number, now: number): number => Math.max(1, Math.ceil((at - now) / 1000));

/** https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-05: Reset is in seconds from now. */
const rateHeaders = ({ limit, remaining, resetAt }: QuotaAnswer, now: number): Record<string, string> => ({
  "ratelimit-limit": String(limit),
  "ratelimit-remaining": String(remaining),
  "ratelimit-reset": String(secondsUntil(resetAt, now)),
});

function receiptOf(key: ApiKeyRow, event: EventBody, bytes: Buffer, headers: IncomingMessage["headers"], now: number): Receipt {
  const occurredAt = Date.parse(event.occurred_at);
  return {
    channel: EVENT_CHANNEL,
    account: accountOf(key.merchant_id, key.mode as KeyMode),
    mode: key.mode as KeyMode,
    topic: event.event_type,
    // The order's id last: it may hold anything, the other two cannot be mistaken for a part of it.
    dedupeKey: `${event.event_type}|${new Date(occurredAt).toISOString()}|${event.external_order_id}`,
    sourceEventId: null,
    triggeredAt: occurredAt,
    // Never the key itself.
    headers: JSON.stringify({ "content-type": headers["content-type"], "user-agent": headers["user-agent"], "x-api-key-id": key.id }),
    body: bytes,
    receivedAt: now,
    isAlwaysAccepted: false,
  };
}

/** What a sender keeps of an event, the same for every repeat: it sorts by age, and support finds the delivery by it. */
const eventId = (deliveryId: number): string => `evt_${String(deliveryId).padStart(12, "0")}`;

const accepted = (deliveryId: number, isDuplicate: boolean): ApiAnswer => ({
  status: isDuplicate ? 200 : 202,
  body: { status: "accepted", event_id: eventId(deliveryId), duplicate: isDuplicate },
});

function answerFor(outcome: StoreOutcome): ApiAnswer {
  switch (outcome.kind) {
    case "stored":
      return accepted(outcome.deliveryId, false);
    case "repeat":
      return accepted(outcome.deliveryId, true);
    // The first one counts; the other is kept beside it for a person to compare.
    case "conflict":
      return accepted(outcome.firstId, true);
    case "inactive":
      return problem("integration_inactive", { message: "The event API was disconnected in Integrations." });
    case "unknown_account":
      return problem("integration_not_found", { message: "The integration of this key was deleted. Make a new key." });
  }
}
