/**
 * The product's core promise about Shopify: reading an order again says byte for byte what the webhook of the same state says, and both say what
 * the shop's own books say. Over all demo orders of a sandbox shop, by HTTP: signed payloads on one side, Admin GraphQL on the other.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCustomer } from "#app/channels/shopify/read-customer.ts";
import { readInventoryLevel } from "#app/channels/shopify/read-inventory.ts";
import { readProduct } from "#app/channels/shopify/read-product.ts";
import { createSubscription } from "#app/channels/shopify/subscriptions.ts";
import { signBody } from "#app/channels/shopify/verify.ts";
import type { CanonicalEvent, Order } from "#app/domain/events.ts";
import { stableJson } from "#app/lib/stable-json.ts";
import { expectBooks } from "./sandbox-books.ts";
import type { Books } from "./sandbox-books.ts";
import { CONNECTION, keepWebhooks, openSandboxShop, OPTIONAL_SCOPES, signatureOf, unwrap } from "./sandbox-shop.ts";
import type { SandboxShop } from "./sandbox-shop.ts";

let shop: SandboxShop;
let orderIds: string[];

beforeAll(async () => {
  shop = await openSandboxShop();
  orderIds = (await shop.http<{ orders: { id: string }[] }>("GET", "/sandbox/orders?limit=250")).orders.map((order) => order.id);
});
afterAll(() => shop.close());

/** Some orders of every kind: the demo shop makes them in turns, so every seventh meets all kinds sooner than a row of neighbours. */
const some = (): string[] => orderIds.filter((_, at) => at % 7 === 0);

async function expectSame(id: string): Promise<{ webhook: Order; graphql: Order }> {
  const [webhook, graphql] = [await shop.orderByWebhook(id), await shop.orderByGraphql(id)];
  expect(graphql, webhook.name).toEqual(webhook);
  expect(stableJson(graphql)).toBe(stableJson(webhook));
  return { webhook, graphql };
}

