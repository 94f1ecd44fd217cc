/** What a merchant reads about a failure. */
import { explainFailure } from "#app/domain/failure-catalogue.ts";
import { FAILURE_CLASSES } from "#app/domain/failure.ts";
import { topicName } from "./names.ts";

export interface FailureWords {
  title: string;
  happened: string;
  remedy: string;
  /** The reader's own words, for whoever looks after the sender; null where `happened` holds all of it. */
  detail: string | null;
}

const STATUS_WORDS: Record<string, (delivery: { topic: string; hold_key: string | null }) => string> = {
  pending: () => "It is stored and waits for its turn.",
  processing: () => "It is being worked on now.",
  completed: () => "It was read and applied.",
  held: (delivery) =>
    delivery.hold_key?.startsWith("status:")
      ? `It waits until somebody says what “${delivery.hold_key.slice("status:".length)}” means.`
      : `It waits for ${holdName(delivery.hold_key)}, which it depends on. It continues by itself when that arrives.`,
  failed: () => "An attempt failed. It will be tried again by itself.",
  dead: (delivery) => `${topicName(delivery.topic)} could not be applied and will not be tried again by itself.`,
};

/** What became of a delivery, in one sentence. */
export function statusSentence(delivery: {
  status: string;
  topic: string;
  outcome: string | null;
  hold_key: string | null;
  error_code: string | null;
  error_message: string | null;
}): string {
  if (delivery.status === "completed") return OUTCOMES[delivery.outcome ?? ""] ?? "It was read and applied.";
  return (STATUS_WORDS[delivery.status] ?? (() => ""))(delivery);
}

const OUTCOMES: Record<string, string> = {
  applied: "It was read and its changes were applied.",
  unchanged: "It was read. Everything in it was already known, so nothing changed.",
  stale: "It was read. A newer version had already arrived, so nothing changed.",
  ignored: "It was read. Nothing in it is kept by Crossdock, so nothing changed.",
};

/** "order:450789469" → "order 450789469". */
export const holdName = (key: string | null): string => (key === null ? "something that has not arrived yet" : key.replace(/[:_]/g, " "));

/** What happened and what to do about it; null when nothing went wrong. The failure's own message says what happened this time. */
export function failureWords(code: string | null, cls: string | null, message: string | null): FailureWords | null {
  if (code === null && cls === null) return null;
  const { title, happened, remedy } = explainFailure(code ?? "", FAILURE_CLASSES.find((known) => known === cls) ?? "bug");
  const said = messageInWords(code, message);
  return {
    title,
    happened: said === null || said === happened ? happened : `${happened} ${said}`,
    remedy,
    detail: said === message ? null : message,
  };
}

/** "order.currency: Invalid input: expected string, received undefined", as whatever checks a body says it. */
const CHECKED = /^([\w-]+(?:[.[][\w\]-]+)*): (.+)$/s;

/** A failure's message as a merchant reads it: a body's checker names the field and speaks of types, which is a developer's language. */
export function messageInWords(code: string | null, message: string | null): string | null {
  if (code !== "body_unreadable" || message === null) return message;
  const [, field, reason] = CHECKED.exec(message) ?? [];
  if (field === undefined || reason === undefined) return message;
  return `The field ${field} is ${/received (undefined|null)\b/.test(reason) ? "missing" : "missing or not as expected"}.`;
}
