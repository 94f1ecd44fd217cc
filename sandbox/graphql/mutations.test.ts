import { afterAll, beforeAll, expect, test } from "vitest";
import { listEntities } from "../store/entities.ts";
import { listLevels } from "../store/inventory.ts";
import { startTestSandbox } from "../testing/harness.ts";
import type { Json, TestSandbox } from "../testing/harness.ts";

const DEMO = "demo-shop.myshopify.com";
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox({ topics: ["orders/updated", "inventory_levels/update"] });
});
afterAll(() => sandbox.stop());

async function paidOrder(): Promise<Json> {
  return (await sandbox.api("POST", "/sandbox/orders", { paid: true })).body.order;
}

const SUBSCRIBE = `mutation($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) { webhookSubscription { id topic uri apiVersion { handle } } userErrors { field message } } }`;

test("subscriptions: made once per topic and address, listed without the TOML's, changed, deleted", async () => {
  const uri = `${sandbox.appUrl}/webhooks/shopify`;
  const made = (await sandbox.gql(SUBSCRIBE, { topic: "ORDERS_PAID", input: { uri } })).body.data.webhookSubscriptionCreate;
  expect(made).toEqual({
    webhookSubscription: { id: expect.stringMatching(/^gid:/), topic: "ORDERS_PAID", uri, apiVersion: { handle: "2026-10" } },
    userErrors: [],
  });
  const again = (await sandbox.gql(SUBSCRIBE, { topic: "ORDERS_PAID", input: { uri } })).body.data.webhookSubscriptionCreate;
  expect(again.userErrors[0].message).toBe("Address for this topic has already been taken");
  const listed = (await sandbox.gql("{ webhookSubscriptions(first: 10) { nodes { topic } } }")).body.data.webhookSubscriptions.nodes;
  expect(listed).toEqual([{ topic: "ORDERS_PAID" }]);
  const id = made.webhookSubscription.id;
  const changed = await sandbox.gql(
    "mutation($id: ID!, $uri: String) { webhookSubscriptionUpdate(id: $id, webhookSubscription: { uri: $uri }) { webhookSubscription { uri } userErrors { message } } }",
    { id, uri: `${uri}/other` },
  );
  expect(changed.body.data.webhookSubscriptionUpdate.webhookSubscription.uri).toBe(`${uri}/other`);
  const gone = await sandbox.gql(
    "mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }",
    { id },
  );
  expect(gone.body.data.webhookSubscriptionDelete.deletedWebhookSubscriptionId).toBe(id);
});

test("subscriptions to foreign addresses, or to topics without their scope, are refused", async () => {
  for (const uri of ["https://example.com/hook", "http://169.254.169.254/", "arn:aws:events:us-east-1::event-source/x"]) {
    const { body } = await sandbox.gql(SUBSCRIBE, { topic: "ORDERS_PAID", input: { uri } });
    expect(body.data.webhookSubscriptionCreate.webhookSubscription, uri).toBeNull();
  }
  const { body } = await sandbox.gql(SUBSCRIBE, { topic: "DRAFT_ORDERS_CREATE", input: { uri: `${sandbox.appUrl}/webhooks/shopify` } });
  expect(body.data.webhookSubscriptionCreate.userErrors[0].message).toContain("do not have permission");
});

const SET = (row: string, key = "") =>
  `mutation { inventorySetQuantities(input: { name: "available", reason: "correction", quantities: [${row}] })${key && ` @idempotent(key: "${key}")`} { inventoryAdjustmentGroup { id changes { delta quantityAfterChange } } userErrors { code field message } } }`;

