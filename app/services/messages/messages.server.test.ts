/** From the delivery to the message and its outcome, on a real database with a clock that is moved by hand. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyEvent } from "#app/sync/apply-event.server.ts";
import { failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import { assumeDelivered } from "#app/services/assume-delivered.server.ts";
import { deleteConnection } from "#app/services/delete-connection.server.ts";
import { everythingStored } from "../../../tests/helpers/everything-stored.ts";
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
import { changeMessageSettings, readMessageSettings } from "./settings.server.ts";
import { readUnsubscribeToken, unsubscribeUrl } from "./unsubscribe-link.server.ts";
import { withdrawMessage } from "./withdraw-message.server.ts";

let shop: MessageStand;
beforeEach(async () => {
  shop = await messageStand();
});
afterEach(() => shop.close());

const db = () => shop.services.ctx.db;
const first = async () => (await shop.messages())[0]!;
const openItems = () => db().read.selectFrom("sync_queue").selectAll().where("status", "in", ["pending", "failed", "processing"]).execute();
const PLANNED = { after_3_days: "planned", after_14_days: "planned" };
const DUE = DELIVERED_AT + 3 * DAY;
/** Everything that could still be sent is due. */
async function untilTheEnd(): Promise<void> {
  for (const days of [3, 4, 14, 15, 20]) {
    shop.at(DELIVERED_AT + days * DAY);
    await shop.work();
  }
}

