import { expect, it } from "vitest";
import type { Row } from "#app/data/database.ts";
import { MESSAGE_STATUSES } from "#app/domain/messages/status.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { isExplained, messageFate, messageItem, stepName } from "./message-words.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const AT = NOW - 3_600_000;
const message = (patch: Partial<Row<"messages">>): Row<"messages"> => ({
  id: "msg_1",
  merchant_id: "mer_1",
  connection_id: "con_1",
  order_id: "ord_1",
  customer_id: "cus_1",
  direction: "out",
  step: "after_3_days",
  channel: "whatsapp",
  address: "+4915112345678",
  language: "en",
  status: "planned",
  reason: null,
  error_class: null,
  error_message: null,
  subject: null,
  body: null,
  provider_id: null,
  planned_for: AT,
  send_after: AT,
  sent_at: AT,
  delivered_at: AT,
  read_at: AT,
  attempts: 0,
  tries: null,
  latest_at: null,
  cause: "test",
  created_at: AT,
  updated_at: AT,
  erased_at: null,
  ...patch,
});
const context = { steps: DEFAULT_MESSAGE_SETTINGS.steps, orderRefs: new Map([["ord_1", "SH-#1001"]]), timeZone: "UTC", now: NOW };

it("names steps by their days, also those that the settings no longer have", () => {
  expect(stepName("after_3_days", [{ id: "after_3_days", days: 5 }])).toBe("5 days after delivery");
  expect(stepName("after_14_days", [])).toBe("14 days after delivery");
  expect(stepName("after_1_days_2", [])).toBe("1 day after delivery");
  expect(stepName("thank_you", [])).toBe("Thank you");
});

it("says for every status what became of the message, in words", () => {
  for (const status of MESSAGE_STATUSES) {
    const { text } = messageFate(message({ status }), "UTC", NOW);
    expect(text, status).not.toMatch(/_|undefined|null/);
    expect(text.length, status).toBeGreaterThan(5);
  }
  expect(messageFate(message({ status: "read" }), "UTC", NOW).text).toBe("Sent today at 11:00, read today at 11:00");
  expect(messageFate(message({ send_after: NOW }), "UTC", NOW).text).toBe("Planned for today at 12:00, after the customer’s quiet hours");
  expect(messageFate(message({ status: "withdrawn", reason: "opted_out" }), "UTC", NOW)).toEqual({
    text: "Withdrawn today at 11:00: the customer wants no messages",
    why: null,
  });
});

it.each([
  "order_cancelled",
  "order_returned",
  "order_refunded",
  "order_deleted",
  "order_not_delivered",
  "person_erased",
  "opted_out",
  "consent_missing",
])("explains %s", (reason) => expect(isExplained(reason)).toBe(true));

it("tells a failure by the catalogue, with what to do", () => {
  const { why } = messageFate(
    message({ status: "failed", reason: "sender_template_refused", error_class: "rejected", error_message: "Not approved." }),
    "UTC",
    NOW,
  );
  expect(why).toMatchObject({ title: "WhatsApp refuses the template" });
  expect(why?.text).toContain("Not approved.");
  expect(why?.remedy).toContain("WhatsApp Manager");
  expect(messageFate(message({ status: "outcome_unknown" }), "UTC", NOW).why?.remedy).toContain("Resend");
});

it("offers Resend and Withdraw only where they do something", () => {
  const offers = Object.fromEntries(MESSAGE_STATUSES.map((status) => [status, messageItem(message({ status }), context)]));
  expect(MESSAGE_STATUSES.filter((status) => offers[status]!.canWithdraw)).toEqual(["planned"]);
  expect(MESSAGE_STATUSES.filter((status) => offers[status]!.canResend)).toEqual(["skipped_too_late", "no_address", "failed", "outcome_unknown"]);
  expect(messageItem(message({ status: "failed", erased_at: NOW }), context).canResend).toBe(false);
  expect(messageItem(message({ status: "received", direction: "in" }), context)).toMatchObject({ canResend: false, isIncoming: true });
});

it("tells a text that was cleaned from one that was erased, and from one that never was", () => {
  expect(messageItem(message({ status: "sent" }), context).textGone).toBe("cleaned");
  expect(messageItem(message({ status: "sent", erased_at: NOW }), context).textGone).toBe("erased");
  expect(messageItem(message({ status: "planned" }), context).textGone).toBeNull();
  expect(messageItem(message({ status: "sent", body: "Hello" }), context)).toMatchObject({ textGone: null, text: "Hello" });
});
