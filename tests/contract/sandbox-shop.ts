/** A sandbox shop of its own, and both of Shopify's voices about it: signed webhook bodies and Admin GraphQL, each over HTTP. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { callAdmin } from "#app/channels/shopify/admin-client.ts";
import { interpret } from "#app/channels/shopify/interpret.ts";
import { readOrder } from "#app/channels/shopify/read-order.ts";
import { matchSignature } from "#app/channels/shopify/verify.ts";
import type { ApiCall, ConnectionFacts, Interpreted } from "#app/channels/contract.ts";
import { orderSchema } from "#app/domain/events.ts";
import type { Order } from "#app/domain/events.ts";
import type { Failure } from "#app/domain/failure.ts";
import type { Result } from "#app/lib/result.ts";
import { redirectingFetch } from "../../sandbox/redirect.ts";
import { startSandbox } from "../../sandbox/server.ts";

export const SHOP = "demo-shop.myshopify.com";
export const OPTIONAL_SCOPES = ["read_customers", "read_products", "read_inventory", "read_locations"];
export const CONNECTION: ConnectionFacts = { externalId: SHOP, currency: "USD", country: "US", timezone: null };
const APP_URL = "http://127.0.0.1:9";

export interface SandboxShop {
  http<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Sets what the shop grants and Shopify approves, and takes a new token: tests run in any order, so each says what it needs. */
  connect(wanted?: { scopes?: readonly string[]; approved?: boolean }): Promise<void>;
  granted(): string[];
  api: ApiCall;
  /** A body that Shopify would send, its signature checked. */
  interpretSigned(topic: string, body: string, signature: string | undefined): Interpreted;
  orderByWebhook(id: string, topic?: string): Promise<Order>;
  orderByGraphql(id: string): Promise<Order>;
  close(): Promise<void>;
}

export function unwrap<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export const signatureOf = (headers: Record<string, string>): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === "x-shopify-hmac-sha256")?.[1];

export async function openSandboxShop(): Promise<SandboxShop> {
  const dataDir = mkdtempSync(join(tmpdir(), "crossdock-equal-"));
  const toml = fileURLToPath(new URL("../../shopify.app.toml", import.meta.url));
  const env = { NODE_ENV: "test" as const, DATA_DIR: dataDir, SANDBOX_PORT: "0", HOST: "127.0.0.1", APP_URL, SHOPIFY_APP_TOML: toml };
  const sandbox = await startSandbox(env, { log: () => undefined });
  const origin = `http://127.0.0.1:${sandbox.port}`;

  async function http<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const given = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } };
    const response = await fetch(`${origin}${path}`, { method, ...given });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  }

  // What is tested here is content, not patience.
  await http("PUT", "/sandbox/settings", { cost_bucket_size: 1_000_000, cost_restore_per_second: 1_000_000 });
  const { app } = await http<{ app: { client_id: string; client_secret: string } }>("GET", "/sandbox/state");
  let token = { access_token: "", scope: "" };

  const shop: SandboxShop = {
    http,
    granted: () => token.scope.split(","),
    async connect({ scopes = OPTIONAL_SCOPES, approved = true } = {}) {
      await http("POST", "/store/demo-shop/scopes", { grant: scopes, revoke: OPTIONAL_SCOPES.filter((scope) => !scopes.includes(scope)) });
      await http("POST", `/sandbox/shops/${SHOP}/settings`, { protected_customer_data: approved });
      const { session_token } = await http<{ session_token: string }>("POST", "/sandbox/session-tokens", { shop: SHOP });
      const exchange = {
        ...app,
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: session_token,
        subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
        requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
        expiring: "1",
      };
      token = await http("POST", "/admin/oauth/access_token", exchange, { "x-sandbox-shop": SHOP });
    },
    api: async (query, variables) =>
      (await callAdmin({ shop: SHOP, accessToken: token.access_token, query, variables, fetch: redirectingFetch(fetch, origin), timeoutMs: 20_000 }))
        .result,
    interpretSigned(topic, text, signature) {
      const body = new TextEncoder().encode(text);
      expect(matchSignature(body, signature, [app.client_secret])).toBe(0);
      return unwrap(interpret({ topic, headers: {}, body, triggeredAt: null }, CONNECTION));
    },
    async orderByWebhook(id, topic = "orders/updated") {
      const sent = await http<{ headers: Record<string, string>; body: string }>("POST", `/sandbox/orders/${id}/payloads`, { topic });
      const { event } = shop.interpretSigned(topic, sent.body, signatureOf(sent.headers));
      if (event.type !== "order_snapshot") throw new Error(event.type);
      return orderSchema.parse(event.order);
    },
    async orderByGraphql(id) {
      const order = unwrap(await readOrder(shop.api, id, CONNECTION, shop.granted()));
      if (order === null) throw new Error(`GraphQL does not know order ${id}`);
      return orderSchema.parse(order);
    },
    async close() {
      await sandbox.close();
      rmSync(dataDir, { recursive: true });
    },
  };
  await shop.connect();
  return shop;
}

/** Makes the shop send a topic to an address where nobody listens: what is queued can be read back with its body. */
export async function keepWebhooks(
  shop: SandboxShop,
  topics: readonly string[],
  subscribe: (call: ApiCall, topic: string, uri: string) => Promise<Result<string, Failure>>,
): Promise<void> {
  for (const topic of topics) unwrap(await subscribe(shop.api, topic, `${APP_URL}/webhooks/shopify`));
}