describe(`a delivered order (${testEngine})`, () => {
  it("plans a message after 3 and after 14 days, which are sent then and once", async () => {
    await shop.tellOrder();
    expect((await shop.messages()).map((one) => [one.status, one.channel, one.address, one.planned_for, one.send_after])).toEqual([
      ["planned", "whatsapp", PHONE, DUE, DUE],
      ["planned", "whatsapp", PHONE, DELIVERED_AT + 14 * DAY, DELIVERED_AT + 14 * DAY],
    ]);
    shop.at(DUE - 1);
    await shop.work();
    expect(shop.accepted).toEqual([]);
    shop.at(DUE);
    await shop.work();
    expect(shop.accepted).toHaveLength(1);
    expect(shop.accepted[0]).toMatchObject({
      to: PHONE,
      language: "en",
      shopName: "acme",
      subject: null,
      text: expect.stringContaining("Hello Zaphira Quillfeather, your order #1001 from acme was delivered"),
      template: { name: "order_delivered_3_days", parameters: ["Zaphira Quillfeather", "#1001", "acme"] },
    });
    expect(await first()).toMatchObject({ status: "sent", provider_id: "whatsapp-1", sent_at: DUE, attempts: 1, body: shop.accepted[0]!.text });
    await untilTheEnd();
    expect(shop.accepted).toHaveLength(2);
    expect(await shop.statuses()).toEqual({ after_3_days: "sent", after_14_days: "sent" });
  });

  it("is written to by e-mail without a phone, and not at all without both: the page says so", async () => {
    const customer = { ...deliveredOrder().customer!, phone_given: null, phone_e164: null };
    await shop.tellOrder({ phone_given: null, phone_e164: null, customer });
    await untilTheEnd();
    expect(shop.accepted.map((one) => [one.to, one.subject, one.template])).toEqual([
      [EMAIL, "Did everything arrive, Zaphira Quillfeather?", null],
      [EMAIL, "How do you like your order #1001?", null],
    ]);
    expect(shop.accepted[0]!.text).toContain(shop.accepted[0]!.unsubscribeUrl);
    shop.at(DELIVERED_AT + HOUR);
    const unclear = { external_id: "9003", customer: null, email: null, phone_given: "0171 2345678", phone_e164: null };
    await shop.tellOrder(unclear);
    expect((await shop.messages()).filter((one) => one.customer_id === null).map((one) => [one.status, one.reason])).toEqual([
      ["no_address", "phone_not_e164"],
      ["no_address", "phone_not_e164"],
    ]);
    const nobody = { external_id: "9002", customer: null, email: null, phone_given: null, phone_e164: null };
    await shop.tellOrder(nobody);
    const theirs = (await shop.messages()).filter((one) => one.reason === "no_address");
    expect(theirs.map((one) => [one.status, one.reason, one.channel])).toEqual([["no_address", "no_address", "none"], ["no_address", "no_address", "none"]]); // prettier-ignore
  });

  it("plans nothing while messages are off, in the test space, for a deleted or not yet delivered order", async () => {
    await shop.settings({ is_enabled: false });
    await shop.tellOrder();
    await shop.settings({});
    await shop.tellOrder({ note: "another" });
    await shop.tellOrder({ external_id: "9002", is_test: true });
    await shop.tellOrder({ external_id: "9003", hub_status: "SHIPPED", delivered_at: null, fulfillments: [] });
    expect(await shop.messages()).toEqual([]);
  });

  it("skips what is more than a day overdue when it is planned, and says so", async () => {
    shop.at(DUE + DAY + 1);
    await shop.tellOrder();
    expect(await shop.statuses()).toEqual({ after_3_days: "skipped_too_late", after_14_days: "planned" });
    await untilTheEnd();
    expect(shop.accepted).toHaveLength(1);
  });

  it("skips what became so late because nothing worked for days", async () => {
    await shop.tellOrder();
    shop.at(DUE + DAY + 1);
    await shop.work();
    expect(await first()).toMatchObject({ status: "skipped_too_late", reason: "message_too_late" });
    expect(shop.accepted).toEqual([]);
  });

  it("moves its messages when the source corrects the time of delivery", async () => {
    await shop.tellOrder();
    const later = DELIVERED_AT + 5 * HOUR;
    await shop.tellOrder({ delivered_at: later, fulfillments: deliveredOrder().fulfillments.map((one) => ({ ...one, delivered_at: later })) });
    expect((await shop.messages()).map((one) => one.planned_for)).toEqual([later + 3 * DAY, later + 14 * DAY]);
    shop.at(DUE);
    await shop.work();
    expect(shop.accepted).toEqual([]);
    expect(await openItems()).toHaveLength(2);
  });

  it("plans by the carrier's word, by the merchant's rule, and by what is told", async () => {
    await shop.tellOrder({ hub_status: "SHIPPED", delivered_at: null, fulfillments: deliveredOrder().fulfillments.map((one) => ({ ...one, shipment_status: "in_transit", delivered_at: null })) }); // prettier-ignore
    expect(await shop.messages()).toEqual([]);
    await tell(shop.stand, SHOP, {
      topic: "fulfillment_events/create",
      event: { type: "shipment_event", order_external_id: "9001", fulfillment_external_id: "2", shipment_status: "delivered", happened_at: DELIVERED_AT, facts: [] },
      about: { entityType: "order", externalId: "9001" },
    }); // prettier-ignore
    expect(await shop.statuses()).toEqual(PLANNED);
    const shipped = deliveredOrder().fulfillments.map((one) => ({ ...one, external_id: "3", shipment_status: null, delivered_at: null, source_created_at: DELIVERED_AT - 2 * DAY })); // prettier-ignore
    await shop.tellOrder({ external_id: "9002", hub_status: "SHIPPED", delivered_at: null, fulfillments: shipped });
    await db().write((tx) => tx.update("connections", { settings: '{"delivered_after_days":2}' }, { id: "con_acme" }));
    expect(await assumeDelivered(shop.services.ctx)).toBe(1);
    expect(await shop.messages()).toHaveLength(4);
  });
});

