/** What WhatsApp reports back: how far messages came, and what people write. */
import { createHash } from "node:crypto";
import type { z } from "zod";
import type { ReportFacts, ReportReceiver } from "../contract.ts";
import type { ConsentWish, IncomingMessage, MessageReport } from "#app/domain/events.ts";
import { failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import { readAccount } from "./account.ts";
import { failureOf, IS_OPTED_OUT } from "./failures.ts";
import { reportSchema, type WhatsAppMessage, type WhatsAppStatus } from "./payload.ts";
import { addressesOf } from "./phone.ts";
import { asksToStart } from "./start-words.ts";
import { asksToStop } from "./stop-words.ts";
import { isSameSecret, matchSignature } from "./verify.ts";

const STATUS = "message/status";
const RECEIVED = "message/received";
/** Changes of templates, of the account, of groups. */
const OTHER = "message/other";
const MAX_KEY = 200;

export const reports: ReportReceiver = {
  topics: [
    { topic: STATUS, label: "How far a message came: sent, delivered, read or failed" },
    { topic: RECEIVED, label: "A customer wrote to the shop, STOP and START among it" },
    { topic: OTHER, label: "News of the account that Crossdock does not use" },
  ],
  keptHeaders: ["x-hub-signature-256", "content-type", "user-agent"],
  isSigned(body, headers, account) {
    const read = readAccount(account);
    const signature = headers["x-hub-signature-256"];
    return read.ok && typeof signature === "string" && matchSignature(body, signature, [read.value.app_secret]) !== null;
  },
  // https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
  answerChallenge(query, account) {
    const read = readAccount(account);
    const challenge = query.get("hub.challenge") ?? "";
    if (!read.ok || query.get("hub.mode") !== "subscribe" || !/^[\w.-]{1,200}$/.test(challenge)) return null;
    return isSameSecret(query.get("hub.verify_token") ?? "", read.value.verify_token) ? challenge : null;
  },
  describe,
  interpret({ body }, { externalId }) {
    const read = readBody(body);
    if (!read.success) {
      const issue = read.error.issues[0];
      return err(failure("rejected", "body_unreadable", `${issue?.path.join(".") ?? "body"}: ${issue?.message ?? "is not as documented"}`));
    }
    // One Meta app may serve several numbers, all of which report to the same address.
    const values = changesOf(read.data).filter((value) => value.metadata == null || value.metadata.phone_number_id === externalId);
    const statuses = values.flatMap((value) => value.statuses ?? []);
    const messages = values.flatMap((value) => value.messages ?? []);
    return ok({
      event: {
        type: "message_news",
        channel: "whatsapp",
        reports: statuses.flatMap(reportOf),
        received: messages.filter(({ type }) => type !== "reaction" && type !== "system").map(receivedOf),
        wishes: [...messages.flatMap(wishOf), ...statuses.flatMap(blockOf)],
      },
      entityType: "message",
      externalId: statuses[0]?.id ?? messages[0]?.id ?? null,
      orderRef: null,
    });
  },
};

function readBody(body: Uint8Array) {
  let value: unknown = null;
  try {
    value = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    // Not JSON: read as nothing, which the schema refuses.
  }
  return reportSchema.safeParse(value);
}

const changesOf = (report: z.infer<typeof reportSchema>) =>
  report.entry.flatMap((entry) => entry.changes.filter(({ field }) => field === "messages").map(({ value }) => value));

/**
 * Meta numbers no deliveries. What a report is about does: a message's id, or a message's id with the status and its time. Reports of
 * several, and of nothing that we know, are told apart by their bytes as well.
 */
function describe(body: Uint8Array): ReportFacts {
  const read = readBody(body);
  const values = read.success ? changesOf(read.data) : [];
  const statuses = values.flatMap((value) => value.statuses ?? []);
  const messages = values.flatMap((value) => value.messages ?? []);
  const ids = [
    ...messages.map(({ id }) => `message:${id}`),
    ...statuses.map(({ id, status, timestamp }) => `status:${id}:${status}:${timestamp / 1000}`),
  ];
  const key = ids.length === 1 && ids[0]!.length <= MAX_KEY ? ids[0]! : `sha256:${createHash("sha256").update(body).digest("hex")}`;
  const times = [...messages, ...statuses].map(({ timestamp }) => timestamp);
  return {
    topic: messages.length > 0 ? RECEIVED : statuses.length > 0 ? STATUS : OTHER,
    dedupeKey: key,
    triggeredAt: times.length === 0 ? null : Math.min(...times),
  };
}

const KNOWN = ["sent", "delivered", "read", "failed"] as const;

function reportOf(status: WhatsAppStatus): MessageReport[] {
  const known = KNOWN.find((name) => name === status.status);
  if (known === undefined) return [];
  const error = status.errors?.[0];
  // WhatsApp does not try again by itself, also not what it only held back for a while.
  const cause = known === "failed" ? failureOf({ code: error?.code ?? -1, title: error?.title ?? undefined }) : null;
  return [
    {
      provider_id: status.id,
      message_id: status.biz_opaque_callback_data || null,
      status: known,
      happened_at: status.timestamp,
      failure: cause && {
        class: cause.class,
        code: cause.code,
        message: cause.message,
        retry_after_ms: cause.class === "throttled" ? (cause.retryAfterMs ?? null) : null,
      },
    },
  ];
}

const textOf = (message: WhatsAppMessage): string | null =>
  message.text?.body ?? message.button?.text ?? message.interactive?.button_reply?.title ?? message.interactive?.list_reply?.title ?? null;

const receivedOf = (message: WhatsAppMessage): IncomingMessage => ({
  provider_id: message.id,
  addresses: addressesOf(message.from),
  text: textOf(message),
  kind: message.type,
  answers_provider_id: message.context?.id ?? null,
  happened_at: message.timestamp,
});

function wishOf(message: WhatsAppMessage): ConsentWish[] {
  const text = textOf(message) ?? "";
  const wish = asksToStop(text) ? "stop" : asksToStart(text) ? "start" : null;
  return wish === null
    ? []
    : [{ wish, addresses: addressesOf(message.from), answers_provider_id: message.context?.id ?? null, happened_at: message.timestamp }];
}

/** The person has blocked this business' marketing in WhatsApp itself: a no that is told by a failure. */
const blockOf = (status: WhatsAppStatus): ConsentWish[] =>
  status.recipient_id && (status.errors ?? []).some(({ code }) => code === IS_OPTED_OUT)
    ? [{ wish: "block", addresses: addressesOf(status.recipient_id), answers_provider_id: status.id, happened_at: status.timestamp }]
    : [];
