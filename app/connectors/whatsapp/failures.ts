/**
 * What WhatsApp's error codes mean for a message: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
 * The same codes come as the answer to a call and, later, in a report that a message failed.
 */
import { failure, type Failure } from "#app/domain/failure.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** This person gets enough marketing, from all businesses together, for now. */
const CUSTOMER_LIMIT = 131049;

/** Throttles, with how long Meta wants to be left alone at least. Of none of these did anything reach the customer. */
const THROTTLES: ReadonlyMap<number, number> = new Map([
  // The app, the account: calls per hour.
  [4, 5 * MINUTE],
  [80007, 5 * MINUTE],
  // The phone number: messages per second.
  [130429, MINUTE],
  // Too many refused or reported lately.
  [131048, 60 * MINUTE],
  // One pair of numbers: one message per six seconds.
  [131056, MINUTE],
  // "Wait at least 24 hours": https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/per-user-limits
  [CUSTOMER_LIMIT, DAY],
]);
const ACCOUNT: ReadonlySet<number> = new Set([0, 3, 10, 33, 190, 368, 131005, 131031, 131042, 131045, 133000, 133005, 133006, 133010, 133015]);
const TEMPLATE: ReadonlySet<number> = new Set([132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068, 132069]);
const RECIPIENT: ReadonlySet<number> = new Set([130472, 131021, 131026, 131030, 131047, 131050]);

/** The person has told WhatsApp to get no more marketing from this business. */
export const IS_OPTED_OUT = 131050;

export interface GraphError {
  code: number;
  subcode?: number | undefined;
  /** Meta's short name of it: no personal data. */
  title?: string | undefined;
}

/** The failure for an error that says that the message was not accepted, or was given up. */
export function failureOf({ code, subcode, title }: GraphError): Failure {
  const said = `WhatsApp error ${code}${title ? `: ${title.slice(0, 200)}` : ""}`;
  const retryAfterMs = THROTTLES.get(code);
  if (retryAfterMs !== undefined)
    return failure("throttled", code === CUSTOMER_LIMIT ? "sender_customer_limited" : "sender_throttled", said, retryAfterMs);
  // 100 is "invalid parameter"; with 33 it says that the phone number's id is not ours to use.
  if (ACCOUNT.has(code) || (code >= 200 && code < 300) || (code === 100 && subcode === 33)) return failure("auth", "sender_account_refused", said);
  if (TEMPLATE.has(code)) return failure("rejected", "sender_template_refused", said);
  if (RECIPIENT.has(code)) return failure("rejected", "sender_recipient_refused", said);
  return failure("rejected", "sender_message_refused", said);
}
