/** STOP and START by WhatsApp: what the customer said last counts, and START takes back STOP alone. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findConsents, listConsentHistory } from "#app/data/consents.server.ts";
import type { ConsentWish } from "#app/domain/events.ts";
import { presentConversation } from "#app/presenters/conversations.server.ts";
import { DAY, DELIVERED_AT, EMAIL, MERCHANT, messageStand, PHONE, SHOP, type MessageStand } from "../../../tests/helpers/message-stand.ts";
import { testEngine } from "../../../tests/helpers/test-database.ts";
import { tell } from "../../../tests/helpers/told-deliveries.ts";
import { setConsent } from "./consent.server.ts";

let shop: MessageStand;
beforeEach(async () => {
  shop = await messageStand();
});
afterEach(() => shop.close());

const db = () => shop.services.ctx.db;
let count = 0;
/** @param second by the customer's service, after the delivery */
async function wishes(...all: [ConsentWish["wish"], number][]): Promise<number[]> {
  const ids: number[] = [];
  for (const [wish, second] of all) {
    const said = { wish, addresses: [PHONE], answers_provider_id: null, happened_at: DELIVERED_AT + second * 1_000 };
    const event = { type: "message_news" as const, channel: "whatsapp" as const, reports: [], received: [], wishes: [said] };
    ids.push((await tell(shop.stand, SHOP, { topic: "message/received", event, about: { entityType: "message", externalId: `in-${++count}` } })).id);
  }
  return ids;
}
const consent = async () => {
  const row = await db().read.selectFrom("consents").select(["state", "source", "said_at"]).where("address", "=", PHONE).executeTakeFirst();
  return row && `${row.state} by ${row.source} at ${(row.said_at! - DELIVERED_AT) / 1_000}`;
};
const fates = async () => (await shop.messages()).map((one) => `${one.status} ${one.reason ?? ""}`.trim());
async function untilTheEnd(): Promise<void> {
  for (const days of [3, 14]) {
    shop.at(DELIVERED_AT + days * DAY);
    await shop.work();
  }
}

describe(`START (${testEngine})`, () => {
  it("gives back what STOP took: what was withdrawn stays so, later deliveries plan again and are sent", async () => {
    await shop.tellOrder();
    await wishes(["stop", 100]);
    expect(await fates()).toEqual(["withdrawn opted_out", "withdrawn opted_out"]);
    await wishes(["start", 200]);
    expect(await consent()).toBe("granted by whatsapp_start at 200");
    await shop.tellOrder({ note: "changed since" });
    expect(await fates()).toEqual(["withdrawn opted_out", "withdrawn opted_out"]);
    await shop.tellOrder({ external_id: "9002" });
    expect((await fates()).sort()).toEqual(["planned", "planned", "withdrawn opted_out", "withdrawn opted_out"]);
    await untilTheEnd();
    expect(shop.accepted).toHaveLength(2);
  });

  it.each([
    [
      "granted",
      [
        ["start", 200],
        ["stop", 100],
      ],
    ],
    [
      "granted",
      [
        ["stop", 100],
        ["start", 200],
        ["stop", 100],
        ["start", 200],
      ],
    ],
    [
      "refused",
      [
        ["stop", 300],
        ["start", 200],
        ["stop", 100],
      ],
    ],
    [
      "refused",
      [
        ["start", 100],
        ["stop", 100],
      ],
    ],
    [
      "refused",
      [
        ["stop", 100],
        ["start", 100],
      ],
    ],
  ] as const)("is %s at the end of %j, by the times of the service", async (state, all) => {
    await wishes(...(all as unknown as [ConsentWish["wish"], number][]));
    expect((await findConsents(db(), MERCHANT, [PHONE])).get(PHONE)).toBe(state);
    await shop.tellOrder();
    expect(new Set(await fates())).toEqual(new Set([state === "granted" ? "planned" : "withdrawn opted_out"]));
  });

  it("does not take back a no by the link, by the merchant, or in WhatsApp's settings, also with a STOP between", async () => {
    for (const source of ["unsubscribe_link", "merchant"] as const) {
      await setConsent(shop.services.ctx, MERCHANT, { address: PHONE, state: "refused", source });
      await wishes(["stop", 20_000], ["start", 30_000]);
      expect(await consent()).toMatch(`refused by ${source}`);
      await db().write((tx) => tx.remove("consents", { address: PHONE }));
    }
    await wishes(["block", 40_000], ["start", 50_000]);
    expect(await consent()).toBe("refused by whatsapp_block at 40000");
    await db().write((tx) => tx.remove("consents", { address: PHONE }));
    // A no at another of their addresses still counts for all of them.
    await setConsent(shop.services.ctx, MERCHANT, { address: EMAIL, state: "refused", source: "unsubscribe_link" });
    await wishes(["stop", 60_000], ["start", 70_000]);
    await shop.tellOrder();
    expect(await fates()).toEqual(["withdrawn opted_out", "withdrawn opted_out"]);
  });

  it("is taken for the yes that the merchant asks for", async () => {
    await shop.settings({ consent: "granted" });
    await wishes(["start", 100]);
    await shop.tellOrder();
    expect(await fates()).toEqual(["planned", "planned"]);
  });

  it("ends the no of an erased person where STOP was how they said it, and only then", async () => {
    const person = { customer_external_id: "7001", email: EMAIL, phone: PHONE, order_external_ids: ["9001"] };
    const erase = () => tell(shop.stand, SHOP, { topic: "customers/redact", event: { type: "customer_redact", ...person } });
    await shop.tellOrder();
    await wishes(["stop", 100]);
    await erase();
    await wishes(["start", 50]);
    expect((await findConsents(db(), MERCHANT, [PHONE])).get(PHONE)).toBe("refused");
    await wishes(["start", 200]);
    expect((await findConsents(db(), MERCHANT, [PHONE])).get(PHONE)).toBe("granted");
    await setConsent(shop.services.ctx, MERCHANT, { address: PHONE, state: "refused", source: "unsubscribe_link" });
    await tell(shop.stand, SHOP, { topic: "customers/redact", event: { type: "customer_redact", ...person } });
    await wishes(["start", 90_000]);
    expect((await findConsents(db(), MERCHANT, [PHONE])).get(PHONE)).toBe("refused");
  });

  it("changes nothing when everything is processed anew", async () => {
    const ids = [await shop.tellOrder(), ...(await wishes(["stop", 100], ["start", 200], ["stop", 300], ["start", 400]))];
    const [before, fate, history] = [await consent(), await fates(), await listConsentHistory(db(), MERCHANT, [PHONE], 10)];
    await shop.replay(ids, "replay_with_effects");
    expect([await consent(), await fates(), await listConsentHistory(db(), MERCHANT, [PHONE], 10)]).toEqual([before, fate, history]);
    await untilTheEnd();
    expect(shop.accepted).toEqual([]);
  });
});

