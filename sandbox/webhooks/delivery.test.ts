import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listSubscriptionsOf } from "./subscriptions.ts";
import { COMPLIANCE_TOPICS, KNOWN_TOPICS } from "./topics.ts";
import { startTestSandbox } from "../testing/harness.ts";
import type { Received, TestSandbox } from "../testing/harness.ts";

const DEMO = "demo-shop.myshopify.com";
const ALL = KNOWN_TOPICS.filter((topic) => !(COMPLIANCE_TOPICS as readonly string[]).includes(topic) && !topic.startsWith("app/"));
let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox({ topics: ALL });
});
afterEach(() => sandbox.stop());

const topicOf = (delivery: Received) => String(delivery.headers["x-shopify-topic"]);
const isOrder = (topic: string) => (delivery: Received) => topicOf(delivery) === topic;

async function subscribe(topic: string): Promise<void> {
  const query =
    "mutation($topic: WebhookSubscriptionTopic!, $uri: String) { webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri }) { userErrors { message } } }";
  const { body } = await sandbox.gql(query, { topic, uri: `${sandbox.appUrl}/webhooks/api` });
  expect(body.data.webhookSubscriptionCreate.userErrors).toEqual([]);
}

test("a delivery carries Shopify's headers, and its signature is that of the raw body", async () => {
  const placed = await sandbox.api("POST", "/sandbox/orders");
  const [delivery] = await sandbox.waitFor(1, isOrder("orders/create"));
  const { headers, body } = delivery!;
  expect(headers["x-shopify-hmac-sha256"]).toBe(createHmac("sha256", sandbox.ctx.clientSecret).update(body).digest("base64"));
  expect(headers).toMatchObject({ "x-shopify-shop-domain": DEMO, "x-shopify-api-version": "2026-10", "content-type": "application/json" });
  expect(headers["x-shopify-triggered-at"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const told = placed.body.webhooks.find((webhook: { topic: string }) => webhook.topic === "orders/create");
  expect(headers["x-shopify-webhook-id"]).toBe(told.webhook_id);
  // All digits of an id that a double cannot hold.
  expect(body).toContain(`"id":${placed.body.order.id},`);
  expect(body).toContain('"updated_at":"2026-11-21T04:00:00-05:00"');
});

test("each operation tells exactly its topics", async () => {
  const post = async (path: string, body: object = {}) => {
    const answer = await sandbox.api("POST", path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return {
      id: answer.body.order?.id,
      topics: answer.body.webhooks.map((webhook: { topic: string }) => webhook.topic).filter((topic: string) => !/^(inventory|products)/.test(topic)),
    };
  };
  const { id, topics } = await post("/sandbox/orders", { customer: null, shipping: "5.00" });
  expect(topics).toEqual(["orders/create"]);
  const order = (await sandbox.api("GET", `/sandbox/orders/${id}`)).body.order;
  expect((await post(`/sandbox/orders/${id}/pay`)).topics).toEqual(["orders/paid", "orders/updated"]);
  const extra = (await sandbox.api("GET", "/sandbox/products")).body.products[3].variants[0].id;
  expect((await post(`/sandbox/orders/${id}/edit`, { add: [{ variant_id: extra, quantity: 2 }] })).topics).toEqual([
    "orders/edited",
    "orders/updated",
  ]);
  expect((await post(`/sandbox/orders/${id}/fulfill`, { lines: [{ line_id: order.lines[0].id, quantity: 1 }] })).topics).toEqual([
    "fulfillments/create",
    "orders/partially_fulfilled",
    "orders/updated",
  ]);
  expect((await post(`/sandbox/orders/${id}/fulfill`)).topics).toEqual(["fulfillments/create", "orders/fulfilled", "orders/updated"]);
  expect((await post(`/sandbox/orders/${id}/deliver`)).topics).toEqual([
    "fulfillment_events/create",
    "fulfillments/update",
    "fulfillment_events/create",
    "fulfillments/update",
    "orders/updated",
  ]);
  expect((await post(`/sandbox/orders/${id}/refund`, { amount: "1.00" })).topics).toEqual(["refunds/create", "orders/updated"]);
  expect((await post(`/sandbox/orders/${id}/cancel`)).topics).toEqual(["refunds/create", "orders/cancelled", "orders/updated"]);
  expect((await post(`/sandbox/orders/${id}/delete`)).topics).toEqual(["orders/delete"]);
  const made = await sandbox.api("POST", "/sandbox/customers", { email: "new@example.com" });
  expect(made.body.webhooks.map((webhook: { topic: string }) => webhook.topic)).toEqual(["customers/create"]);
  expect((await post(`/sandbox/shops/${DEMO}/compliance`, { topic: "customers/redact", customer_id: made.body.customer.id })).topics).toEqual([
    "customers/redact",
  ]);
});

test("a body is the state at the time of the event, not of the delivery", async () => {
  await sandbox.api("POST", "/sandbox/faults", { delay_ms: 60_000 });
  const { id } = (await sandbox.api("POST", "/sandbox/orders")).body.order;
  await sandbox.api("POST", `/sandbox/orders/${id}/pay`);
  await sandbox.api("POST", "/sandbox/faults", {});
  sandbox.advance(61_000);
  const [created] = await sandbox.waitFor(1, isOrder("orders/create"));
  expect(JSON.parse(created!.body).financial_status).toBe("pending");
  const [paid] = await sandbox.waitFor(1, isOrder("orders/paid"));
  expect(JSON.parse(paid!.body).financial_status).toBe("paid");
});

test("nine failures and a subscription of the API is gone; the TOML's stay; ids stay the same over retries", async () => {
  await subscribe("CUSTOMERS_CREATE");
  await sandbox.api("PUT", "/sandbox/settings", { webhook_time_scale: 0 });
  sandbox.answer.status = 500;
  await sandbox.api("POST", "/sandbox/customers", { email: "one@example.com" });
  const tried = await sandbox.waitFor(18, isOrder("customers/create"));
  expect(new Set(tried.map((delivery) => delivery.headers["x-shopify-webhook-id"])).size).toBe(2);
  expect(new Set(tried.map((delivery) => delivery.headers["x-shopify-event-id"])).size).toBe(1);
  await expect.poll(() => listSubscriptionsOf(sandbox.ctx, DEMO)).toEqual([]);
  sandbox.answer.status = 200;
  await sandbox.api("POST", "/sandbox/customers", { email: "two@example.com" });
  const all = await sandbox.waitFor(19, isOrder("customers/create"));
  expect(all).toHaveLength(19);
  const failed = (await sandbox.api("GET", "/sandbox/webhooks?state=failed&topic=customers/create")).body.webhooks;
  expect(failed.map((webhook: { attempts: number }) => webhook.attempts)).toEqual([9, 9]);
});

test("retries wait longer and longer, four hours in all", async () => {
  sandbox.answer.status = 503;
  await sandbox.api("POST", "/sandbox/customers", { email: "late@example.com" });
  await sandbox.waitFor(1);
  await expect.poll(async () => (await sandbox.api("GET", "/sandbox/webhooks")).body.webhooks[0].attempts).toBe(1);
  const [webhook] = (await sandbox.api("GET", "/sandbox/webhooks")).body.webhooks;
  expect(Date.parse(webhook.due_at) - sandbox.ctx.now()).toBe(10_000);
  expect(webhook.attempt_list).toEqual([expect.objectContaining({ status: 503, answer: "seen" })]);
});

test("faults: dropped ones never come, doubled ones come twice with one id, redelivery brings back what was dropped", async () => {
  await sandbox.api("POST", "/sandbox/faults", { drop: 1 });
  await sandbox.api("POST", "/sandbox/customers", { email: "dropped@example.com" });
  await expect.poll(async () => (await sandbox.api("GET", "/sandbox/webhooks?state=dropped")).body.webhooks.length).toBe(1);
  await sandbox.api("POST", "/sandbox/faults", { duplicate: 1 });
  await sandbox.api("POST", "/sandbox/customers", { email: "doubled@example.com" });
  const twice = await sandbox.waitFor(2);
  expect(twice[0]!.headers["x-shopify-webhook-id"]).toBe(twice[1]!.headers["x-shopify-webhook-id"]);
  expect((await sandbox.api("POST", "/sandbox/webhooks/redeliver", { state: "dropped" })).body.webhooks).toHaveLength(1);
  const all = await sandbox.waitFor(3);
  expect(JSON.parse(all[2]!.body).email).toBe("dropped@example.com");
});

test("faults hit the Admin API as asked, and end", async () => {
  await sandbox.api("POST", "/sandbox/faults", { status_429: 1, status_5xx: 1 });
  expect((await sandbox.gql("{ shop { name } }")).status).toBe(503);
  expect((await sandbox.gql("{ shop { name } }")).status).toBe(429);
  expect((await sandbox.gql("{ shop { name } }")).status).toBe(200);
  await sandbox.api("POST", "/sandbox/faults", { status_5xx: true, until: 1000 });
  expect((await sandbox.gql("{ shop { name } }")).status).toBe(503);
  sandbox.advance(1001);
  expect((await sandbox.gql("{ shop { name } }")).status).toBe(200);
});

test("without the approval for customer data bodies name nobody", async () => {
  await sandbox.api("POST", `/sandbox/shops/${DEMO}/update`, { protected_customer_data: false });
  const { id } = (await sandbox.api("POST", "/sandbox/orders")).body.order;
  const [delivery] = await sandbox.waitFor(1, isOrder("orders/create"));
  const stored = (await sandbox.api("GET", `/sandbox/orders/${id}`)).body.order;
  expect(delivery!.body).not.toContain(stored.email);
  expect(delivery!.body).not.toContain(stored.billingAddress.lastName);
  expect(delivery!.body).not.toContain("first_name");
});

test("nanosecond times when so set", async () => {
  await sandbox.api("PUT", "/sandbox/settings", { triggered_at_precision: "nanosecond" });
  await sandbox.api("POST", "/sandbox/customers", { email: "nano@example.com" });
  const [delivery] = await sandbox.waitFor(1);
  expect(delivery!.headers["x-shopify-triggered-at"]).toMatch(/T\d\d:\d\d:\d\d\.\d{9}Z$/);
});