describe("messages are withdrawn", () => {
  it.each([
    ["order_cancelled", { hub_status: "CANCELLED", cancelled_at: DELIVERED_AT }],
    ["order_returned", { hub_status: "RETURNED" }],
    ["order_refunded", { refunded_minor: 1000, financial_status: "REFUNDED" }],
    ["order_not_delivered", { hub_status: "SHIPPED", delivered_at: null, fulfillments: deliveredOrder().fulfillments.map((one) => ({ ...one, external_id: "4", shipment_status: "in_transit" })) }], // prettier-ignore
  ] as const)("%s", async (reason, patch) => {
    await shop.tellOrder();
    await shop.tellOrder(patch as never);
    expect((await shop.messages()).map((one) => [one.status, one.reason])).toEqual([["withdrawn", reason], ["withdrawn", reason]]); // prettier-ignore
    expect(await openItems()).toEqual([]);
    await untilTheEnd();
    expect(shop.accepted).toEqual([]);
  });

  it("when a refund of everything is seen, before the order itself says so; not for a part of the money", async () => {
    const refund = (external_id: string, amount_minor: number) =>
      tell(shop.stand, SHOP, {
        topic: "refunds/create",
        event: {
          type: "refund_seen",
          order_external_id: "9001",
          refund: { external_id, note: null, amount_minor, source_created_at: DELIVERED_AT, lines: [] },
          facts: [],
        },
        about: { entityType: "order", externalId: "9001" },
      });
    await shop.tellOrder();
    await refund("11", 400);
    expect(await shop.statuses()).toEqual(PLANNED);
    await refund("12", 600);
    expect((await shop.messages()).map((one) => one.reason)).toEqual(["order_refunded", "order_refunded"]);
  });

  it("when the order is deleted", async () => {
    await shop.tellOrder();
    await tell(shop.stand, SHOP, { topic: "orders/delete", event: { type: "deleted", entity: "order", external_id: "9001" } });
    expect((await first()).reason).toBe("order_deleted");
  });

  it("by the merchant, once", async () => {
    await shop.tellOrder();
    const { id } = await first();
    expect(await withdrawMessage(shop.services.ctx, MERCHANT, id)).toEqual(ok(null));
    expect(await withdrawMessage(shop.services.ctx, MERCHANT, id)).toMatchObject({ ok: false, error: { code: "message_moved_on" } });
    expect(await withdrawMessage(shop.services.ctx, "mer_other", id)).toMatchObject({ ok: false, error: { code: "message_not_found" } });
    await untilTheEnd();
    expect(shop.accepted).toHaveLength(1);
  });

  it("and planned again when the order is delivered after all, but not what a person withdrew", async () => {
    await shop.tellOrder();
    const messages = await shop.messages();
    await withdrawMessage(shop.services.ctx, MERCHANT, messages[1]!.id);
    const parcel = deliveredOrder().fulfillments[0]!;
    await shop.tellOrder({ fulfillments: [parcel, { ...parcel, external_id: "5", shipment_status: "in_transit", delivered_at: null }] });
    expect(await shop.statuses()).toEqual({ after_3_days: "withdrawn", after_14_days: "withdrawn" });
    await shop.tellOrder({ fulfillments: [parcel, { ...parcel, external_id: "5" }] });
    expect(await shop.statuses()).toEqual({ after_3_days: "planned", after_14_days: "withdrawn" });
    expect(await openItems()).toHaveLength(1);
  });

  it("at the last moment too: the order, the settings and the consent are asked again when it is sent", async () => {
    await shop.tellOrder();
    // Past every path that withdraws by itself.
    await db().write((tx) => tx.update("orders", { hub_status: "RETURNED" }, { external_id: "9001" }));
    shop.at(DUE);
    await shop.work();
    expect(await first()).toMatchObject({ status: "withdrawn", reason: "order_returned" });
    await db().write((tx) => tx.update("orders", { hub_status: "DELIVERED" }, { external_id: "9001" }));
    await shop.settings({ is_enabled: false });
    shop.at(DELIVERED_AT + 14 * DAY);
    await shop.work();
    expect((await shop.messages()).map((one) => one.reason)).toEqual(["order_returned", "messages_off"]);
    expect(shop.accepted).toEqual([]);
  });

  it("when their step is gone", async () => {
    await shop.tellOrder();
    await shop.settings({ steps: [{ id: "after_14_days", days: 14 }], templates: [] });
    shop.at(DUE);
    await shop.work();
    expect((await first()).reason).toBe("step_removed");
  });
});