describe(`the history of a mind (${testEngine})`, () => {
  it("says who changed it, when and how, without the address", async () => {
    await shop.tellOrder();
    const [stopId] = await wishes(["stop", 100], ["stop", 100], ["start", 200]);
    await setConsent(shop.services.ctx, MERCHANT, { address: PHONE, state: "refused", source: "merchant" });
    const rows = await db().read.selectFrom("audit_log").selectAll().where("entity_type", "=", "consent").orderBy("id").execute();
    expect(rows.map((row) => [row.actor, row.action, row.connection_id, JSON.parse(row.data)])).toMatchObject([
      ["customer", "consent_refused", "con_acme", { source: "whatsapp_stop", said_at: DELIVERED_AT + 100_000, was: null }],
      ["customer", "consent_given", "con_acme", { source: "whatsapp_start", said_at: DELIVERED_AT + 200_000, was: { source: "whatsapp_stop" } }],
      ["merchant", "consent_refused", null, { source: "merchant", was: { state: "granted", source: "whatsapp_start" } }],
    ]);
    expect(rows[0]!.delivery_id).toBe(stopId);
    expect(JSON.stringify(rows)).not.toContain(PHONE.slice(1));
  });

  it("keeps of an erased person the hash of a no, and not that of a yes", async () => {
    const person = { customer_external_id: "7001", email: EMAIL, phone: PHONE, order_external_ids: ["9001"] };
    const hashes = async () =>
      (await db().read.selectFrom("audit_log").select("entity_id").where("entity_type", "=", "consent").execute()).map(
        (row) => row.entity_id !== null,
      );
    await shop.tellOrder();
    await wishes(["start", 100]);
    await setConsent(shop.services.ctx, MERCHANT, { address: EMAIL, state: "refused", source: "unsubscribe_link" });
    expect(await hashes()).toEqual([true, true]);
    await tell(shop.stand, SHOP, { topic: "customers/redact", event: { type: "customer_redact", ...person } });
    expect((await hashes()).sort()).toEqual([false, true]);
  });

  it("is shown in the conversation in a merchant's words", async () => {
    await shop.tellOrder();
    const { customer_id } = (await shop.messages())[0]!;
    const page = async () => (await presentConversation(db(), MERCHANT, customer_id!, "UTC", shop.services.time.now))!;
    await wishes(["stop", 100]);
    expect(await page()).toMatchObject({
      consent: [{ text: "No more messages, wrote STOP on WhatsApp", at: { text: "Today at 11:01" } }],
      consentBefore: [],
    });
    await wishes(["start", 200]);
    expect(await page()).toMatchObject({
      consent: [{ state: "granted", text: "Messages wanted, wrote START on WhatsApp", at: { text: "Today at 11:03" } }],
      consentBefore: [{ text: "No more messages, wrote STOP on WhatsApp", at: { text: "Today at 11:01" } }],
      canGrant: [],
      canRefuse: [PHONE, EMAIL],
    });
  });
});
