import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "#app/data/connections.server.ts";
import { subscribedShop, type FakeSubscriptions } from "../../tests/helpers/fake-subscriptions.ts";
import type { TestServices } from "../../tests/helpers/service-context.ts";
import { registerTopic } from "./register-webhooks.server.ts";
import { repairAllSubscriptions, repairSubscriptions } from "./repair-subscriptions.server.ts";

let services: TestServices;
let connection: Connection;
let subscriptions: FakeSubscriptions;
beforeEach(async () => {
  ({ services, connection, subscriptions } = await subscribedShop());
});
afterEach(() => services.close());

const vanish = (topic: string) => void (subscriptions.list = subscriptions.list.filter((one) => one.topic !== topic));
const items = () => services.ctx.db.read.selectFrom("sync_queue").selectAll().orderBy("id").execute();
const minutes = (count: number) => void (services.time.now += count * 60_000);
/** What the worker does with the item. */
const work = async () => {
  for (const item of (await items()).filter((one) => one.status === "pending")) {
    const done = await registerTopic(services.ctx, connection, item.entity_id, { syncItemId: item.id });
    await services.ctx.db.write((tx) => tx.update("sync_queue", { status: done.ok ? "completed" : "dead" }, { id: item.id }));
  }
};

describe("the subscription watchdog", () => {
  it("plans nothing while all is well", async () => {
    expect(await repairAllSubscriptions(services.ctx)).toBe(0);
    expect(services.scheduled).toEqual([]);
  });
  it("makes what vanished again, through an item of the sync queue that is on record", async () => {
    vanish("ORDERS_CREATE");
    expect(await repairAllSubscriptions(services.ctx)).toBe(1);
    const [item] = await items();
    expect(item).toMatchObject({
      entity_type: "webhook_subscription",
      entity_id: "orders/create",
      action: "register",
      direction: "outbound",
      status: "pending",
      cause: "watchdog",
    });
    expect(services.scheduled).toEqual([item!.id]);
    await work();
    expect(subscriptions.list.map((one) => one.topic)).toContain("ORDERS_CREATE");
    const entries = await services.ctx.db.read.selectFrom("audit_log").selectAll().where("sync_item_id", "=", item!.id).orderBy("id").execute();
    expect(entries.map((entry) => entry.action)).toEqual(expect.arrayContaining(["subscription_repair_planned", "WebhookSubscriptionCreate"]));
  });
  it("plans a topic once, however many watchdogs look", async () => {
    vanish("ORDERS_CREATE");
    await Promise.all([
      repairSubscriptions(services.ctx, connection),
      repairSubscriptions(services.ctx, connection),
      repairSubscriptions(services.ctx, connection),
    ]);
    expect(await items()).toHaveLength(1);
  });
  it("takes longer and longer over a topic that keeps vanishing", async () => {
    const planned: number[] = [];
    // Fewer topics, so that each of the many rounds is short.
    await services.ctx.db.write((tx) => tx.update("connections", { entities: '["orders"]' }, { id: connection.id }));
    const startedAt = services.time.now;
    for (let round = 0; round < 40; round += 1) {
      vanish("ORDERS_CREATE");
      if ((await repairAllSubscriptions(services.ctx)) > 0) planned.push((services.time.now - startedAt) / 60_000);
      await work();
      minutes(5);
    }
    expect(planned).toEqual([0, 5, 35, 155]);
  });
  it("leaves alone who is disconnected, still onboarding, or cannot be asked", async () => {
    vanish("ORDERS_CREATE");
    const patches: Partial<Connection>[] = [{ status: "inactive" }, { status: "active", onboarding_step: "webhooks" }];
    for (const patch of patches) {
      await services.ctx.db.write((tx) => tx.update("connections", patch, { id: connection.id }));
      expect(await repairAllSubscriptions(services.ctx)).toBe(0);
    }
    await services.ctx.db.write((tx) => tx.update("connections", { onboarding_step: "done" }, { id: connection.id }));
    services.shopify.on("WebhookSubscriptions", () => ({ status: 503, body: "" }));
    expect(await repairAllSubscriptions(services.ctx)).toBe(0);
    expect(await items()).toEqual([]);
  });
  it("visits every shop", async () => {
    const other = await services.connect("other");
    await services.ctx.db.write((tx) => tx.update("connections", { entities: '["orders"]' }, { id: other.id }));
    subscriptions.list = [];
    await repairAllSubscriptions(services.ctx);
    expect(new Set((await items()).map((item) => item.connection_id))).toEqual(new Set([connection.id, other.id]));
    expect(new Set((await items()).map((item) => item.merchant_id))).toEqual(new Set([connection.merchant_id, other.merchant_id]));
  });
});