describe("quiet hours", () => {
  it("move a message to the customer's morning, over a change of the clock", async () => {
    // Delivered at 22:30 in Berlin, three days before the night in which summer time ends.
    const deliveredAt = Date.UTC(2026, 9, 21, 20, 30);
    shop.at(deliveredAt + HOUR);
    await shop.tellOrder({
      delivered_at: deliveredAt,
      fulfillments: deliveredOrder().fulfillments.map((one) => ({ ...one, delivered_at: deliveredAt })),
    });
    const morning = Date.UTC(2026, 9, 25, 8);
    expect(await first()).toMatchObject({ planned_for: deliveredAt + 3 * DAY, send_after: morning });
    shop.at(morning - 1);
    await shop.work();
    expect(shop.accepted).toEqual([]);
    shop.at(morning);
    await shop.work();
    expect(shop.accepted).toHaveLength(1);
  });

  it("are kept also when the worker comes late, or the merchant changed them since", async () => {
    await shop.tellOrder();
    shop.at(DUE + 9 * HOUR);
    await shop.work();
    expect(shop.accepted).toEqual([]);
    const morning = Date.UTC(2026, 10, 25, 8);
    expect(await first()).toMatchObject({ status: "planned", send_after: morning });
    await shop.settings({ quiet_hours: { start: "21:00", end: "10:00" } });
    shop.at(morning);
    await shop.work();
    expect(await first()).toMatchObject({ status: "planned", send_after: morning + HOUR });
    shop.at(morning + HOUR);
    await shop.work();
    expect(shop.accepted).toHaveLength(1);
  });
});

describe("consent", () => {
  it("refused between planning and sending withdraws, whichever of their addresses it names", async () => {
    await shop.tellOrder();
    expect(await setConsent(shop.services.ctx, MERCHANT, { address: EMAIL.toUpperCase(), state: "refused", source: "unsubscribe_link" })).toBe(2);
    expect((await shop.messages()).map((one) => [one.status, one.reason])).toEqual([["withdrawn", "opted_out"], ["withdrawn", "opted_out"]]); // prettier-ignore
    await untilTheEnd();
    expect(shop.accepted).toEqual([]);
  });

  it("refused by a way that withdraws nothing is seen when it is sent, and when later orders are planned", async () => {
    await shop.tellOrder();
    await db().write((tx) => tx.insert("consents", { merchant_id: MERCHANT, address: PHONE, state: "refused", source: "source", updated_at: 1 }));
    shop.at(DUE);
    await shop.work();
    expect(await first()).toMatchObject({ status: "withdrawn", reason: "opted_out" });
    await shop.tellOrder({ external_id: "9002" });
    expect((await shop.messages()).filter((one) => one.reason === "opted_out")).toHaveLength(3);
    expect(shop.accepted).toEqual([]);
  });

  it("refused by STOP withdraws what is planned at once, also what would go by e-mail", async () => {
    await shop.tellOrder();
    const news = {
      type: "message_news" as const,
      channel: "whatsapp" as const,
      reports: [],
      received: [],
      wishes: [{ wish: "stop" as const, addresses: [PHONE], answers_provider_id: null, happened_at: DELIVERED_AT }],
    };
    await tell(shop.stand, SHOP, { topic: "message/received", event: news, about: { entityType: "message", externalId: "wamid.1" } });
    expect((await shop.messages()).map((one) => [one.status, one.reason])).toEqual([["withdrawn", "opted_out"], ["withdrawn", "opted_out"]]); // prettier-ignore
  });

  it("is asked for where the merchant says so", async () => {
    await shop.settings({ consent: "granted" });
    await shop.tellOrder();
    expect((await first()).reason).toBe("consent_missing");
    await setConsent(shop.services.ctx, MERCHANT, { address: PHONE, state: "granted", source: "merchant" });
    await shop.tellOrder({ external_id: "9002" });
    await untilTheEnd();
    expect(shop.accepted).toHaveLength(2);
  });

  it("is refused by a link that tells nobody whose it is, and that nobody can make up", () => {
    const { box } = shop.services.ctx;
    const token = unsubscribeUrl({ box, appUrl: "https://app.example.com" }, { merchantId: MERCHANT, address: EMAIL }).split("/unsubscribe/")[1]!;
    expect(token).not.toMatch(/quill|acme/);
    expect(readUnsubscribeToken(box, token)).toEqual({ merchantId: MERCHANT, address: EMAIL });
    for (const wrong of [
      token.slice(0, -2),
      token.replace(/.{30}$/, (end) => end.split("").reverse().join("")),
      "",
      "v1.k1.a.b",
      "x".repeat(5_000),
      box.seal('{"m":"mer_acme","a":"x"}', "session:1"),
    ])
      expect(readUnsubscribeToken(box, wrong)).toBeNull();
  });
});

