/** A WooCommerce store that tells, and is asked: the real inbox, worker and database in this process, without HTTP in between. */
import { CHANNELS } from "#app/channels/all.ts";
import type { Row, Table } from "#app/data/database.ts";
import { failure } from "#app/domain/failure.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import type { Receipt } from "#app/inbox/receipt.ts";
import { storeReceipts } from "#app/inbox/store-receipts.server.ts";
import { err, ok } from "#app/lib/result.ts";
import { claimDue } from "#app/queue/claims.server.ts";
import { applyStatusMeaning } from "#app/services/apply-status-meaning.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { createDeliveryWork } from "#app/sync/process-deliveries.server.ts";
import { createSyncWork } from "#app/sync/read-entity.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import { testServices } from "./service-context.ts";
import { bytes, type Json } from "./woocommerce-things.ts";

export const TOLD_SITE = "https://shop.example.com";
export const TOLD_MERCHANT = "mer_woo";
export const TOLD_CONNECTION = "con_woo";

export interface ToldThing {
  topic: string;
  body: Json;
  origin?: "live" | "backfill";
}

export interface ToldStore {
  ctx: ServiceContext;
  time: { now: number };
  /** What the store answers, by path: an object, or a list. What is not here is gone. */
  answers: Record<string, Json | Json[]>;
  /** What happens while it is being asked, once. */
  meanwhile: (() => Promise<void>) | null;
  /** Stores each and works until nothing is due. */
  tell(...things: ToldThing[]): Promise<void>;
  work(): Promise<void>;
  rows<T extends Table>(table: T): Promise<Row<T>[]>;
  order(): Promise<Row<"orders"> | undefined>;
  /** As before the first delivery. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

const MODEL: readonly Table[] = [
  ...(["orders", "order_lines", "order_discounts", "order_taxes", "order_shipping_lines", "refunds", "refund_lines", "status_history"] as const),
  ...(["customers", "products", "variants", "inventory_levels", "locations", "tombstones", "order_notes", "status_mappings"] as const),
  ...(["messages", "merchant_settings", "sync_queue", "deliveries", "delivery_payloads", "attempts", "audit_log"] as const),
];

export async function startToldStore(): Promise<ToldStore> {
  const services = await testServices();
  const { ctx, time } = services;
  // Time goes on, or a read would never be later than what is stored.
  ctx.clock = () => (time.now += 1);
  await ctx.db.write(async (tx) => {
    const mine = { country: "US", currency: "USD", created_at: 1, updated_at: 1 };
    await tx.insert("merchants", { ...mine, id: TOLD_MERCHANT, name: "Woo", timezone: null });
    await tx.insert("connections", {
      ...mine,
      id: TOLD_CONNECTION,
      merchant_id: TOLD_MERCHANT,
      channel: "woocommerce",
      external_id: TOLD_SITE,
      name: "Woo",
      status: "active",
      entities: '["orders","products","customers"]',
      granted_scopes: "",
      settings: "{}",
      onboarding_step: "done",
    });
  });
  let keys = 0;

  async function ask(query: string) {
    const first = store.meanwhile;
    store.meanwhile = null;
    await first?.();
    const thing = store.answers[query.replace("GET ", "")];
    if (thing === undefined) return err(failure("not_found", "source_gone", "gone"));
    return ok(Array.isArray(thing) ? { items: thing, total: thing.length, totalPages: 1 } : thing);
  }

  async function storeOne({ topic, body, origin = "live" }: ToldThing): Promise<void> {
    keys += 1;
    const receipt: Receipt = {
      channel: "woocommerce",
      account: TOLD_SITE,
      mode: "live",
      topic,
      dedupeKey: `key-${keys}`,
      sourceEventId: null,
      triggeredAt: typeof body.occurred_at === "string" ? Date.parse(body.occurred_at) : null,
      headers: "{}",
      body: bytes(body),
      receivedAt: ctx.clock(),
      isAlwaysAccepted: false,
      origin,
    };
    await ctx.db.write((tx) => storeReceipts(tx, ctx.queue, [receipt]));
  }

  const store: ToldStore = {
    ctx,
    time,
    answers: {},
    meanwhile: null,
    async tell(...things) {
      for (const thing of things) {
        await storeOne(thing);
        await store.work();
      }
    },
    async work() {
      const channels = new Map(Object.entries(CHANNELS));
      const options = { channels, queue: ctx.queue, clock: ctx.clock, random: () => 0, onAttempt: () => undefined };
      const actions = { apply_meaning: applyStatusMeaning.bind(null, ctx) };
      const read = createSyncWork({ ...options, db: ctx.db, callFor: () => ask, actions });
      for (;;) {
        const claims = await ctx.db.write((tx) => claimDue(tx, deliveryLane, 50, { now: ctx.clock(), leaseMs: 60_000, token: "test:1" }));
        if (claims.length > 0) await ctx.db.write((tx) => createDeliveryWork(options)(tx, claims));
        const reads = await ctx.db.write((tx) => claimDue(tx, syncLane, 50, { now: ctx.clock(), leaseMs: 60_000, token: "test:2" }));
        for (const claim of reads) await read(claim);
        if (claims.length + reads.length === 0) return;
      }
    },
    rows: <T extends Table>(table: T) => ctx.db.read.selectFrom(table).selectAll().execute() as unknown as Promise<Row<T>[]>,
    order: () => ctx.db.read.selectFrom("orders").selectAll().executeTakeFirst(),
    async forget() {
      store.answers = {};
      store.meanwhile = null;
      await ctx.db.write(async (tx) => {
        for (const table of MODEL) await tx.sql.deleteFrom(table).execute();
      });
    },
    close: () => services.close(),
  };
  return store;
}
