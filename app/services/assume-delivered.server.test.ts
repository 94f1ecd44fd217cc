import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "#app/data/connections.server.ts";
import { CHANNELS } from "#app/channels/all.ts";
import { applyOrder } from "#app/sync/apply-order.server.ts";
import { sampleOrderBody } from "../../tests/helpers/sample-deliveries.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { assumeDelivered } from "./assume-delivered.server.ts";
import { setDeliveryRule } from "./set-delivery-rule.server.ts";

const DAY_MS = 86_400_000;
const SHIPPED_AT = Date.UTC(2026, 0, 2);
let services: TestServices;
let connection: Connection;

beforeEach(async () => {
  services = await testServices();
  connection = await services.connect("acme");
  const fulfillment = {
    id: 1,
    admin_graphql_api_id: "gid://shopify/Fulfillment/1",
    order_id: 5_000_000_001,
    status: "success",
    shipment_status: null,
    created_at: "2026-01-02T00:00:00Z",
    updated_at: "2026-01-02T00:00:00Z",
    line_items: [{ id: 50_000_000_010, quantity: 2 }],
    tracking_numbers: [],
    tracking_urls: [],
  };
  const body = Buffer.from(sampleOrderBody(1, { fulfillment_status: "fulfilled", fulfillments: [fulfillment] }));
  const read = CHANNELS.shopify!.interpret(
    { topic: "orders/updated", headers: {}, body, triggeredAt: null },
    { externalId: "acme.myshopify.com", currency: "USD", country: "US", timezone: "UTC" },
  );
  if (!read.ok || read.value.event.type !== "order_snapshot") throw new Error("unreadable sample");
  const { order } = read.value.event;
  const { db, queue } = services.ctx;
  await db.write((tx) =>
    applyOrder(
      { tx, queue, connection, deliveryId: null, cause: "test", triggeredAt: null, waitingSince: 0, readStartedAt: null, hasEffects: true, now: 1 },
      order,
      [],
      "delivery",
    ),
  );
});
afterEach(() => services.close());

const order = () => services.ctx.db.read.selectFrom("orders").select(["hub_status", "delivered_at"]).executeTakeFirstOrThrow();

describe("shipped counts as delivered after N days", () => {
  it("does nothing without the merchant's rule", async () => {
    services.time.now = SHIPPED_AT + 365 * DAY_MS;
    expect(await assumeDelivered(services.ctx)).toBe(0);
    expect(await order()).toEqual({ hub_status: "SHIPPED", delivered_at: null });
  });

  it("waits for the day, then says when it counts as delivered, once", async () => {
    await setDeliveryRule(services.ctx, connection.merchant_id, connection.id, 5);
    services.time.now = SHIPPED_AT + 5 * DAY_MS - 1;
    expect(await assumeDelivered(services.ctx)).toBe(0);
    services.time.now = SHIPPED_AT + 5 * DAY_MS;
    expect(await assumeDelivered(services.ctx)).toBe(1);
    expect(await order()).toEqual({ hub_status: "DELIVERED", delivered_at: SHIPPED_AT + 5 * DAY_MS });
    expect(await assumeDelivered(services.ctx)).toBe(0);
  });

  it.each([0, 61, 1.5, -3])("refuses %s days", async (days) => {
    expect((await setDeliveryRule(services.ctx, connection.merchant_id, connection.id, days)).ok).toBe(false);
  });
});
