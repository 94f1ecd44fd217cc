/**
 * Messages by the real connectors, on real processes: planned by a delivered order, taken by the sandbox's WhatsApp and mail server, reported
 * back through the inbox. And the door for reports: what is not signed by the service is not stored.
 */
import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Message } from "#app/data/messages.server.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { connectSender, readSenderForms } from "#app/services/connect-sender.server.ts";
import { disconnect } from "#app/services/disconnect.server.ts";
import { changeMessageSettings } from "#app/services/messages/settings.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import { connectSenders } from "../../scripts/demo-senders.ts";
import { connectDemoShop, type ConnectedDemoShop } from "../helpers/connect-demo-shop.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import { startStand, type Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const SLOW = { timeoutMs: 60_000, everyMs: 100 };
let stand: Stand;
let shop: ConnectedDemoShop;
let account: { phone_number_id: string; access_token: string; app_secret: string };
let connectionId: string;
/** With numbers that exist: those of the seeded people do not, so they are written to by mail. */
const customers: string[] = [];

beforeAll(async () => {
  stand = await startStand();
  shop = await connectDemoShop(stand, { register: true });
  await connectSenders(shop.ctx, shop.merchantId, stand.sandbox.origin);
  ({ account } = await stand.sandbox.call<{ account: typeof account }>("GET", "/sandbox/whatsapp"));
  recordSecret("WhatsApp access token", account.access_token);
  recordSecret("WhatsApp app secret", account.app_secret);
  const mail = await stand.sandbox.call<{ account: { password: string } }>("GET", "/sandbox/mail");
  recordSecret("SMTP password", mail.account.password);
  connectionId = (await formOf("whatsapp")).connection!.id;
  for (let at = 0; at < 5; at++) {
    const phone = `+491511234560${at}`;
    const { customer } = await stand.sandbox.call<{ customer: { id: string } }>("POST", "/sandbox/customers", {
      email: `ann.${at}@example.com`,
      phone,
      first_name: "Ann",
    });
    customers.push(customer.id);
  }
  const settings = {
    ...DEFAULT_MESSAGE_SETTINGS,
    is_enabled: true,
    quiet_hours: null,
    // One at once, one that is still to come.
    steps: [
      { id: "after_3_days", days: 0 },
      { id: "after_14_days", days: 14 },
    ],
  };
  expect((await changeMessageSettings(shop.ctx, shop.merchantId, settings)).ok).toBe(true);
});
afterAll(async () => {
  await shop?.close();
  await stand?.stop();
});
afterEach(async () => {
  await stand.sandbox.call("POST", "/sandbox/whatsapp/faults", {});
  await stand.sandbox.call("POST", "/sandbox/mail/faults", {});
});

const formOf = async (name: string) => (await readSenderForms(shop.ctx, shop.merchantId)).find((form) => form.name === name)!;

/** Places and delivers an order. @returns its number, as people see it */
async function deliver(customer: string): Promise<string> {
  const { order } = await stand.sandbox.call<{ order: { id: string; name: string } }>("POST", "/sandbox/orders", { paid: true, customer });
  await stand.sandbox.call("POST", `/sandbox/orders/${order.id}/deliver`, {});
  return order.name;
}
const messagesOf = async (orderName: string): Promise<Message[]> => {
  const order = await shop.db.read
    .selectFrom("orders")
    .select("id")
    .where("merchant_id", "=", shop.merchantId)
    .where("name", "=", orderName)
    .executeTakeFirst();
  if (order === undefined) return [];
  return shop.db.read.selectFrom("messages").selectAll().where("order_id", "=", order.id).orderBy("planned_for").execute();
};
async function untilFirst(orderName: string, status: string): Promise<Message> {
  let first: Message | undefined;
  await waitUntil(
    `the first message of ${orderName} is ${status}`,
    async () => {
      [first] = await messagesOf(orderName);
      return first?.status === status;
    },
    { ...SLOW, explain: async () => JSON.stringify(await messagesOf(orderName)) },
  );
  return first!;
}
interface Sent {
  id: string;
  phone: string;
  text: string;
  direction: string;
  template: string | null;
  callback_data: string | null;
}
const sentByWhatsApp = async (messageId: string): Promise<Sent[]> =>
  (await stand.sandbox.call<{ messages: Sent[] }>("GET", "/sandbox/whatsapp/messages")).messages.filter((one) => one.callback_data === messageId);

