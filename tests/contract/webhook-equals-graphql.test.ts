/**
 * The product's core promise about Shopify: reading an order again says byte for byte what the webhook of the same state says, and both say what
 * the shop's own books say. Over all demo orders of a sandbox shop, by HTTP: signed payloads on one side, Admin GraphQL on the other.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callAdmin } from "#app/channels/shopify/admin-client.ts";
import { interpret } from "#app/channels/shopify/interpret.ts";
import { readOrder } from "#app/channels/shopify/read-order.ts";
import { readProduct } from "#app/channels/shopify/read-product.ts";
import { matchSignature } from "#app/channels/shopify/verify.ts";
import type { ApiCall, ConnectionFacts } from "#app/channels/contract.ts";
import { orderSchema } from "#app/domain/events.ts";
import type { Order } from "#app/domain/events.ts";
import { stableJson } from "#app/lib/stable-json.ts";
import { redirectingFetch } from "../../sandbox/redirect.ts";
import { startSandbox } from "../../sandbox/server.ts";
import type { RunningSandbox } from "../../sandbox/server.ts";
import { expectBooks } from "./sandbox-books.ts";
import type { Books } from "./sandbox-books.ts";

const SHOP = "demo-shop.myshopify.com";
const OPTIONAL = ["read_customers", "read_products", "read_inventory", "read_locations"];

let dataDir: string;
let sandbox: RunningSandbox;
let origin: string;
let secret: string;
let connection: ConnectionFacts;
let orderIds: string[];
let granted: string[];
let api: ApiCall;

async function http<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${origin}${path}`, { method, ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}

async function accessToken(): Promise<string> {
  const { session_token } = await http<{ session_token: string }>("POST", "/sandbox/session-tokens", { shop: SHOP });
  const { app } = await http<{ app: { client_id: string; client_secret: string } }>("GET", "/sandbox/state");
  secret = app.client_secret;
  const response = await fetch(`${origin}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-sandbox-shop": SHOP },
    body: JSON.stringify({
      client_id: app.client_id, client_secret: app.client_secret, grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token: session_token,
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token", requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token", expiring: "1",
    }),
  });
  const answer = (await response.json()) as { access_token: string; scope: string };
  granted = answer.scope.split(",");
  return answer.access_token;
}

/** Sets what the shop grants and Shopify approves; each test says what it needs, in whatever order they run. */
async function connect({ scopes = OPTIONAL, approved = true } = {}): Promise<void> {
  await http("POST", "/store/demo-shop/scopes", { grant: scopes, revoke: OPTIONAL.filter((scope) => !scopes.includes(scope)) });
  await http("POST", `/sandbox/shops/${SHOP}/settings`, { protected_customer_data: approved });
  const token = await accessToken();
  api = async (query, variables) => (await callAdmin({ shop: SHOP, accessToken: token, query, variables, fetch: redirectingFetch(fetch, origin), timeoutMs: 20_000 })).result;
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "crossdock-equal-"));
  const env = { DATA_DIR: dataDir, SANDBOX_PORT: "0", HOST: "127.0.0.1", APP_URL: "http://127.0.0.1:9", SHOPIFY_APP_TOML: fileURLToPath(new URL("../../shopify.app.toml", import.meta.url)) };
  sandbox = await startSandbox(env, { log: () => undefined });
  origin = `http://127.0.0.1:${sandbox.port}`;
  await http("PUT", "/sandbox/settings", { cost_bucket_size: 1_000_000, cost_restore_per_second: 1_000_000 });
  orderIds = (await http<{ orders: { id: string }[] }>("GET", "/sandbox/orders?limit=250")).orders.map((order) => order.id);
  connection = { externalId: SHOP, currency: "USD", country: "US", timezone: null };
});

afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

async function byWebhook(id: string, topic = "orders/updated"): Promise<Order> {
  const delivery = await http<{ headers: Record<string, string>; body: string }>("POST", `/sandbox/orders/${id}/payloads`, { topic });
  const body = new TextEncoder().encode(delivery.body);
  const signature = Object.entries(delivery.headers).find(([name]) => name.toLowerCase() === "x-shopify-hmac-sha256")?.[1];
  expect(matchSignature(body, signature, [secret])).toBe(0);
  const read = interpret({ topic, headers: delivery.headers, body, triggeredAt: null }, connection);
  if (!read.ok) throw new Error(read.error.message);
  if (read.value.event.type !== "order_snapshot") throw new Error(read.value.event.type);
  return orderSchema.parse(read.value.event.order);
}