test("stock: needs an idempotency key, an explicit changeFromQuantity, and a fresh one; the same key answers the same", async () => {
  const product = listEntities(sandbox.ctx, DEMO, "Product")[0]!;
  const level = listLevels(sandbox.ctx, DEMO, { inventoryItemId: product.variants[0]!.inventoryItemId })[0]!;
  const ids = `inventoryItemId: "gid://shopify/InventoryItem/${level.inventoryItemId}", locationId: "gid://shopify/Location/${level.locationId}"`;
  const without = await sandbox.gql(SET(`{ ${ids}, quantity: 5, changeFromQuantity: ${level.available} }`));
  expect(without.body.errors[0]).toMatchObject({ extensions: { code: "BAD_REQUEST" }, path: ["inventorySetQuantities"] });
  const silent = await sandbox.gql(SET(`{ ${ids}, quantity: 5 }`, "k1"));
  expect(silent.body.data.inventorySetQuantities.userErrors[0].field).toEqual(["input", "quantities", "0", "changeFromQuantity"]);
  const stale = await sandbox.gql(SET(`{ ${ids}, quantity: 5, changeFromQuantity: ${level.available + 1} }`, "k2"));
  expect(stale.body.data.inventorySetQuantities.userErrors[0].code).toBe("CHANGE_FROM_QUANTITY_STALE");
  const fresh = await sandbox.gql(SET(`{ ${ids}, quantity: 500, changeFromQuantity: ${level.available} }`, "k3"));
  expect(fresh.body.data.inventorySetQuantities.inventoryAdjustmentGroup.changes).toEqual([
    { delta: 500 - level.available, quantityAfterChange: 500 },
  ]);
  const replayed = await sandbox.gql(SET(`{ ${ids}, quantity: 500, changeFromQuantity: ${level.available} }`, "k3"));
  expect(replayed.body.data).toEqual(fresh.body.data);
  const other = await sandbox.gql(SET(`{ ${ids}, quantity: 7, changeFromQuantity: null }`, "k3"));
  expect(other.body.data.inventorySetQuantities.userErrors[0].code).toBe("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
  const optedOut = await sandbox.gql(SET(`{ ${ids}, quantity: 7, changeFromQuantity: null }`, "k4"));
  expect(optedOut.body.data.inventorySetQuantities.userErrors).toEqual([]);
  expect(listLevels(sandbox.ctx, DEMO, { inventoryItemId: level.inventoryItemId })[0]!.available).toBe(7);
});

test("refundCreate pays back once per key", async () => {
  const order = await paidOrder();
  const query = `mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "refund-1") { refund { id totalRefundedSet { shopMoney { amount } } } order { displayFinancialStatus } userErrors { field message } } }`;
  const gid = `gid://shopify/Order/${order.id}`;
  const input = {
    orderId: gid,
    refundLineItems: [{ lineItemId: `gid://shopify/LineItem/${order.lines[0].id}`, quantity: 1, restockType: "NO_RESTOCK" }],
    transactions: [{ orderId: gid, amount: "1.50", gateway: "bogus", kind: "REFUND" }],
  };
  const first = await sandbox.gql(query, { input });
  expect(first.body.data.refundCreate).toMatchObject({
    refund: { totalRefundedSet: { shopMoney: { amount: "1.50" } } },
    order: { displayFinancialStatus: "PARTIALLY_REFUNDED" },
    userErrors: [],
  });
  expect((await sandbox.gql(query, { input })).body.data).toEqual(first.body.data);
  const stored = await sandbox.api("GET", `/sandbox/orders/${order.id}`);
  expect(stored.body.order.refunds).toHaveLength(1);
});

test("orderMarkAsPaid, fulfillmentCreate, fulfillmentEventCreate, tagsAdd, orderCancel", async () => {
  const { order } = (await sandbox.api("POST", "/sandbox/orders")).body;
  const id = `gid://shopify/Order/${order.id}`;
  const paid = await sandbox.gql(
    "mutation($id: ID!) { orderMarkAsPaid(input: { id: $id }) { order { displayFinancialStatus fulfillmentOrders(first: 1) { nodes { id status } } } userErrors { message } } }",
    { id },
  );
  expect(paid.body.data.orderMarkAsPaid.order.displayFinancialStatus).toBe("PAID");
  const fulfillmentOrderId = paid.body.data.orderMarkAsPaid.order.fulfillmentOrders.nodes[0].id;
  const shipped = await sandbox.gql(
    `mutation($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { fulfillment { id status trackingInfo { number } order { displayFulfillmentStatus } } userErrors { message } } }`,
    { f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId }], trackingInfo: { company: "UPS", number: "1Z" } } },
  );
  const { fulfillment } = shipped.body.data.fulfillmentCreate;
  expect(fulfillment).toMatchObject({ status: "SUCCESS", trackingInfo: [{ number: "1Z" }], order: { displayFulfillmentStatus: "FULFILLED" } });
  const event = await sandbox.gql(
    "mutation($e: FulfillmentEventInput!) { fulfillmentEventCreate(fulfillmentEvent: $e) { fulfillmentEvent { status } userErrors { message } } }",
    { e: { fulfillmentId: fulfillment.id, status: "DELIVERED" } },
  );
  expect(event.body.data.fulfillmentEventCreate).toEqual({ fulfillmentEvent: { status: "DELIVERED" }, userErrors: [] });
  const tagged = await sandbox.gql(
    `mutation($id: ID!) { tagsAdd(id: $id, tags: ["b, a"]) { node { ... on Order { tags } } userErrors { message } } }`,
    { id },
  );
  expect(tagged.body.data.tagsAdd.node.tags).toEqual(["a", "b"]);
  const cancelled = await sandbox.gql(
    "mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { job { id done } orderCancelUserErrors { code message } } }",
    { id },
  );
  expect(cancelled.body.data.orderCancel).toEqual({ job: { id: expect.stringContaining("Job"), done: false }, orderCancelUserErrors: [] });
  const after = await sandbox.gql(
    "query($id: ID!) { order(id: $id) { cancelReason displayFinancialStatus totalOutstandingSet { shopMoney { amount } } } }",
    { id },
  );
  expect(after.body.data.order).toEqual({
    cancelReason: "CUSTOMER",
    displayFinancialStatus: "REFUNDED",
    totalOutstandingSet: { shopMoney: { amount: "0.00" } },
  });
});