describe("a message by WhatsApp", () => {
  // Whatever happened: no message is taken once more without WhatsApp's word that the time before came to nothing.
  afterEach(async () => {
    expect((await stand.sandbox.call<{ taken_again: string[] }>("GET", "/sandbox/whatsapp")).taken_again).toEqual([]);
  });

  it("goes from planned to read, is answered, and ended by STOP", async () => {
    const customer = customers[0]!;
    const name = await deliver(customer);
    const delivered = await untilFirst(name, "delivered");
    const [sent, ...more] = await sentByWhatsApp(delivered.id);
    expect(more).toEqual([]);
    expect(sent).toMatchObject({
      template: "order_delivered_3_days",
      phone: delivered.address!.slice(1),
      text: expect.stringContaining(name) as string,
    });
    expect(delivered).toMatchObject({ channel: "whatsapp", provider_id: sent!.id, language: "en", attempts: 1, error_class: null });
    await stand.sandbox.call("POST", `/sandbox/whatsapp/messages/${sent!.id}/status`, { status: "read" });
    const read = await untilFirst(name, "read");
    expect(read.sent_at! <= read.delivered_at! && read.delivered_at! <= read.read_at!).toBe(true);
    // Late and doubled, a report of what was before changes nothing.
    await stand.sandbox.call("POST", `/sandbox/whatsapp/messages/${sent!.id}/status`, { status: "sent" });

    await stand.sandbox.call("POST", "/sandbox/whatsapp/incoming", { from: sent!.phone, text: "Thank you!", answers: sent!.id });
    await stand.sandbox.call("POST", "/sandbox/whatsapp/incoming", { from: sent!.phone, text: "Stop" });
    const consent = () =>
      shop.db.read
        .selectFrom("consents")
        .selectAll()
        .where("merchant_id", "=", shop.merchantId)
        .where("address", "=", delivered.address!)
        .executeTakeFirst();
    await waitUntil("the consent is refused", async () => (await consent())?.state === "refused", SLOW);
    expect(await consent()).toMatchObject({ source: "whatsapp_stop" });
    expect((await messagesOf(name)).filter(({ direction }) => direction === "out")).toMatchObject([
      { status: "read" },
      { step: "after_14_days", status: "withdrawn", reason: "opted_out" },
    ]);
    const received = await shop.db.read
      .selectFrom("messages")
      .selectAll()
      .where("direction", "=", "in")
      .orderBy("created_at")
      .orderBy("id")
      .execute();
    expect(received).toMatchObject([
      { body: "Thank you!", status: "received", customer_id: delivered.customer_id, order_id: delivered.order_id },
      { body: "Stop", status: "received", customer_id: delivered.customer_id },
    ]);
    // The next order of this person: planned, and not sent.
    const next = await deliver(customer);
    expect(await untilFirst(next, "withdrawn")).toMatchObject({ reason: "opted_out", attempts: 0 });
    // Their clock counts whole seconds, and in the same one the no would stand.
    const { said_at } = (await consent())!;
    await waitUntil("the second of the STOP is over", () => Promise.resolve(Date.now() >= said_at! + 1_000), SLOW);
    await stand.sandbox.call("POST", "/sandbox/whatsapp/incoming", { from: sent!.phone, text: "Start" });
    await waitUntil("the consent is given back", async () => (await consent())?.state === "granted", SLOW);
    expect(await consent()).toMatchObject({ source: "whatsapp_start" });
    await untilFirst(await deliver(customer), "delivered");
    expect((await messagesOf(next)).filter(({ direction }) => direction === "out").map(({ status }) => status)).toEqual(["withdrawn", "withdrawn"]);
  });

  it("fails with its reason, and is told so once whatever order the reports come in", async () => {
    await stand.sandbox.call("POST", "/sandbox/whatsapp/faults", { fail: 1, fail_code: 131026, duplicate_reports: 1 });
    const failed = await untilFirst(await deliver(customers[1]!), "failed");
    expect(failed).toMatchObject({ reason: "sender_recipient_refused", error_class: "rejected", attempts: 1 });
    await stand.sandbox.call("POST", "/sandbox/whatsapp/faults", { reorder_reports: 1, duplicate_reports: true });
    const delivered = await untilFirst(await deliver(customers[2]!), "delivered");
    expect(await sentByWhatsApp(delivered.id)).toHaveLength(1);
  });

  it("waits when it is throttled, and is not accepted twice", async () => {
    await stand.sandbox.call("POST", "/sandbox/whatsapp/faults", { throttle: 1, throttle_code: 131056 });
    const name = await deliver(customers[3]!);
    let waiting: Message | undefined;
    await waitUntil("it was throttled", async () => ([waiting] = await messagesOf(name))[0]?.error_class === "throttled", SLOW);
    expect(waiting).toMatchObject({ status: "planned", reason: "sender_throttled", attempts: 1 });
    // Its message is settled first, its place in the queue in the transaction after it.
    const dueAt = async () => {
      const of = shop.db.read.selectFrom("sync_queue").select("next_attempt_at").where("entity_id", "=", waiting!.id);
      return (await of.executeTakeFirstOrThrow()).next_attempt_at ?? 0;
    };
    await waitUntil("it is tried again after a pause", async () => (await dueAt()) > Date.now() + 30_000, SLOW);
    expect(await sentByWhatsApp(waiting!.id)).toEqual([]);
  });

  it("is held back after it was taken: planned for later, and sent when its time comes", async () => {
    await stand.sandbox.call("POST", "/sandbox/whatsapp/faults", { fail: 1, fail_code: 130429, fail_after_ms: 800 });
    const name = await deliver(customers[1]!);
    await untilFirst(name, "sent");
    const planned = await untilFirst(name, "planned");
    expect(planned).toMatchObject({
      reason: "sender_throttled",
      error_message: "WhatsApp error 130429: Rate limit hit",
      provider_id: null,
      attempts: 1,
    });
    expect(planned.send_after! - Date.now()).toBeGreaterThan(7_000_000);
    // Two hours later.
    await shop.db.write(async (tx) => {
      const now = Date.now();
      await tx.update("messages", { send_after: now }, { id: planned.id });
      const item = (await tx.find("sync_queue", { entity_id: planned.id, status: "pending" }))!;
      await tx.update("sync_queue", { next_attempt_at: now }, { id: item.id });
      await shop.ctx.queue.schedule(tx, syncLane, [item.id], now);
    });
    await untilFirst(name, "delivered");
    expect(await sentByWhatsApp(planned.id)).toHaveLength(2);
  });

  it("has failed where WhatsApp wants a day's pause: the person's limit for marketing", async () => {
    await stand.sandbox.call("POST", "/sandbox/whatsapp/faults", { fail: 1, fail_code: 131049, fail_after_ms: 800 });
    const failed = await untilFirst(await deliver(customers[2]!), "failed");
    expect(failed).toMatchObject({ reason: "sender_customer_limited", error_class: "throttled", attempts: 1 });
    // The same said at the call.
    await stand.sandbox.call("POST", "/sandbox/whatsapp/faults", { throttle: 1, throttle_code: 131049 });
    expect(await untilFirst(await deliver(customers[2]!), "failed")).toMatchObject({ reason: "sender_customer_limited", provider_id: null });
  });

  it("is unknown where the answer was lost, is never sent again by itself, and known again by its report", async () => {
    await stand.sandbox.call("POST", "/sandbox/whatsapp/faults", { accept_then_drop: 1, drop_reports: true });
    const unknown = await untilFirst(await deliver(customers[4]!), "outcome_unknown");
    const items = () => shop.db.read.selectFrom("sync_queue").select("status").where("entity_id", "=", unknown.id).execute();
    await waitUntil(
      "nothing more is planned of it",
      async () => (await items()).every(({ status }) => !/^(pending|processing|failed)$/.test(status)),
      SLOW,
    );
    const [sent, ...more] = await sentByWhatsApp(unknown.id);
    expect(more).toEqual([]);
    await stand.sandbox.call("POST", "/sandbox/whatsapp/faults", {});
    await stand.sandbox.call("POST", `/sandbox/whatsapp/messages/${sent!.id}/status`, { status: "delivered" });
    const name = (await shop.db.read.selectFrom("orders").select("name").where("id", "=", unknown.order_id!).executeTakeFirstOrThrow()).name;
    expect(await untilFirst(name, "delivered")).toMatchObject({ provider_id: sent!.id, attempts: 1, error_class: null });
    expect(await sentByWhatsApp(unknown.id)).toHaveLength(1);
  });
});

