import { afterEach, beforeEach, expect, it } from "vitest";
import type { Connection } from "#app/data/connections.server.ts";
import { subscribedShop, type FakeSubscriptions } from "../../tests/helpers/fake-subscriptions.ts";
import type { TestServices } from "../../tests/helpers/service-context.ts";
import { answerWebhooks } from "./answer-webhooks.server.ts";

let services: TestServices;
let connection: Connection;
let subscriptions: FakeSubscriptions;
beforeEach(async () => {
  ({ services, connection, subscriptions } = await subscribedShop());
});
afterEach(() => services.close());

const compare = () =>
  answerWebhooks(
    { ctx: services.ctx, connection },
    new Request("https://app.example.com/app/webhooks", { method: "POST", body: new URLSearchParams({ intent: "compare" }) }),
  );

it("plans nothing where Shopify lists what should be there", async () => {
  expect(await compare()).toMatchObject({ ok: true, data: { missing: [], repairing: [] } });
  expect(services.scheduled).toEqual([]);
});

it("has what is missing registered again at once, and once", async () => {
  subscriptions.list = subscriptions.list.filter((one) => one.topic !== "ORDERS_PAID");
  expect(await compare()).toMatchObject({ ok: true, data: { missing: ["orders/paid"], repairing: ["orders/paid"] } });
  expect(services.scheduled).toHaveLength(1);
  expect(await compare()).toMatchObject({ ok: true, data: { missing: ["orders/paid"], repairing: [] } });
  expect(services.scheduled).toHaveLength(1);
});