test("orderCreate is limited to five a minute and touches no stock unless asked", async () => {
  const variant = listEntities(sandbox.ctx, DEMO, "Product")[1]!.variants[0]!;
  const before = listLevels(sandbox.ctx, DEMO, { inventoryItemId: variant.inventoryItemId });
  const query =
    "mutation($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id name displayFinancialStatus totalPriceSet { shopMoney { amount } } } userErrors { message } } }";
  const order = {
    lineItems: [
      { variantId: `gid://shopify/ProductVariant/${variant.id}`, quantity: 2, taxLines: [{ title: "VAT", rate: 0.1 }] },
      { title: "Wrapping", quantity: 1, taxable: false, priceSet: { shopMoney: { amount: "2.50", currencyCode: "USD" } } },
    ],
    financialStatus: "PAID",
    email: "someone@example.com",
  };
  const answers = [];
  for (let call = 0; call < 6; call++) answers.push((await sandbox.gql(query, { order })).body.data.orderCreate);
  const net = variant.price * 2;
  expect(answers[0].order).toMatchObject({
    displayFinancialStatus: "PAID",
    totalPriceSet: { shopMoney: { amount: ((net + Math.round(net * 0.1) + 250) / 100).toFixed(2) } },
  });
  expect(answers.map((answer) => answer.order !== null)).toEqual([true, true, true, true, true, false]);
  expect(listLevels(sandbox.ctx, DEMO, { inventoryItemId: variant.inventoryItemId })).toEqual(before);
});

test("a mutation without its scope is denied and changes nothing", async () => {
  const reader = await startTestSandbox({ scopes: "read_orders" });
  try {
    const { order } = (await reader.api("POST", "/sandbox/orders")).body;
    const { body } = await reader.gql("mutation($id: ID!) { orderMarkAsPaid(input: { id: $id }) { userErrors { message } } }", {
      id: `gid://shopify/Order/${order.id}`,
    });
    expect(body).toMatchObject({ data: { orderMarkAsPaid: null }, errors: [{ extensions: { code: "ACCESS_DENIED" } }] });
    const seen = await reader.gql("query($id: ID!) { order(id: $id) { name displayFinancialStatus customer { id } } }", {
      id: `gid://shopify/Order/${order.id}`,
    });
    expect(seen.body.data.order).toEqual({ name: order.name, displayFinancialStatus: "PENDING", customer: null });
    expect(seen.body.errors[0].extensions.requiredAccess).toBe("`read_customers` access scope.");
  } finally {
    await reader.stop();
  }
});
