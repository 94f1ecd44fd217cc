/** Messages that the service took and held back afterwards: sent again later, only on its word, and never for ever. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readTries } from "#app/domain/messages/tries.ts";
import type { MessageReport } from "#app/domain/events.ts";
import { failure } from "#app/domain/failure.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { err, ok } from "#app/lib/result.ts";
import { presentConversation } from "#app/presenters/conversations.server.ts";
import {
  DAY,
  DELIVERED_AT,
  deliveredOrder,
  EMAIL,
  HOUR,
  MERCHANT,
  messageStand,
  PHONE,
  SHOP,
  type MessageStand,
} from "../../../tests/helpers/message-stand.ts";
import { testEngine } from "../../../tests/helpers/test-database.ts";
import { tell } from "../../../tests/helpers/told-deliveries.ts";
import { setConsent } from "./consent.server.ts";
import { resendMessage } from "./resend-message.server.ts";

const DUE = DELIVERED_AT + 3 * DAY;
const ONE_STEP = {
  steps: [{ id: "after_3_days", days: 3 }],
  templates: DEFAULT_MESSAGE_SETTINGS.templates.filter((one) => one.step === "after_3_days"),
};
let shop: MessageStand;
beforeEach(async () => {
  shop = await messageStand();
  await shop.settings({ ...ONE_STEP, quiet_hours: null });
  await shop.tellOrder();
  await workAt(DUE);
});
afterEach(() => shop.close());

async function workAt(epochMs: number): Promise<void> {
  shop.at(epochMs);
  await shop.work();
}
const message = async () => (await shop.messages()).find((one) => one.direction === "out")!;
const openItems = () =>
  shop.services.ctx.db.read.selectFrom("sync_queue").selectAll().where("status", "in", ["pending", "failed", "processing"]).execute();
let count = 0;
async function report(
  status: MessageReport["status"],
  provider_id: string,
  more: Partial<NonNullable<MessageReport["failure"]>> = {},
): Promise<number> {
  const { id } = await message();
  const error = { class: "throttled" as const, code: "sender_throttled", message: "WhatsApp error 130429", retry_after_ms: 60_000, ...more };
  const one = { provider_id, message_id: id, status, happened_at: shop.services.time.now, failure: status === "failed" ? error : null };
  const event = { type: "message_news" as const, channel: "whatsapp" as const, reports: [one], received: [], wishes: [] };
  return (await tell(shop.stand, SHOP, { topic: "message/status", event, about: { entityType: "message", externalId: `r-${++count}` } })).id;
}
const limited = { code: "sender_customer_limited", message: "WhatsApp error 131049", retry_after_ms: DAY };

describe(`a message that was held back (${testEngine})`, () => {
  it("is planned again for two hours later, with what was said, and sent then", async () => {
    expect(await message()).toMatchObject({ status: "sent", provider_id: "whatsapp-1", attempts: 1 });
    await report("failed", "whatsapp-1");
    expect(await message()).toMatchObject({
      status: "planned",
      send_after: DUE + 2 * HOUR,
      provider_id: null,
      sent_at: null,
      reason: "sender_throttled",
    });
    await workAt(DUE + 2 * HOUR - 1);
    expect(shop.accepted).toHaveLength(1);
    await workAt(DUE + 2 * HOUR);
    expect(shop.accepted).toHaveLength(2);
    expect(await message()).toMatchObject({ status: "sent", provider_id: "whatsapp-2", attempts: 2, reason: null, error_message: null });
    // What is said of the first sending still finds its message, and is over.
    await report("failed", "whatsapp-1");
    await report("sent", "whatsapp-1");
    expect(await message()).toMatchObject({ status: "sent", provider_id: "whatsapp-2" });
    await report("delivered", "whatsapp-2");
    expect(await message()).toMatchObject({ status: "delivered", provider_id: "whatsapp-2" });
    expect(readTries((await message()).tries).map((one) => one.provider_id)).toEqual(["whatsapp-1"]);
    expect(await openItems()).toEqual([]);
  });

  it("has failed with its reason after four sendings, all of them shown", async () => {
    for (const [turn, at] of [DUE, DUE + 2 * HOUR, DUE + 8 * HOUR, DUE + 20 * HOUR].entries()) {
      await workAt(at);
      await report("failed", `whatsapp-${turn + 1}`);
    }
    expect(await message()).toMatchObject({ status: "failed", reason: "sender_throttled", attempts: 4 });
    expect(await openItems()).toEqual([]);
    await workAt(DUE + 5 * DAY);
    expect(shop.accepted).toHaveLength(4);
    const { customer_id, id } = await message();
    const [shown] = (await presentConversation(shop.services.ctx.db, MERCHANT, customer_id!, "UTC", DUE + 21 * HOUR))!.messages;
    expect(shown).toMatchObject({
      canResend: true,
      fate: { text: "Not sent today at 07:00", why: { title: "The service asked us to wait" } },
      tries: [
        "Sent, but not delivered yesterday at 11:00: The service asked us to wait",
        "Sent, but not delivered yesterday at 13:00: The service asked us to wait",
        "Sent, but not delivered yesterday at 19:00: The service asked us to wait",
      ],
    });
    // A person may still have it sent: then it counts anew, and nothing of before is forgotten.
    expect(await resendMessage(shop.services.ctx, MERCHANT, id)).toEqual(ok(null));
    await workAt(DUE + 5 * DAY);
    await report("failed", "whatsapp-4");
    await report("failed", "whatsapp-5");
    expect(await message()).toMatchObject({ status: "planned", send_after: DUE + 5 * DAY + 2 * HOUR, attempts: 5 });
    expect(readTries((await message()).tries).map((one) => one.provider_id)).toEqual([1, 2, 3, 4, 5].map((at) => `whatsapp-${at}`));
  });

  it("is not sent where the wait ends too late: a person's limit for marketing, said late or at once", async () => {
    await report("failed", "whatsapp-1", limited);
    expect(await message()).toMatchObject({ status: "failed", reason: "sender_customer_limited", error_class: "throttled" });
    const { customer_id, id } = await message();
    const [shown] = (await presentConversation(shop.services.ctx.db, MERCHANT, customer_id!, "UTC", DUE))!.messages;
    expect(shown!.fate.why).toMatchObject({
      title: "WhatsApp holds messages back from this customer",
      remedy: expect.stringContaining("at least a day"),
    });
    expect(await resendMessage(shop.services.ctx, MERCHANT, id)).toEqual(ok(null));
    shop.answers.push(() => err(failure("throttled", limited.code, limited.message, DAY + 1)));
    await workAt(DUE + DAY);
    expect(await message()).toMatchObject({ status: "failed", reason: "sender_customer_limited", attempts: 2 });
    expect(await openItems()).toEqual([]);
    await workAt(DUE + 3 * DAY);
    expect(shop.accepted).toHaveLength(1);
  });

  it("is never sent more than a day after it was due, whatever held it up meanwhile", async () => {
    await report("failed", "whatsapp-1");
    await workAt(DUE + DAY + 1);
    expect(await message()).toMatchObject({ status: "skipped_too_late", reason: "sender_throttled" });
    expect(shop.accepted).toHaveLength(1);
  });

  it("keeps quiet hours, which may make it too late", async () => {
    await shop.settings({ ...ONE_STEP, quiet_hours: { start: "13:00", end: "12:30" } });
    await report("failed", "whatsapp-1");
    await workAt(DUE + 2 * HOUR);
    // 12:30 in Berlin, half an hour past the limit.
    expect(await message()).toMatchObject({ status: "planned", send_after: DUE + DAY + HOUR / 2 });
    await workAt(DUE + DAY + HOUR / 2);
    expect(await message()).toMatchObject({ status: "skipped_too_late" });
    expect(shop.accepted).toHaveLength(1);
  });

  it("is withdrawn by a no, and by what becomes of the order, like every planned one", async () => {
    await report("failed", "whatsapp-1");
    await setConsent(shop.services.ctx, MERCHANT, { address: PHONE, state: "refused", source: "whatsapp_stop" });
    await workAt(DUE + 2 * HOUR);
    expect(await message()).toMatchObject({ status: "withdrawn", reason: "opted_out" });
    expect(shop.accepted).toHaveLength(1);
    expect(await openItems()).toEqual([]);
  });

  it("is not sent again when it arrived after all", async () => {
    await report("failed", "whatsapp-1");
    await report("read", "whatsapp-1");
    expect(await message()).toMatchObject({ status: "read", reason: null, tries: null });
    expect(await openItems()).toEqual([]);
    await workAt(DUE + 2 * HOUR);
    expect(shop.accepted).toHaveLength(1);
  });

  it("said before the answer to the call came: not sent by what is left of that work", async () => {
    await resendAfterFailure();
    let answerNow: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answerNow = resolve));
    let isAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    shop.answers.push(async () => {
      isAsked();
      await answered;
      return ok({ providerId: "whatsapp-2" });
    });
    const slow = shop.work();
    await asked;
    await report("failed", "whatsapp-2");
    expect(await message()).toMatchObject({ status: "planned", attempts: 2 });
    // The lease is over: another worker finds the item, and a message that is not due.
    await shop.services.ctx.db.write((tx) => tx.update("sync_queue", { status: "pending", lease_token: null }, { status: "processing" }));
    await shop.work();
    answerNow();
    await slow;
    expect(await message()).toMatchObject({ status: "planned", attempts: 2, provider_id: null });
    expect(shop.accepted).toHaveLength(2);
    await workAt(DUE + 2 * HOUR);
    expect(await message()).toMatchObject({ status: "sent", attempts: 3 });
    expect(shop.accepted).toHaveLength(3);
  });

  it("is not asked for again sooner when the source corrects the time of delivery", async () => {
    await report("failed", "whatsapp-1");
    const earlier = DELIVERED_AT - HOUR;
    const parcels = deliveredOrder().fulfillments.map((one) => ({ ...one, delivered_at: earlier }));
    await shop.tellOrder({ delivered_at: earlier, fulfillments: parcels });
    expect(await message()).toMatchObject({ status: "planned", planned_for: DUE - HOUR, send_after: DUE + 2 * HOUR, latest_at: DUE + DAY });
    await workAt(DUE + 2 * HOUR - 1);
    expect(shop.accepted).toHaveLength(1);
  });

  it("leaves nothing of its sendings when its customer is erased", async () => {
    await report("failed", "whatsapp-1");
    const person = { customer_external_id: "7001", email: EMAIL, phone: PHONE, order_external_ids: ["9001"] };
    await tell(shop.stand, SHOP, { topic: "customers/redact", event: { type: "customer_redact", ...person } });
    expect(await message()).toMatchObject({ status: "withdrawn", reason: "person_erased", tries: null, provider_id: null });
    await workAt(DUE + 2 * HOUR);
    expect(shop.accepted).toHaveLength(1);
  });

  it("is not planned by history, nor by its own report processed anew", async () => {
    const id = await report("failed", "whatsapp-1");
    await workAt(DUE + 2 * HOUR);
    const before = await message();
    for (const origin of ["replay", "replay_with_effects"] as const) await shop.replay([id], origin);
    expect(await message()).toEqual(before);
    await workAt(DUE + 10 * HOUR);
    expect(shop.accepted).toHaveLength(2);
    // Of a sending that nobody has spoken of yet: a replay says that it failed, and leaves the rest to a person.
    await shop.services.ctx.db.write((tx) => tx.update("messages", { tries: null, provider_id: "whatsapp-1" }, { id: before.id }));
    await shop.replay([id]);
    expect(await message()).toMatchObject({ status: "failed", reason: "sender_throttled" });
  });
});

async function resendAfterFailure(): Promise<void> {
  await report("failed", "whatsapp-1", { class: "rejected", code: "sender_recipient_refused", retry_after_ms: null });
  expect(await resendMessage(shop.services.ctx, MERCHANT, (await message()).id)).toEqual(ok(null));
}