describe("history has no effects", () => {
  it("a replay of everything sends nothing, plans nothing, and changes no message", async () => {
    const ids = [await shop.tellOrder(), await shop.tellOrder({ note: "again" })];
    await untilTheEnd();
    const before = await shop.messages();
    shop.at(DELIVERED_AT + HOUR);
    await shop.replay(ids);
    await shop.replay(ids, "replay_with_effects");
    await untilTheEnd();
    expect(shop.accepted).toHaveLength(2);
    expect(await shop.messages()).toEqual(before);
  });

  it("a replay that makes an order delivered plans nothing, unless asked to", async () => {
    await shop.settings({ is_enabled: false });
    const id = await shop.tellOrder();
    await shop.settings({});
    const forget = () =>
      db().write(async (tx) => {
        for (const table of ["orders", "fulfillments", "refunds"] as const) await tx.remove(table, { merchant_id: MERCHANT });
      });
    await forget();
    await shop.replay([id]);
    expect(await db().read.selectFrom("orders").select("hub_status").execute()).toEqual([{ hub_status: "DELIVERED" }]);
    expect(await shop.messages()).toEqual([]);
    await forget();
    await shop.replay([id], "replay_with_effects");
    expect(await shop.statuses()).toEqual(PLANNED);
  });

  it("a read that a replay asks for plans nothing; one that news asks for does, also where a replay asks too", async () => {
    const again = () =>
      tell(shop.stand, SHOP, {
        topic: "orders/edited",
        event: { type: "read_again", entity: "order", external_id: "9001", reason: "edited", facts: [] },
        about: { entityType: "order", externalId: "9001" },
      });
    await shop.tellOrder({ hub_status: "SHIPPED", delivered_at: null, fulfillments: [] });
    shop.source.order = deliveredOrder({ hub_status: "SHIPPED", delivered_at: null, fulfillments: [], source_updated_at: DELIVERED_AT + 40_000_000 });
    const { id } = await again();
    await shop.work();
    shop.source.order = deliveredOrder({ source_updated_at: DELIVERED_AT + 50_000_000 });
    await shop.replay([id]);
    await shop.work();
    expect(await db().read.selectFrom("orders").select("hub_status").execute()).toEqual([{ hub_status: "DELIVERED" }]);
    expect(await shop.messages()).toEqual([]);

    await shop.tellOrder({ external_id: "9001", hub_status: "SHIPPED", delivered_at: null, source_updated_at: DELIVERED_AT + 60_000_000, fulfillments: [{ ...deliveredOrder().fulfillments[0]!, external_id: "6", shipment_status: "in_transit" }] }); // prettier-ignore
    shop.source.order = deliveredOrder({ source_updated_at: DELIVERED_AT + 70_000_000, fulfillments: deliveredOrder().fulfillments.flatMap((one) => [one, { ...one, external_id: "6" }]) }); // prettier-ignore
    await shop.replay([id]);
    await again();
    await shop.work();
    expect(await shop.statuses()).toEqual(PLANNED);
  });

  it("an import plans nothing unless the merchant ticks so, and then skips what is long past", async () => {
    const told = (external_id: string, delivered_at: number, hasEffects: boolean) =>
      db().write(async (tx) => {
        const connection = (await tx.find("connections", { id: "con_acme" }))!;
        const ctx = { tx, queue: shop.services.ctx.queue, connection, deliveryId: null, cause: "import:1", triggeredAt: null, waitingSince: 0, readStartedAt: null, hasEffects, now: shop.services.time.now }; // prettier-ignore
        return applyEvent(ctx, {
          type: "order_told",
          facts: [],
          order: {
            external_id,
            name: external_id,
            order_ref: `CSV-${external_id}`,
            happened: "delivered",
            told_at: delivered_at,
            customer: { name: "Ann", email: null, phone_given: PHONE, phone_e164: PHONE },
            ordered_at: null,
            delivered_at,
            hub_status: "DELIVERED",
            currency: null,
            total_minor: null,
            lines: null,
            is_test: false,
          },
        });
      });
    await told("A", DELIVERED_AT, false);
    await told("A", DELIVERED_AT, false);
    expect(await shop.messages()).toEqual([]);
    await told("B", DELIVERED_AT, true);
    expect(await shop.statuses()).toEqual(PLANNED);
    await told("C", DELIVERED_AT - 400 * DAY, true);
    expect((await shop.messages()).filter((one) => one.status === "skipped_too_late")).toHaveLength(2);
  });
});

