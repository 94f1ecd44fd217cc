import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "#app/data/connections.server.ts";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import { listRegistry } from "#app/data/webhook-subscriptions.server.ts";
import { withSubscriptions, type FakeSubscriptions } from "../../tests/helpers/fake-subscriptions.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { compareSubscriptions } from "./compare-subscriptions.server.ts";
import { chosenEntities, declaredTopics, expectedTopics } from "./channel-topics.ts";
import { registerAllWebhooks, registerTopic, registerWebhooks } from "./register-webhooks.server.ts";

const ADDRESS = "https://app.example.com/webhooks/shopify";
let services: TestServices;
let connection: Connection;
let subscriptions: FakeSubscriptions;
beforeEach(async () => {
  services = await testServices();
  connection = await services.connect("acme");
  subscriptions = withSubscriptions(services.shopify);
});
afterEach(() => services.close());

const patch = async (columns: Partial<Connection>) => {
  await services.ctx.db.write((tx) => tx.update("connections", columns, { id: connection.id }));
  connection = (await findConnectionByAccount(services.ctx.db, "shopify", connection.external_id))!;
};
const registry = async () => new Map((await listRegistry(services.ctx.db, connection.merchant_id, connection.id)).map((row) => [row.topic, row]));

describe("registering webhooks", () => {
  it("makes every topic of the chosen entities, says so one by one, and never the app file's", async () => {
    const results = [];
    for await (const result of registerWebhooks(services.ctx, connection)) {
      // Live: what was just said is in the registry already, what comes later is not at Shopify yet.
      expect((await registry()).get(result.topic)?.status).toBe("active");
      results.push(result);
    }
    const expected = expectedTopics(chosenEntities(connection)).map((topic) => topic.topic);
    expect(results.filter((result) => result.change === "created").map((result) => result.topic)).toEqual(expected);
    expect(results.filter((result) => result.change === "declared").map((result) => result.topic)).toEqual(
      declaredTopics().map((topic) => topic.topic),
    );
    expect(subscriptions.list).toHaveLength(expected.length);
    expect(subscriptions.list.every((one) => one.uri === ADDRESS)).toBe(true);
    expect(subscriptions.list.map((one) => one.topic)).not.toContain("APP_UNINSTALLED");
  });
  it("keeps what is there when repeated", async () => {
    await registerAllWebhooks(services.ctx, connection);
    const before = [...subscriptions.list];
    const again = await registerAllWebhooks(services.ctx, connection);
    expect(again.ok && again.value.every((result) => result.change === "kept" || result.change === "declared")).toBe(true);
    expect(subscriptions.list).toEqual(before);
  });
  it("shows Shopify's own words for a refused topic and goes on with the others", async () => {
    await patch({ onboarding_step: "webhooks" });
    subscriptions.refused.set("CUSTOMERS_CREATE", "You cannot create a webhook subscription with the specified topic");
    const results = await registerAllWebhooks(services.ctx, connection);
    expect(results.ok).toBe(false);
    expect((await registry()).get("customers/create")).toMatchObject({
      status: "error",
      error_message: "You cannot create a webhook subscription with the specified topic",
      external_id: null,
    });
    expect((await registry()).get("orders/create")).toMatchObject({ status: "active", registered_at: services.time.now });
    expect((await findConnectionByAccount(services.ctx.db, "shopify", connection.external_id))!.onboarding_step).toBe("first_order");
  });
  it("points a subscription with a former address here, and takes away what is no longer chosen", async () => {
    await registerAllWebhooks(services.ctx, connection);
    subscriptions.list[0]!.uri = "https://old.example.com/webhooks/shopify";
    await patch({ entities: '["orders"]' });
    const results = await registerAllWebhooks(services.ctx, connection);
    expect(results.ok && results.value.find((result) => result.topic === "orders/create")?.change).toBe("moved");
    expect(subscriptions.list.every((one) => one.uri === ADDRESS)).toBe(true);
    expect(subscriptions.list.map((one) => one.topic)).not.toContain("PRODUCTS_CREATE");
    expect((await registry()).get("products/create")).toMatchObject({ status: "inactive", external_id: null, error_message: null });
  });
  it("marks every topic when Shopify cannot be asked", async () => {
    services.shopify.on("WebhookSubscriptions", () => ({ status: 503, body: "" }));
    const results = await registerAllWebhooks(services.ctx, connection);
    expect(!results.ok && results.error.filter((result) => result.status === "error")).toHaveLength(
      expectedTopics(chosenEntities(connection)).length,
    );
  });
  it("registers one topic again, and does nothing for one that is not chosen any more", async () => {
    await patch({ entities: '["orders"]' });
    expect(await registerTopic(services.ctx, connection, "orders/create")).toEqual({ ok: true, value: null });
    expect(await registerTopic(services.ctx, connection, "products/create")).toEqual({ ok: true, value: null });
    expect(subscriptions.list.map((one) => one.topic)).toEqual(["ORDERS_CREATE"]);
  });
});

describe("comparing with what Shopify lists", () => {
  it("finds what is missing, what goes elsewhere and what nobody wants", async () => {
    await registerAllWebhooks(services.ctx, connection);
    subscriptions.list.shift();
    subscriptions.list[0]!.uri = "https://old.example.com/hook";
    subscriptions.list.push({ id: "extra", topic: "CARTS_CREATE", uri: ADDRESS });
    const compared = await compareSubscriptions(services.ctx, connection);
    expect(compared.ok && { ...compared.value, matching: compared.value.matching.length }).toEqual({
      matching: expectedTopics(chosenEntities(connection)).length - 2,
      missing: ["orders/create"],
      wrongAddress: [{ topic: "orders/updated", id: subscriptions.list[0]!.id, uri: "https://old.example.com/hook" }],
      extra: [{ id: "extra", topic: "CARTS_CREATE", uri: ADDRESS }],
    });
    expect((await registry()).get("orders/create")).toMatchObject({ status: "error", error_message: "Shopify no longer lists this subscription." });
  });
});
