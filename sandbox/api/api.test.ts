import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox } from "../testing/harness.ts";
import type { TestSandbox } from "../testing/harness.ts";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

test("the state names the app, both shops and their connections", async () => {
  const put = await sandbox.api("PUT", "/sandbox/shops/demo-shop.myshopify.com/connection", { connection_id: "conn_1" });
  expect(put.status).toBe(200);
  const { body } = await sandbox.api("GET", "/sandbox/state");
  expect(body).toEqual({
    app: { client_id: expect.stringMatching(/^[0-9a-f]{32}$/), client_secret: expect.stringMatching(/^shpss_/) },
    shops: [
      { domain: "demo-shop.myshopify.com", installed: true, connection_id: "conn_1" },
      { domain: "empty-shop.myshopify.com", installed: false, connection_id: null },
    ],
  });
});

test("an order can be described in every respect", async () => {
  const { products } = (await sandbox.api("GET", "/sandbox/products")).body;
  const variant = products[10].variants[0];
  const { status, body } = await sandbox.api("POST", "/sandbox/orders", {
    lines: [{ variant_id: variant.id, quantity: 3 }],
    currency: "JPY",
    paid: true,
    tip: "2.00",
    shipping: "5.00",
    discount: { type: "percentage", value: 10, code: "TEN" },
    note: "Ring twice",
    tags: ["vip"],
    test: true,
  });
  expect(status).toBe(201);
  expect(body.order).toMatchObject({ financial_status: "PAID", presentment_currency: "JPY", outstanding: "0.00" });
  const { order, totals, status: states, payload } = (await sandbox.api("GET", `/sandbox/orders/${body.order.id}`)).body;
  expect(order).toMatchObject({ note: "Ring twice", tags: ["vip"], test: true, taxesIncluded: true });
  expect(totals.discounts.shop).toBe(Math.round(variant.price * 3 * 0.1));
  expect(states).toEqual({ financial: "PAID", fulfillment: "UNFULFILLED" });
  expect(payload.total_price_set.presentment_money).toEqual({ amount: String(totals.total.presentment), currency_code: "JPY" });
});

test("a signed payload can be had without being sent", async () => {
  const { id } = (await sandbox.api("POST", "/sandbox/orders", { paid: true })).body.order;
  const before = sandbox.received.length;
  const { body } = await sandbox.api("POST", `/sandbox/orders/${id}/payloads`, { topic: "orders/paid", triggered_at: "2026-11-21T09:00:00Z" });
  expect(body.topic).toBe("orders/paid");
  expect(body.headers["x-shopify-hmac-sha256"]).toBe(createHmac("sha256", sandbox.ctx.clientSecret).update(body.body).digest("base64"));
  expect(body.body).toContain(`"id":${id},`);
  expect(sandbox.received).toHaveLength(before);
  expect((await sandbox.api("POST", `/sandbox/orders/${id}/payloads`, { topic: "refunds/create" })).status).toBe(409);
});

test("stock, products and customers change", async () => {
  const { products } = (await sandbox.api("GET", "/sandbox/products")).body;
  const { body } = await sandbox.api("POST", `/sandbox/products/${products[0].id}/stock`, { available: 42 });
  expect(body.level.available).toBe(42);
  const made = (await sandbox.api("POST", "/sandbox/products", { title: "New thing", price: "9.99" })).body.product;
  expect((await sandbox.api("POST", `/sandbox/products/${made.id}/update`, { price: "8.00" })).body.product.variants[0].price).toBe(800);
  expect((await sandbox.api("POST", `/sandbox/products/${made.id}/delete`)).status).toBe(200);
  const customer = (await sandbox.api("POST", "/sandbox/customers", { email: "api@example.com", first_name: "Ap" })).body.customer;
  expect((await sandbox.api("POST", `/sandbox/customers/${customer.id}/update`, { phone: "+15555550199" })).body.customer.phone).toBe("+15555550199");
  expect((await sandbox.api("POST", `/sandbox/customers/${customer.id}/delete`)).status).toBe(200);
});

describe("refuses with field, reason and remedy, never with 500", () => {
  const wrong: [string, string, unknown][] = [
    ["POST", "/sandbox/orders", "{"],
    ["POST", "/sandbox/orders", "[]"],
    ["POST", "/sandbox/orders", { lines: [{ variant_id: "1" }] }],
    ["POST", "/sandbox/orders", { lines: [] }],
    ["POST", "/sandbox/orders", { shop: "nowhere.myshopify.com" }],
    ["POST", "/sandbox/orders", { shop: "empty-shop.myshopify.com" }],
    ["POST", "/sandbox/orders", { tip: "-1" }],
    ["POST", "/sandbox/orders", { currency: "XXX" }],
    ["POST", "/sandbox/orders", { surprise: true }],
    ["POST", "/sandbox/orders", { customer: 2 ** 60 }],
    ["POST", "/sandbox/orders", { discount: { type: "percentage", value: 500 } }],
    ["POST", "/sandbox/orders/1/pay", {}],
    ["POST", "/sandbox/orders/%zz/pay", {}],
    ["POST", "/sandbox/orders/1/burn", {}],
    ["DELETE", "/sandbox/orders", undefined],
    ["GET", "/sandbox/orders?limit=0", undefined],
    ["POST", "/sandbox/faults", { drop: -1 }],
    ["POST", "/sandbox/faults", { rain: 1 }],
    ["PUT", "/sandbox/settings", { search_lag_ms: "soon" }],
    ["PUT", "/sandbox/settings", { colour: "blue" }],
    ["POST", "/sandbox/shops/demo-shop.myshopify.com/compliance", { topic: "customers/redact" }],
    ["POST", "/sandbox/webhooks/redeliver", { state: "lost" }],
  ];
  test.each(wrong)("%s %s %j", async (method, path, body) => {
    const answer = await sandbox.api(method, path, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(Object.keys(answer.body.error).sort()).toEqual(["field", "reason", "remedy"]);
  });

  test("what an order cannot do any more", async () => {
    const { id, lines } = (await sandbox.api("POST", "/sandbox/orders", { paid: true })).body.order;
    const refuse = async (action: string, body: object = {}) =>
      expect((await sandbox.api("POST", `/sandbox/orders/${id}/${action}`, body)).status, action).toBe(
        action === "refund" || action === "edit" ? 422 : 409,
      );
    await refuse("pay");
    await refuse("refund", { amount: "100000.00" });
    await refuse("refund", { lines: [{ line_id: lines[0].id, quantity: 1000 }] });
    await refuse("edit", { remove: [{ line_id: "7", quantity: 1 }] });
    await sandbox.api("POST", `/sandbox/orders/${id}/cancel`);
    for (const action of ["cancel", "fulfill", "deliver"]) await refuse(action);
    const { order } = (await sandbox.api("GET", `/sandbox/orders/${id}`)).body;
    expect(order.refunds).toHaveLength(1);
  });
});

test("a page of another origin is turned away, and so is another host", async () => {
  const foreign = await fetch(`${sandbox.url}/sandbox/orders`, { method: "POST", headers: { origin: "https://example.com" } });
  expect(foreign.status).toBe(403);
  const own = await fetch(`${sandbox.url}/sandbox/state`, { headers: { origin: sandbox.url } });
  expect(own.status).toBe(200);
});