describe("what the service answers", () => {
  beforeEach(async () => {
    await shop.tellOrder();
    shop.at(DUE);
  });

  it("later: it is sent when it may be, and this was no failed attempt", async () => {
    shop.answers.push(() => err(failure("throttled", "sender_throttled", "slow down", 90_000)));
    await shop.work();
    expect(await first()).toMatchObject({ status: "planned", reason: "sender_throttled", attempts: 1 });
    shop.at(DUE + 89_999);
    await shop.work();
    expect(shop.accepted).toEqual([]);
    shop.at(DUE + 90_000);
    await shop.work();
    expect(await first()).toMatchObject({ status: "sent", reason: null, error_class: null, attempts: 2 });
  });

  it("not reachable: it is tried again for a day, then it is too late and the reason stays", async () => {
    for (let i = 0; i < 1_000; i++) shop.answers.push(() => err(failure("transient", "unreachable", "no connection")));
    await shop.settings({ quiet_hours: null });
    for (let at = DUE; at <= DUE + DAY + HOUR; at += 15 * 60_000) {
      shop.at(at);
      await shop.work();
    }
    expect(await first()).toMatchObject({ status: "skipped_too_late", reason: "unreachable" });
    expect((await first()).attempts).toBeGreaterThan(50);
    expect(shop.accepted).toEqual([]);
  });

  it("the account is refused: everything waits until the merchant has mended it", async () => {
    shop.answers.push(() => err(failure("auth", "sender_account_refused", "the token has expired")));
    await shop.work();
    const connection = () => db().read.selectFrom("connections").selectAll().where("id", "=", "con_whatsapp").executeTakeFirstOrThrow();
    expect(await connection()).toMatchObject({ status: "error", status_reason: "auth", last_error: "the token has expired" });
    shop.at(DUE + HOUR);
    await shop.work();
    expect(shop.accepted).toEqual([]);
    await db().write((tx) => tx.update("connections", { status: "active" }, { id: "con_whatsapp" }));
    shop.at(DUE + 2 * HOUR);
    await shop.work();
    expect(await first()).toMatchObject({ status: "sent" });
  });

  it("never: it failed, with the reason, and Resend sends it once", async () => {
    shop.answers.push(() => err(failure("rejected", "sender_recipient_refused", "no WhatsApp there")));
    await shop.work();
    const message = await first();
    expect(message).toMatchObject({ status: "failed", reason: "sender_recipient_refused", error_message: "no WhatsApp there" });
    expect(await db().read.selectFrom("sync_queue").select(["status", "error_code"]).where("entity_id", "=", message.id).execute()).toEqual([{ status: "dead", error_code: "sender_recipient_refused" }]); // prettier-ignore
    expect(await resendMessage(shop.services.ctx, MERCHANT, message.id)).toEqual(ok(null));
    expect(await resendMessage(shop.services.ctx, MERCHANT, message.id)).toMatchObject({ ok: false, error: { code: "message_moved_on" } });
    await shop.work();
    expect(await first()).toMatchObject({ status: "sent", reason: null, attempts: 2 });
    expect(shop.accepted).toHaveLength(1);
  });

  it.each([
    ["it throws", () => Promise.reject(new Error("a fault"))],
    ["it says that it does not know", () => err(failure("outcome_unknown", "outcome_unknown", "cut off"))],
    ["a bug", () => err(failure("bug", "unexpected_error", "oops"))],
  ])("nobody knows what (%s): never sent again by itself, but by a person", async (_, answer) => {
    shop.answers.push(answer as never);
    await shop.work();
    const message = await first();
    expect(message).toMatchObject({ status: "outcome_unknown", reason: "outcome_unknown" });
    shop.at(DUE + 5 * HOUR);
    await shop.work();
    // Also the operator's "retry failed" sends nothing.
    await db().write((tx) => tx.update("sync_queue", { status: "pending", next_attempt_at: 0 }, { entity_id: message.id }));
    await shop.work();
    expect(shop.accepted).toEqual([]);
    expect((await first()).status).toBe("outcome_unknown");
    await resendMessage(shop.services.ctx, MERCHANT, message.id);
    await shop.work();
    expect(shop.accepted).toHaveLength(1);
  });

  it("its answer comes when we were thought dead: it counts, and nothing is sent twice", async () => {
    let answerNow: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answerNow = resolve));
    let isAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    shop.answers.push(async () => {
      isAsked();
      await answered;
      return ok({ providerId: "late" });
    });
    const slow = shop.work();
    await asked;
    shop.at(DUE + 61_000);
    await db().write((tx) => tx.update("sync_queue", { status: "pending", lease_token: null }, { status: "processing" }));
    await shop.work();
    expect((await first()).status).toBe("outcome_unknown");
    answerNow();
    await slow;
    expect(await first()).toMatchObject({ status: "sent", provider_id: "late" });
    await shop.work();
    expect(shop.accepted).toHaveLength(1);
  });

  it("no service is connected: it failed and says what to do; a disconnected store's too", async () => {
    await db().write((tx) => tx.update("connections", { status: "inactive" }, { channel: "whatsapp" }));
    await db().write((tx) => tx.update("connections", { status: "inactive" }, { channel: "smtp" }));
    await shop.work();
    expect(await first()).toMatchObject({ status: "failed", reason: "sender_not_connected" });
    await db().write((tx) => tx.update("connections", { status: "inactive" }, { id: "con_acme" }));
    shop.at(DELIVERED_AT + 14 * DAY);
    await shop.work();
    expect((await shop.messages())[1]).toMatchObject({ status: "failed", reason: "integration_inactive" });
    expect(shop.accepted).toEqual([]);
  });

  it("goes by e-mail where WhatsApp is not connected, or has no text for it", async () => {
    await db().write((tx) => tx.update("connections", { status: "inactive" }, { channel: "whatsapp" }));
    await shop.work();
    expect(await first()).toMatchObject({ status: "sent", channel: "email", address: EMAIL });
    await shop.settings({ templates: [] });
    shop.at(DELIVERED_AT + 14 * DAY);
    await shop.work();
    expect((await shop.messages())[1]).toMatchObject({ status: "failed", reason: "template_missing" });
  });
});

