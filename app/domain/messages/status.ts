/** The states of a message and the steps between them, in one table. What each means: docs/messages.md. */

export const MESSAGE_STATUSES = [
  "planned",
  "withdrawn",
  "skipped_too_late",
  "no_address",
  "sending",
  "sent",
  "delivered",
  "read",
  "failed",
  "outcome_unknown",
  "received",
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/**
 * `sending` is committed before the service is called. From there back to `planned` leads only the service's word that it has not taken the
 * message, or took it and held it back (tries.ts); whoever finds `sending` without knowing its outcome may only say `outcome_unknown`. The way
 * from there, and from other ends, back to `planned` is a person's (Resend) or, again, the service's word; from `withdrawn` it is the
 * order's (delivered after all).
 */
export const MESSAGE_TRANSITIONS: Record<MessageStatus, readonly MessageStatus[]> = {
  // Delivered and read: of a sending that the service had called failed.
  planned: ["sending", "withdrawn", "skipped_too_late", "no_address", "failed", "delivered", "read"],
  sending: ["planned", "sent", "delivered", "read", "failed", "outcome_unknown"],
  sent: ["delivered", "read", "failed", "planned"],
  delivered: ["read"],
  read: [],
  failed: ["planned"],
  outcome_unknown: ["planned", "sent", "delivered", "read", "failed"],
  skipped_too_late: ["planned"],
  no_address: ["planned"],
  withdrawn: ["planned"],
  received: [],
};

export const canMessageMove = (from: MessageStatus, to: MessageStatus): boolean => MESSAGE_TRANSITIONS[from].includes(to);

/** What a person may send (again): never what is under way or has arrived. */
export const RESENDABLE: readonly MessageStatus[] = ["outcome_unknown", "failed", "skipped_too_late", "no_address"];