describe("webhook = GraphQL = the shop's books", { timeout: 300_000 }, () => {
  it("says the same of every order, byte for byte; the books agree field by field; every order adds up; and they are hard orders", async () => {
    await shop.connect();
    await shop.http("PUT", "/sandbox/settings", { graphql_decimals: "exact" });
    expect(orderIds.length).toBeGreaterThanOrEqual(120);
    const orders: Order[] = [];
    for (const id of orderIds) {
      const { webhook } = await expectSame(id);
      expectBooks(webhook, await shop.http<Books>("GET", `/sandbox/orders/${id}`));
      orders.push(webhook);
    }
    const has = (name: string, test: (order: Order) => boolean): void => expect(orders.some(test), `a demo order with ${name}`).toBe(true);
    has("a refund", (order) => order.refunds.length > 0);
    has("a refund in another currency", (order) => order.currency !== order.presentment_currency && order.refunded_minor > 0);
    has("a currency without decimals", (order) => order.presentment_currency === "JPY");
    has("taxes included", (order) => order.taxes_included && order.taxes.length > 0);
    has("a tip", (order) => order.tip_minor > 0 && order.lines.some((line) => line.kind === "tip"));
    has("a discount code", (order) => order.discounts.some((discount) => discount.code !== null));
    has("an edit's removed line", (order) => order.lines.some((line) => line.current_quantity < line.quantity));
    for (const status of ["PENDING", "CONFIRMED", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED"] as const)
      has(`hub status ${status}`, (order) => order.hub_status === status);
  });

  it("says the same of a refund and of a fulfilment whether the order tells it or its own webhook", async () => {
    await shop.connect();
    const counted = { refunds: 0, fulfillments: 0, foreign: 0 };
    for (const id of orderIds) {
      const order = await shop.orderByWebhook(id);
      const own = async (topic: string, part: string): Promise<CanonicalEvent> => {
        const sent = await shop.http<{ headers: Record<string, string>; body: string }>("POST", `/sandbox/orders/${id}/payloads`, {
          topic,
          part_id: part,
        });
        return shop.interpretSigned(topic, sent.body, signatureOf(sent.headers)).event;
      };
      for (const refund of order.refunds) {
        expect(await own("refunds/create", refund.external_id), order.name).toMatchObject({ type: "refund_seen", order_external_id: id, refund });
        counted.refunds++;
        if (order.currency !== order.presentment_currency) counted.foreign++;
      }
      for (const fulfillment of order.fulfillments) {
        expect(await own("fulfillments/update", fulfillment.external_id), order.name).toMatchObject({
          type: "fulfillment_seen",
          order_external_id: id,
          fulfillment,
        });
        counted.fulfillments++;
      }
    }
    expect(counted.refunds > 0 && counted.fulfillments > 0 && counted.foreign > 0, JSON.stringify(counted)).toBe(true);
  });

  it("says the same when GraphQL trims its decimals (10.0)", async () => {
    await shop.connect();
    await shop.http("PUT", "/sandbox/settings", { graphql_decimals: "trimmed" });
    for (const id of some()) await expectSame(id);
  });

  it("says the same after every step of an order's life", async () => {
    await shop.connect();
    const { products } = await shop.http<{ products: { title: string; variants: { id: string }[] }[] }>("GET", "/sandbox/products");
    const variants = products
      .filter((product) => !/gift/i.test(product.title))
      .map((product) => ({ variant_id: product.variants[0]!.id, quantity: 2 }));
    const placed = {
      lines: variants.slice(0, 12),
      currency: "EUR",
      tip: "3.00",
      discount: { type: "percentage", value: 10, code: "TEN" },
      note: "",
      tags: ["b", "a"],
    };
    const { order } = await shop.http<{ order: { id: string; lines: { id: string; variant_id: string | null }[] } }>(
      "POST",
      "/sandbox/orders",
      placed,
    );
    const lineIds = order.lines.filter((line) => line.variant_id !== null).map((line) => line.id);
    const statuses: string[] = [];
    const step = async (verb: string, body: object = {}): Promise<Order> => {
      await shop.http("POST", `/sandbox/orders/${order.id}/${verb}`, body);
      const { webhook } = await expectSame(order.id);
      expect(webhook.quarantine, verb).toBeNull();
      if (webhook.hub_status !== statuses.at(-1)) statuses.push(webhook.hub_status);
      return webhook;
    };
    statuses.push((await expectSame(order.id)).webhook.hub_status);
    await step("pay");
    await step("edit", { add: [variants[12]], remove: [{ line_id: lineIds[0], quantity: 1 }] });
    await step("pay");
    // More refunds and parcels than come with the order at once.
    for (const at of [1, 2, 3, 4])
      await step("refund", { lines: [{ line_id: lineIds[at], quantity: 1, restock: true }], shipping: at === 4, note: `part ${at}` });
    for (const at of [5, 6, 7, 8, 9, 10])
      await step("fulfill", { lines: [{ line_id: lineIds[at] }], tracking: { company: "UPS", number: `1Z${at}` } });
    const shipped = await step("fulfill");
    expect([shipped.lines.length > 10, shipped.refunds.length > 3, shipped.fulfillments.length > 5], "more than one page of each").toEqual([
      true,
      true,
      true,
    ]);
    await step("deliver", { fulfillment_id: shipped.fulfillments[0]?.external_id, status: "in_transit" });
    for (const fulfillment of shipped.fulfillments) await step("deliver", { fulfillment_id: fulfillment.external_id });
    await step("refund");
    expect(statuses).toEqual(["PENDING", "CONFIRMED", "PROCESSING", "SHIPPED", "DELIVERED", "RETURNED"]);
  });

  it("says the same where Shopify withholds protected customer data", async () => {
    await shop.connect({ approved: false });
    for (const id of some()) {
      const { webhook } = await expectSame(id);
      expect([webhook.email, webhook.phone_given, webhook.customer_name, webhook.customer?.name ?? null, webhook.shipping_address]).toEqual([
        null,
        null,
        null,
        null,
        null,
      ]);
      expect(webhook.total_minor).toBeGreaterThan(0);
    }
  });

  it("asks for nothing that is not granted, and loses only that", async () => {
    await shop.connect({ scopes: [] });
    expect(shop.granted().filter((scope) => OPTIONAL_SCOPES.includes(scope))).toEqual([]);
    const blank = (order: Order) => ({
      ...order,
      customer: null,
      customer_name: null,
      phone_given: null,
      phone_e164: null,
      email: null,
      lines: order.lines.map((line) => ({ ...line, product_external_id: null, variant_external_id: null })),
      refunds: order.refunds.map((refund) => ({ ...refund, lines: refund.lines.map((line) => ({ ...line, location_external_id: null })) })),
      fulfillments: order.fulfillments.map((fulfillment) => ({ ...fulfillment, location_external_id: null })),
    });
    for (const id of some()) {
      const [webhook, graphql] = [await shop.orderByWebhook(id), await shop.orderByGraphql(id)];
      expect(blank(graphql), webhook.name).toEqual(blank(webhook));
      expect(graphql.customer).toBeNull();
    }
  });

  it("says the same of products, customers and stock", async () => {
    await shop.connect();
    await keepWebhooks(shop, ["products/update", "customers/update", "inventory_levels/update"], createSubscription);
    const { app } = await shop.http<{ app: { client_secret: string } }>("GET", "/sandbox/state");
    const last = async (topic: string): Promise<CanonicalEvent> => {
      const { webhooks } = await shop.http<{ webhooks: { body: string }[] }>("GET", `/sandbox/webhooks?topic=${topic}&body=true&limit=1`);
      const body = webhooks[0]!.body;
      return shop.interpretSigned(topic, body, signBody(Buffer.from(body), app.client_secret)).event;
    };
    const { products } = await shop.http<{ products: { id: string; variants: { inventoryItemId: string }[] }[] }>("GET", "/sandbox/products");
    for (const product of products.slice(0, 5)) {
      await shop.http("POST", `/sandbox/products/${product.id}/update`, { tags: ["b", "a"], price: "12.50" });
      expect(await last("products/update")).toEqual({
        type: "product_snapshot",
        product: unwrap(await readProduct(shop.api, product.id, CONNECTION, shop.granted())),
      });
    }
    const { customers } = await shop.http<{ customers: { id: string }[] }>("GET", "/sandbox/customers");
    for (const customer of customers.slice(0, 5)) {
      await shop.http("POST", `/sandbox/customers/${customer.id}/update`, { tags: ["vip"] });
      expect(await last("customers/update")).toEqual({
        type: "customer_snapshot",
        customer: unwrap(await readCustomer(shop.api, customer.id, CONNECTION, shop.granted())),
      });
    }
    await shop.http("POST", `/sandbox/products/${products[0]!.id}/stock`, { available: 17 });
    const event = await last("inventory_levels/update");
    if (event.type !== "inventory_level") throw new Error(event.type);
    expect(event.level.available).toBe(17);
    expect(unwrap(await readInventoryLevel(shop.api, event.level.inventory_item_external_id, event.level.location_external_id))).toEqual(event.level);
  });
});
