/** A shop with messages: orders are told through the real inbox, the clock is moved by hand, and two senders write down what they were given. */
import type { Channel } from "#app/channels/contract.ts";
import type { MessageSender, OutgoingMessage } from "#app/connectors/contract.ts";
import type { Message } from "#app/data/messages.server.ts";
import { makeDueAgain } from "#app/data/deliveries-replay.server.ts";
import { saveMessageSettings } from "#app/data/merchant-settings.server.ts";
import type { Order } from "#app/domain/events.ts";
import type { Failure } from "#app/domain/failure.ts";
import { DEFAULT_MESSAGE_SETTINGS, type MessageSettings } from "#app/domain/messages/settings.ts";
import { ok, type Result } from "#app/lib/result.ts";
import { claimDue } from "#app/queue/claims.server.ts";
import { sealSecret } from "#app/services/messages/connector-account.server.ts";
import { sendMessage } from "#app/services/messages/send-message.server.ts";
import { createSyncWork } from "#app/sync/read-entity.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import { testServices, type TestServices } from "./service-context.ts";
import { aCustomer, anOrder, process, tell, type TellingStand } from "./told-deliveries.ts";

export const SHOP = "acme.myshopify.com";
export const MERCHANT = "mer_acme";
export const PHONE = "+4915123456789";
export const EMAIL = "zaphira@quill.example";
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Noon in Berlin. */
export const DELIVERED_AT = Date.UTC(2026, 10, 21, 11);

type Answer = Result<{ providerId: string }, Failure>;

export interface MessageStand {
  services: TestServices;
  stand: TellingStand;
  /** What the services accepted, in order. */
  accepted: OutgoingMessage[];
  /** What the services do next, once each; else they accept. */
  answers: (() => Answer | Promise<Answer>)[];
  /** What the shop answers when an order is read. */
  source: { order: Order | null };
  /** Tells the order as it is now. @returns the delivery's id */
  tellOrder(patch?: Partial<Order>): Promise<number>;
  /** Processes these deliveries anew. */
  replay(ids: readonly number[], origin?: "replay" | "replay_with_effects"): Promise<void>;
  /** Moves the clock. */
  at(epochMs: number): void;
  /** Works on what is due, until nothing is. */
  work(): Promise<void>;
  messages(): Promise<Message[]>;
  /** Status by step. */
  statuses(): Promise<Record<string, string>>;
  settings(patch: Partial<MessageSettings>): Promise<void>;
  close(): Promise<void>;
}

/** An order that is delivered, of a customer in Berlin with a phone and an address. */
export function deliveredOrder(patch: Partial<Order> = {}): Order {
  const order = anOrder({ customer: aCustomer({ phone_given: PHONE, phone_e164: PHONE, country: "DE" }) });
  return {
    ...order,
    phone_given: PHONE,
    phone_e164: PHONE,
    shipping_address: null,
    billing_address: null,
    refunds: [],
    hub_status: "DELIVERED",
    delivered_at: DELIVERED_AT,
    source_updated_at: DELIVERED_AT,
    fulfillments: order.fulfillments.map((one) => ({ ...one, shipment_status: "delivered", delivered_at: DELIVERED_AT })),
    ...patch,
  };
}

export async function messageStand(): Promise<MessageStand> {
  const services = await testServices();
  const { ctx, time } = services;
  await services.connect("acme");
  const stand: TellingStand = { db: ctx.db, queue: ctx.queue, time };
  time.now = DELIVERED_AT + HOUR;
  const accepted: OutgoingMessage[] = [];
  const answers: (() => Answer | Promise<Answer>)[] = [];
  const source: { order: Order | null } = { order: null };
  const senders = (["whatsapp", "smtp"] as const).map((name): MessageSender => ({
    name,
    label: name,
    channel: name === "smtp" ? "email" : "whatsapp",
    fields: [],
    check: () => Promise.resolve(ok(null)),
    async send(message) {
      const answer = await (answers.shift() ?? (() => ok({ providerId: `${name}-${accepted.length + 1}` })))();
      if (answer.ok) accepted.push(message);
      return answer;
    },
  }));
  for (const name of ["whatsapp", "smtp"]) {
    await ctx.db.write((tx) =>
      tx.insert("connections", {
        id: `con_${name}`,
        merchant_id: MERCHANT,
        channel: name,
        external_id: `${name}-account`,
        name,
        status: "active",
        entities: "[]",
        granted_scopes: "",
        settings: "{}",
        secret_encrypted: sealSecret(ctx.box, `con_${name}`, { token: "sealed" }),
        onboarding_step: "done",
        created_at: time.now,
        updated_at: time.now,
      }),
    );
  }
  let claims = 0;
  const run = createSyncWork({
    db: ctx.db,
    queue: ctx.queue,
    channels: new Map([["shopify", { readOrder: () => Promise.resolve(ok(source.order)) } as unknown as Channel]]),
    clock: () => time.now,
    random: () => 0.5,
    callFor: () => () => Promise.reject(new Error("not called")),
    actions: { send_message: (item) => sendMessage(ctx, senders, item) },
    onAttempt: () => undefined,
  });
  let updates = 0;
  const messageRows = () => ctx.db.read.selectFrom("messages").selectAll().orderBy("planned_for").orderBy("id").execute();
  const it: MessageStand = {
    services,
    stand,
    accepted,
    answers,
    source,
    async tellOrder(patch = {}) {
      updates += 1000;
      const order = deliveredOrder({ source_updated_at: DELIVERED_AT + updates, ...patch });
      return (await tell(stand, SHOP, { topic: "orders/updated", event: { type: "order_snapshot", order, facts: [] } })).id;
    },
    async replay(ids, origin = "replay") {
      await ctx.db.write((tx) => makeDueAgain(tx, MERCHANT, [...ids], origin, time.now));
      await process(stand);
    },
    at: (epochMs) => void (time.now = epochMs),
    async work() {
      for (;;) {
        const due = await ctx.db.write((tx) => claimDue(tx, syncLane, 10, { now: time.now, leaseMs: 60_000, token: `wrk:${++claims}` }));
        if (due.length === 0) return;
        for (const claim of due) await run(claim);
      }
    },
    messages: messageRows,
    statuses: async () => Object.fromEntries((await messageRows()).map((message) => [message.step ?? message.id, message.status])),
    settings: (patch) =>
      ctx.db.write((tx) => saveMessageSettings(tx, MERCHANT, { ...DEFAULT_MESSAGE_SETTINGS, is_enabled: true, ...patch }, time.now)),
    close: () => services.close(),
  };
  await it.settings({});
  return it;
}
