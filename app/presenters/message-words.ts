/** What a merchant reads about a message: the step it belongs to, the way it goes, what became of it and why. */
import type { Row } from "#app/data/database.ts";
import { explainFailure, FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import { FAILURE_CLASSES } from "#app/domain/failure.ts";
import type { MessageStep } from "#app/domain/messages/settings.ts";
import { RESENDABLE } from "#app/domain/messages/status.ts";
import { readTries } from "#app/domain/messages/tries.ts";
import { type Stamp, stampOf, stampOrNull } from "#app/lib/stamp.ts";
import { capital, midSentence } from "./names.ts";

type Message = Row<"messages">;

const CHANNELS: Record<string, string> = { whatsapp: "WhatsApp", email: "E-mail", none: "No address" };
export const messageChannelName = (channel: string): string => CHANNELS[channel] ?? capital(channel);

const daysText = (days: number): string => (days === 0 ? "On delivery" : days === 1 ? "1 day after delivery" : `${days} days after delivery`);

/** "after_3_days" → "3 days after delivery": by the settings of today, or, when the step is gone, by its name. */
export function stepName(step: string | null, steps: readonly MessageStep[]): string {
  if (step === null) return "Answer";
  const known = steps.find((one) => one.id === step);
  if (known) return daysText(known.days);
  const [, days] = /^after_(\d+)_days/.exec(step) ?? [];
  return days === undefined ? capital(step.replace(/_/g, " ")) : daysText(Number(days));
}

export interface MessageFate {
  /** What became of it, in a sentence without a full stop: "Sent today at 10:02, read today at 10:40". */
  text: string;
  /** Why, and what to do; null where there is nothing to explain. */
  why: { title: string; text: string; remedy: string } | null;
}

/** Reasons by which a message is no failure: nothing is to be done about them. */
const PLAIN: Record<string, string> = {
  order_cancelled: "the order was cancelled",
  order_returned: "the order was returned",
  order_refunded: "the order was refunded in full",
  order_deleted: "the order was deleted",
  order_not_delivered: "the order is no longer delivered",
  person_erased: "the customer’s data was erased",
  opted_out: "the customer wants no messages",
  consent_missing: "the customer has not agreed to messages",
  messages_off: "messages are switched off",
  step_removed: "the step was removed from the settings",
  withdrawn_by_merchant: "you withdrew it",
};

type Told = Pick<
  Message,
  | "status"
  | "reason"
  | "error_class"
  | "error_message"
  | "planned_for"
  | "send_after"
  | "sent_at"
  | "delivered_at"
  | "read_at"
  | "created_at"
  | "updated_at"
  | "latest_at"
>;

export function messageFate(message: Told, timeZone: string | null, now: number): MessageFate {
  const at = (ms: number | null) => {
    const stamp: Stamp | null = stampOrNull(ms, timeZone, now);
    return stamp === null ? "" : ` ${midSentence(stamp)}`;
  };
  const plain = message.reason === null ? null : (PLAIN[message.reason] ?? null);
  switch (message.status) {
    case "planned": {
      if (message.latest_at !== null) return { text: `Not delivered; to be sent again${at(message.send_after)}`, why: whyOf(message) };
      const isMoved = message.planned_for !== null && message.send_after !== null && message.send_after - message.planned_for > 60_000;
      return {
        text: `Planned for${at(message.send_after ?? message.planned_for)}${isMoved ? ", after the customer’s quiet hours" : ""}`,
        why: whyOf(message),
      };
    }
    case "sending":
      return { text: "Being sent", why: null };
    case "sent":
      return { text: `Sent${at(message.sent_at)}`, why: null };
    case "delivered":
      return { text: `Sent${at(message.sent_at)}, arrived${at(message.delivered_at)}`, why: null };
    case "read":
      return { text: `Sent${at(message.sent_at)}, read${at(message.read_at)}`, why: null };
    case "received":
      return { text: `Received${at(message.sent_at ?? message.created_at)}`, why: null };
    case "withdrawn":
      return { text: `Withdrawn${at(message.updated_at)}${plain === null ? "" : `: ${plain}`}`, why: plain === null ? whyOf(message) : null };
    case "skipped_too_late":
      return { text: "Not sent: it would have come more than a day late", why: null };
    case "no_address":
      if (message.reason === "phone_not_e164") return { text: "Not sent: the customer's phone number cannot be used", why: whyOf(message) };
      return { text: "Not sent: the customer has neither a phone number nor an e-mail address", why: null };
    case "failed":
      return { text: `Not sent${at(message.updated_at)}`, why: whyOf(message) };
    case "outcome_unknown":
      return {
        text: `It is not known whether it was sent${at(message.updated_at)}`,
        why: {
          title: "It is not known whether the customer has it",
          text: "The message was handed over, and the connection broke before an answer came.",
          remedy: "It is never sent again by itself. Ask the customer or look at the service, then press Resend if it did not arrive.",
        },
      };
    default:
      return { text: capital(message.status.replace(/_/g, " ")), why: null };
  }
}

/** From the catalogue of failures; what happened this time stands in the message's own words. */
function whyOf(message: Pick<Message, "reason" | "error_class" | "error_message">): MessageFate["why"] {
  if (message.reason === null) return null;
  const { title, happened, remedy } = explainFailure(message.reason, FAILURE_CLASSES.find((known) => known === message.error_class) ?? "rejected");
  const said = message.error_message?.trim();
  return { title, text: said && said !== happened ? `${happened} ${said}` : happened, remedy };
}

export const isExplained = (reason: string): boolean => Object.hasOwn(PLAIN, reason) || Object.hasOwn(FAILURE_CATALOGUE, reason);

export interface MessageItem {
  id: string;
  isIncoming: boolean;
  step: string;
  channel: string;
  address: string | null;
  status: string;
  fate: MessageFate;
  subject: string | null;
  text: string | null;
  /** Why there is no text, where one was. */
  textGone: "erased" | "cleaned" | null;
  order: { id: string; ref: string } | null;
  /** Sendings before this one that reached nobody, oldest first: "Not delivered today at 10:02: WhatsApp takes no more messages". */
  tries: string[];
  canResend: boolean;
  canWithdraw: boolean;
}

function triesOf(message: Message, timeZone: string | null, now: number): string[] {
  return readTries(message.tries).map((one) => {
    const at = midSentence(stampOf(one.at, timeZone, now));
    const { title } = explainFailure(one.code, FAILURE_CLASSES.find((known) => known === one.class) ?? "rejected");
    return `${one.provider_id === null ? "Not sent" : "Sent, but not delivered"} ${at}: ${title}`;
  });
}

const HAD_TEXT = new Set(["sent", "delivered", "read", "received"]);

export function messageItem(
  message: Message,
  {
    steps,
    orderRefs,
    timeZone,
    now,
  }: { steps: readonly MessageStep[]; orderRefs: ReadonlyMap<string, string>; timeZone: string | null; now: number },
): MessageItem {
  const ref = message.order_id === null ? undefined : orderRefs.get(message.order_id);
  const isErased = message.erased_at !== null;
  return {
    id: message.id,
    isIncoming: message.direction === "in",
    step: stepName(message.step, steps),
    channel: messageChannelName(message.channel),
    address: message.address,
    status: message.status,
    fate: messageFate(message, timeZone, now),
    subject: message.subject,
    text: message.body,
    textGone: message.body !== null ? null : isErased ? "erased" : HAD_TEXT.has(message.status) ? "cleaned" : null,
    order: message.order_id !== null && ref !== undefined ? { id: message.order_id, ref } : null,
    tries: triesOf(message, timeZone, now),
    canResend: message.direction === "out" && !isErased && (RESENDABLE as readonly string[]).includes(message.status),
    canWithdraw: message.direction === "out" && message.status === "planned",
  };
}