describe("a message by mail", () => {
  it("reaches the mailbox of a customer without a phone, with a way out of one click", async () => {
    const { customer } = await stand.sandbox.call<{ customer: { id: string } }>("POST", "/sandbox/customers", {
      email: "only-mail@example.com",
      first_name: "Mia",
    });
    const sent = await untilFirst(await deliver(customer.id), "sent");
    expect(sent).toMatchObject({ channel: "email", address: "only-mail@example.com" });
    const { messages } = await stand.sandbox.call<{ messages: { to: string[]; message_id: string; headers: { name: string; value: string }[] }[] }>(
      "GET",
      "/sandbox/mail/messages",
    );
    const [mail, ...more] = messages.filter(({ to }) => to.includes("only-mail@example.com"));
    expect(more).toEqual([]);
    expect(mail!.message_id).toBe(sent.provider_id);
    const headers = Object.fromEntries(mail!.headers.map(({ name, value }) => [name, value]));
    expect(headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
    expect(headers["list-unsubscribe"]).toMatch(new RegExp(`^<${stand.appUrl}/unsubscribe/.+>$`));
  });
});

describe("the door for reports", () => {
  const sign = (body: string, secret = account.app_secret) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const address = (id = connectionId) => `${stand.appUrl}/webhooks/whatsapp/${id}`;
  const statusReport = (id: string, status = "delivered", more: object = {}) =>
    JSON.stringify({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "1",
          changes: [
            {
              field: "messages",
              value: {
                messaging_product: "whatsapp",
                metadata: { display_phone_number: "15550783881", phone_number_id: account.phone_number_id },
                statuses: [{ id, status, timestamp: "1749416383", recipient_id: "16505551234", ...more }],
              },
            },
          ],
        },
      ],
    });
  const post = async (body: string, headers: Record<string, string> = {}, to = address()) => {
    const answer = await fetch(to, {
      method: "POST",
      headers: { "content-type": "application/json", "x-hub-signature-256": sign(body), ...headers },
      body,
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const stored = async () => (await shop.db.read.selectFrom("deliveries").select("id").where("connection_id", "=", connectionId).execute()).length;

  it("stores what is signed, once, and answers a repeat the same", async () => {
    const body = statusReport("wamid.unknown-to-us");
    expect(await post(body)).toEqual({ status: 200, body: { status: "stored" } });
    expect(await post(body)).toEqual({ status: 200, body: { status: "stored", duplicate: true } });
    const delivery = () =>
      shop.db.read
        .selectFrom("deliveries")
        .selectAll()
        .where("connection_id", "=", connectionId)
        .where("dedupe_key", "=", "status:wamid.unknown-to-us:delivered:1749416383")
        .executeTakeFirst();
    await waitUntil("it is processed", async () => (await delivery())?.status === "completed", SLOW);
    expect(await delivery()).toMatchObject({
      topic: "message/status",
      outcome: "ignored",
      external_id: "wamid.unknown-to-us",
      triggered_at: 1_749_416_383_000,
    });
  });

  it("stores nothing that the service did not sign", async () => {
    const body = statusReport("wamid.forged");
    const before = await stored();
    const refused = { status: 401, body: { error: { type: "webhook_verification_failed" } } };
    for (const signature of [
      sign(body, "another secret"),
      sign(`${body} `),
      sign(body).slice(0, -2),
      `${sign(body)}00`,
      "",
      "sha256=",
      sign(body).slice(7),
      sign(body).replace("sha256", "sha1"),
    ])
      expect(await post(body, { "x-hub-signature-256": signature }), signature).toMatchObject(refused);
    const bare = await fetch(address(), { method: "POST", headers: { "content-type": "application/json" }, body });
    expect(bare.status).toBe(401);
    expect(await stored()).toBe(before);
  });

  it("keeps what is signed and cannot be read where it is seen", async () => {
    const body = `{"object":"something else ${"x".repeat(5)}"}`;
    expect(await post(body)).toEqual({ status: 200, body: { status: "stored" } });
    const dead = () =>
      shop.db.read
        .selectFrom("deliveries")
        .selectAll()
        .where("connection_id", "=", connectionId)
        .where("error_code", "=", "body_unreadable")
        .executeTakeFirst();
    await waitUntil("it is a dead letter", async () => (await dead())?.status === "dead", SLOW);
  });

  it("answers other mistakes as every door here", async () => {
    const body = statusReport("wamid.x");
    expect((await post(body, {}, address("con_nobody"))).status).toBe(404);
    expect((await post(body, {}, address((await formOf("smtp")).connection!.id))).status).toBe(404);
    expect((await post(body, { "content-type": "text/plain" })).status).toBe(415);
    expect((await fetch(address(), { method: "PUT" })).status).toBe(405);
    expect((await post(JSON.stringify({ a: "x".repeat(5 * 1024 * 1024) }))).status).toBe(413);
  });

  it("answers the question whether the address is ours, to whoever knows the word", async () => {
    const { callback } = await stand.sandbox.call<{ callback: { url: string; verify_token: string } }>("GET", "/sandbox/whatsapp");
    expect(callback.url).toBe(address());
    const ask = (token: string) => fetch(`${address()}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`);
    const right = await ask(callback.verify_token);
    expect([right.status, right.headers.get("content-type"), await right.text()]).toEqual([200, "text/plain; charset=utf-8", "1158201444"]);
    for (const wrong of ["", "nonsense", callback.verify_token.slice(1)]) expect((await ask(wrong)).status).toBe(403);
  });

  it("belongs to one merchant, whose secrets stay sealed; a disconnected one is answered and not stored", async () => {
    const { ctx, db, merchantId } = shop;
    const now = Date.now();
    await db.write((tx) => tx.insert("merchants", { id: "mer_other", name: "Other", created_at: now, updated_at: now }));
    const given = {
      phone_number_id: account.phone_number_id,
      access_token: account.access_token,
      app_secret: account.app_secret,
      verify_token: "word",
    };
    expect(await connectSender(ctx, "mer_other", "whatsapp", given)).toMatchObject({ ok: false, error: { code: "sender_already_connected" } });
    expect(await connectSender(ctx, merchantId, "whatsapp", { ...given, access_token: "EAABwrong" })).toMatchObject({
      ok: false,
      error: { code: "sender_account_refused" },
    });
    // An empty secret stays as it is.
    expect((await connectSender(ctx, merchantId, "whatsapp", { phone_number_id: account.phone_number_id })).ok).toBe(true);
    const form = await formOf("whatsapp");
    expect(form).toMatchObject({
      values: { phone_number_id: account.phone_number_id },
      keptSecrets: ["access_token", "app_secret", "verify_token"],
      reportAddress: address(),
    });
    const row = await db.read.selectFrom("connections").selectAll().where("id", "=", connectionId).executeTakeFirstOrThrow();
    for (const secret of [account.access_token, account.app_secret])
      for (const text of [JSON.stringify(row), JSON.stringify(form)]) expect(text).not.toContain(secret);
    expect((await disconnect(ctx, merchantId, connectionId)).ok).toBe(true);
    const before = await stored();
    expect(await post(statusReport("wamid.late"))).toEqual({ status: 200, body: { status: "ignored" } });
    expect(await stored()).toBe(before);
    expect((await connectSender(ctx, merchantId, "whatsapp", { phone_number_id: account.phone_number_id })).ok).toBe(true);
    expect(await post(statusReport("wamid.back"))).toEqual({ status: 200, body: { status: "stored" } });
  });
});
