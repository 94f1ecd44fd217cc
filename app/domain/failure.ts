/** The classes every failure falls into (architecture.md, rule 5). */
export const FAILURE_CLASSES = ["transient", "throttled", "auth", "rejected", "not_found", "conflict", "outcome_unknown", "bug"] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/**
 * An expected failure. `code` is a key of the error catalogue (a sentence and a remedy a merchant understands);
 * `message` says what happened this time, without personal data or secrets.
 */
export interface Failure {
  class: FailureClass;
  code: string;
  message: string;
  /** throttled only: when the other side will take calls again, in milliseconds. */
  retryAfterMs?: number;
}

export const failure = (cls: FailureClass, code: string, message: string, retryAfterMs?: number): Failure => ({
  class: cls,
  code,
  message,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

/** What becomes of work that failed: one place maps class to consequence. */
export type Consequence = "retry" | "dead" | "pause_connection" | "hold_for_person";

export const CONSEQUENCES: Record<FailureClass, Consequence> = {
  transient: "retry",
  throttled: "retry",
  auth: "pause_connection",
  rejected: "dead",
  not_found: "dead",
  conflict: "retry",
  outcome_unknown: "hold_for_person",
  bug: "retry",
};
