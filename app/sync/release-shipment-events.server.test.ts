/** A carrier's event that comes before its parcel goes on as soon as the parcel is there, whichever way it comes. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Database } from "#app/data/database.ts";
import type { Fulfillment, Order } from "#app/domain/events.ts";
import { orderSchema } from "#app/domain/events.ts";
import { CHANNELS } from "#app/channels/all.ts";
import type { Queue } from "#app/queue/queue.ts";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { sampleOrderBody } from "../../tests/helpers/sample-deliveries.ts";
import { applyFulfillment, applyShipmentEvent } from "./apply-order-parts.server.ts";
import { applyOrder } from "./apply-order.server.ts";
import type { Applied, ApplyContext } from "./context.ts";

const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
const now = Date.UTC(2026, 10, 21);
const parcel: Fulfillment = {
  external_id: "255",
  name: "#1.1",
  status: "success",
  shipment_status: null,
  tracking_company: null,
  tracking_numbers: [],
  tracking_urls: [],
  location_external_id: null,
  lines: [],
  source_created_at: now,
  source_updated_at: now,
  delivered_at: null,
};

let open: OpenTestDatabase;
let db: Database;
let order: Order;
beforeEach(async () => {
  open = await openTestDatabase();
  db = open.db;
  await insertConnection(db, "one");
  const read = CHANNELS.shopify!.interpret(
    { topic: "orders/create", headers: {}, body: Buffer.from(sampleOrderBody(1)), triggeredAt: null },
    { externalId: "one.myshopify.com", currency: "USD", country: "US", timezone: "America/New_York" },
  );
  if (!read.ok || read.value.event.type !== "order_snapshot") throw new Error("the sample order cannot be read");
  order = orderSchema.parse(read.value.event.order);
  await within((ctx) => applyOrder(ctx, order, [], "delivery"));
  const event = await within((ctx) =>
    applyShipmentEvent(ctx, order.external_id, { fulfillmentExternalId: "255", shipmentStatus: "delivered", happenedAt: now }, []),
  );
  expect(event).toMatchObject({ kind: "held", key: "fulfillment:255" });
  await db.write((tx) =>
    tx.insert("deliveries", {
      merchant_id: "mer_one",
      connection_id: "con_one",
      mode: "live",
      dedupe_key: "event",
      topic: "fulfillment_events/create",
      origin: "live",
      status: "held",
      hold_key: "fulfillment:255",
      hold_until: now + 900_000,
      received_at: now,
      next_attempt_at: now,
      body_sha256: "x",
      body_bytes: 2,
    }),
  );
});
afterEach(() => open.close());

const within = (work: (ctx: ApplyContext) => Promise<Applied>): Promise<Applied> =>
  db.write(async (tx) =>
    work({
      tx,
      queue,
      connection: (await tx.find("connections", { id: "con_one" }))!,
      deliveryId: null,
      cause: "test",
      triggeredAt: null,
      waitingSince: now,
      readStartedAt: null,
      hasEffects: true,
      now,
    }),
  );
const held = async () => (await db.read.selectFrom("deliveries").select(["status", "hold_key"]).execute())[0];

it("by itself", async () => {
  await within((ctx) => applyFulfillment(ctx, order.external_id, parcel, []));
  expect(await held()).toEqual({ status: "pending", hold_key: null });
});

it("within the order", async () => {
  await within((ctx) => applyOrder(ctx, { ...order, source_updated_at: order.source_updated_at + 1_000, fulfillments: [parcel] }, [], "delivery"));
  expect(await held()).toEqual({ status: "pending", hold_key: null });
});

it("and not for another parcel", async () => {
  await within((ctx) => applyFulfillment(ctx, order.external_id, { ...parcel, external_id: "256" }, []));
  expect(await held()).toEqual({ status: "held", hold_key: "fulfillment:255" });
});