async function byGraphql(id: string, scopes = granted): Promise<Order> {
  const read = await readOrder(api, id, connection, scopes);
  if (!read.ok) throw new Error(read.error.message);
  if (read.value === null) throw new Error(`GraphQL does not know order ${id}`);
  return orderSchema.parse(read.value);
}

describe("webhook = GraphQL = the shop's books", () => {
  it("has the demo orders and everything granted", async () => {
    await connect();
    expect(orderIds.length).toBeGreaterThanOrEqual(120);
    expect(granted).toEqual(expect.arrayContaining(OPTIONAL));
  });

  it.each(["exact", "trimmed"])("says the same of every order, byte for byte (decimals %s)", async (decimals) => {
    await connect();
    await http("PUT", "/sandbox/settings", { graphql_decimals: decimals });
    for (const id of orderIds) {
      const [webhook, graphql] = [await byWebhook(id), await byGraphql(id)];
      expect(graphql, webhook.name).toEqual(webhook);
      expect(stableJson(graphql)).toBe(stableJson(webhook));
    }
  });

  it("says what the books say, field by field, and every order adds up", async () => {
    await connect();
    for (const id of orderIds) expectBooks(await byWebhook(id), await http<Books>("GET", `/sandbox/orders/${id}`));
  });

  it("covers what makes orders hard", async () => {
    await connect();
    const orders: Order[] = [];
    for (const id of orderIds) orders.push(await byWebhook(id));
    const has = (name: string, test: (order: Order) => boolean): void => expect(orders.some(test), `a demo order with ${name}`).toBe(true);
    has("a refund", (order) => order.refunds.length > 0);
    has("a refund in another currency", (order) => order.currency !== order.presentment_currency && order.refunded_minor > 0);
    has("a currency without decimals", (order) => order.presentment_currency === "JPY");
    has("taxes included", (order) => order.taxes_included && order.taxes.length > 0);
    has("a tip", (order) => order.tip_minor > 0 && order.lines.some((line) => line.kind === "tip"));
    has("a discount code", (order) => order.discounts.some((discount) => discount.code !== null));
    has("an edit's removed line", (order) => order.lines.some((line) => line.current_quantity < line.quantity));
    for (const status of ["PENDING", "CONFIRMED", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED"] as const) has(`hub status ${status}`, (order) => order.hub_status === status);
  });

  it("says the same of every product", async () => {
    await connect();
    const { products } = await http<{ products: { id: string }[] }>("GET", "/sandbox/products");
    expect(products.length).toBeGreaterThan(0);
    for (const { id } of products.slice(0, 40)) expect((await readProduct(api, id, connection, granted)).ok).toBe(true);
  });

  it("says the same where Shopify withholds protected customer data", async () => {
    await connect({ approved: false });
    for (const id of orderIds.slice(0, 40)) {
      const [webhook, graphql] = [await byWebhook(id), await byGraphql(id)];
      expect(graphql, webhook.name).toEqual(webhook);
      expect([webhook.email, webhook.phone_given, webhook.customer_name, webhook.customer?.name ?? null]).toEqual([null, null, null, null]);
      expect(webhook.total_minor).toBeGreaterThan(0);
    }
  });

  it("asks for nothing that is not granted, and loses only that", async () => {
    await connect({ scopes: [] });
    expect(granted.filter((scope) => OPTIONAL.includes(scope))).toEqual([]);
    for (const id of orderIds.slice(0, 40)) {
      const [webhook, graphql] = [await byWebhook(id), await byGraphql(id)];
      const blank = (order: Order) => ({
        ...order, customer: null, customer_name: null, phone_given: null, phone_e164: null, email: null,
        lines: order.lines.map((line) => ({ ...line, product_external_id: null, variant_external_id: null })),
        refunds: order.refunds.map((refund) => ({ ...refund, lines: refund.lines.map((line) => ({ ...line, location_external_id: null })) })),
        fulfillments: order.fulfillments.map((fulfillment) => ({ ...fulfillment, location_external_id: null })),
      });
      expect(blank(graphql), webhook.name).toEqual(blank(webhook));
      expect(graphql.customer).toBeNull();
    }
  });
});