describe("erasure", () => {
  const PERSONAL = /zaphira|quill|15123456789/i;
  const person = { customer_external_id: "7001", email: EMAIL, phone: PHONE, order_external_ids: ["9001"] };
  const everything = () => everythingStored(db(), shop.services.databaseUrl);

  it("of a customer leaves nothing of them in messages and consents, sends nothing more, and keeps their no", async () => {
    await shop.tellOrder();
    shop.at(DUE);
    await shop.work();
    await setConsent(shop.services.ctx, MERCHANT, { address: EMAIL, state: "granted", source: "source" });
    await tell(shop.stand, SHOP, { topic: "customers/data_request", event: { type: "data_request", request_key: "77", ...person } });
    const [copy] = await db().read.selectFrom("data_exports").selectAll().execute();
    expect(JSON.parse(copy!.content!)).toMatchObject({
      messages: [
        { status: "sent", address: PHONE, body: expect.stringContaining("Hello Zaphira") },
        { status: "planned", address: PHONE },
      ],
      consents: [{ address: EMAIL, state: "granted" }],
    });
    await setConsent(shop.services.ctx, MERCHANT, { address: PHONE, state: "refused", source: "whatsapp_stop" });
    await tell(shop.stand, SHOP, { topic: "customers/redact", event: { type: "customer_redact", ...person } });
    expect((await everything()).match(PERSONAL)).toBeNull();
    expect((await shop.messages()).map((one) => [one.status, one.address, one.body])).toEqual([["sent", null, null], ["withdrawn", null, null]]); // prettier-ignore
    await untilTheEnd();
    expect(shop.accepted).toHaveLength(1);
    // The same person again: their no still counts.
    shop.at(DELIVERED_AT + HOUR);
    await shop.tellOrder({ external_id: "9002", customer: null });
    expect((await shop.messages()).filter((one) => one.reason === "opted_out")).toHaveLength(3);
  });

  it("of what was planned withdraws it", async () => {
    await shop.tellOrder();
    await tell(shop.stand, SHOP, { topic: "customers/redact", event: { type: "customer_redact", ...person } });
    expect((await shop.messages()).map((one) => [one.status, one.reason])).toEqual([["withdrawn", "person_erased"], ["withdrawn", "person_erased"]]); // prettier-ignore
    expect(await openItems()).toEqual([]);
  });

  it.each(["shop/redact", "deletion"])("of a shop (%s) takes its messages and the consents of its customers, not those of others", async (how) => {
    await shop.tellOrder();
    await setConsent(shop.services.ctx, MERCHANT, { address: PHONE, state: "granted", source: "source" });
    // Known from elsewhere too: another connection of the merchant has an order of theirs.
    await setConsent(shop.services.ctx, MERCHANT, { address: "bo@example.com", state: "refused", source: "unsubscribe_link" });
    await db().write(async (tx) => {
      const order = (await tx.find("orders", { external_id: "9001" }))!;
      await tx.insert("connections", {
        ...(await tx.find("connections", { id: "con_acme" }))!,
        id: "con_other",
        channel: "woocommerce",
        external_id: "https://other.example",
      });
      await tx.insert("orders", { ...order, id: "ord_other", connection_id: "con_other", email: "Bo@example.com", phone_e164: null, phone_given: null, customer_id: null }); // prettier-ignore
    });
    if (how === "deletion") await deleteConnection({ ...shop.services.ctx }, MERCHANT, "con_acme");
    else await tell(shop.stand, SHOP, { topic: "shop/redact", event: { type: "shop_redact" } });
    expect(await shop.messages()).toEqual([]);
    expect(await db().read.selectFrom("consents").select("address").execute()).toEqual([{ address: "bo@example.com" }]);
    await untilTheEnd();
    expect(shop.accepted).toEqual([]);
  });
});

describe("settings", () => {
  it("are defaults until they are saved, and are refused with all that is wrong", async () => {
    const { ctx } = shop.services;
    expect(await readMessageSettings(ctx, "mer_other")).toMatchObject({ is_enabled: false, steps: [{ days: 3 }, { days: 14 }] });
    const given = await readMessageSettings(ctx, MERCHANT);
    const wrong = { ...given, templates: given.templates.map((one) => ({ ...one, body: "{{nobody}}" })) };
    expect(await changeMessageSettings(ctx, MERCHANT, wrong)).toMatchObject({
      ok: false,
      error: [0, 1, 2, 3].map((i) => ({ path: `templates.${i}.body` })),
    });
    expect(await changeMessageSettings(ctx, MERCHANT, { ...given, default_language: "de" })).toMatchObject({ ok: true });
    expect((await readMessageSettings(ctx, MERCHANT)).default_language).toBe("de");
  });
});
