/** What a merchant reads about a failure. */
import { topicName } from "./names.ts";

export interface FailureWords {
  title: string;
  happened: string;
  remedy: string;
}

const STATUS_WORDS: Record<string, (delivery: { topic: string; hold_key: string | null }) => string> = {
  pending: () => "It is stored and waits for its turn.",
  processing: () => "It is being worked on now.",
  completed: () => "It was read and applied.",
  held: (delivery) => `It waits for ${holdName(delivery.hold_key)}, which it depends on. It continues by itself when that arrives.`,
  failed: () => "An attempt failed. It will be tried again by itself.",
  dead: (delivery) => `${topicName(delivery.topic)} could not be applied and will not be tried again by itself.`,
};

/** What became of a delivery, in one sentence. */
export function statusSentence(delivery: { status: string; topic: string; outcome: string | null; hold_key: string | null; error_code: string | null; error_message: string | null }): string {
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

/** What happened and what to do about it; null when nothing went wrong. */
export function failureWords(code: string | null, cls: string | null, message: string | null): FailureWords | null {
  if (code === null && cls === null && message === null) return null;
  const known = CLASSES[cls ?? ""] ?? CLASSES["bug"];
  return known ? { title: known.title, happened: message ?? known.happened, remedy: known.remedy } : null;
}

const CLASSES: Record<string, FailureWords> = {
  transient: { title: "The other side did not answer", happened: "The connection failed or timed out.", remedy: "Nothing to do: it is tried again by itself." },
  throttled: { title: "Too many calls at once", happened: "The other side asked us to slow down.", remedy: "Nothing to do: it continues when calls are allowed again." },
  auth: { title: "Access was refused", happened: "The store no longer accepts our access.", remedy: "Open Integrations and reconnect the store, then replay this delivery." },
  rejected: { title: "It cannot be read", happened: "The data does not have the form it should have.", remedy: "Look at the payload below. Replay it once the cause is mended." },
  not_found: { title: "It no longer exists", happened: "What it speaks of is not at the source any more.", remedy: "If that is right, there is nothing to do." },
  conflict: { title: "Two changes at once", happened: "Another change was made at the same moment.", remedy: "Nothing to do: it is tried again by itself." },
  outcome_unknown: { title: "It is not certain what happened", happened: "The call was cut off before its answer arrived.", remedy: "Check the record at the source before you replay." },
  bug: { title: "A fault on our side", happened: "Crossdock could not process it.", remedy: "Replay it. If it fails again, write to support with the delivery number." },
};
