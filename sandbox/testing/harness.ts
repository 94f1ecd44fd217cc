import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxContext } from "../context.ts";
import { issueLastingOfflineToken } from "../install/tokens.ts";
import { startSandbox } from "../server.ts";
import { wakeDispatcher } from "../webhooks/emit.ts";

/** Start of every test's clock. */
export const START = Date.UTC(2026, 10, 21, 9, 0, 0);

export const ALL_SCOPES =
  "read_orders,write_orders,read_customers,write_customers,read_products,write_products,read_inventory,write_inventory,read_fulfillments,write_fulfillments,read_locations,read_merchant_managed_fulfillment_orders,write_merchant_managed_fulfillment_orders";

/** Answers are read as they come: a wrong path simply fails the test. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface TestSandbox {
  ctx: SandboxContext;
  url: string;
  appUrl: string;
  token: string;
  /** Everything the app's address was sent, in order. */
  received: Received[];
  /** What the app answers to the next deliveries (200 unless set). */
  answer: { status: number };
  /** Resolves when `count` deliveries have come that fit. */
  waitFor(count: number, fits?: (delivery: Received) => boolean): Promise<Received[]>;
  advance(ms: number): void;
  api(method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }>;
  gql(query: string, variables?: object, options?: { token?: string | null; version?: string }): Promise<{ status: number; body: Json }>;
  stop(): Promise<void>;
}

/** A whole sandbox on a free port, with a clock the test moves and a stand-in for the app that takes deliveries. */
export async function startTestSandbox(options: { scopes?: string; topics?: string[] } = {}): Promise<TestSandbox> {
  const dataDir = mkdtempSync(join(tmpdir(), "crossdock-sandbox-"));
  const toml = join(dataDir, "shopify.app.toml");
  writeFileSync(toml, tomlText(options.scopes ?? ALL_SCOPES, options.topics ?? []));
  const received: Received[] = [];
  const answer = { status: 200 };
  const listeners = new Set<() => void>();
  const app = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(answer.status).end("seen");
      for (const listener of listeners) listener();
    });
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  let now = START;
  const env = { DATA_DIR: dataDir, SANDBOX_PORT: "0", APP_URL: appUrl, SHOPIFY_APP_TOML: toml } as unknown as NodeJS.ProcessEnv;
  const running = await startSandbox(env, { now: () => now, log: () => undefined });
  const { ctx } = running;
  const url = `http://127.0.0.1:${running.port}`;
  const token = issueLastingOfflineToken(ctx, "demo-shop.myshopify.com").access_token;
  return {
    ctx,
    url,
    appUrl,
    token,
    received,
    answer,
    waitFor: (count, fits = () => true) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = received.filter(fits);
          if (found.length < count) return;
          listeners.delete(check);
          resolve(found);
        };
        listeners.add(check);
        check();
      }),
    advance(ms) {
      now += ms;
      wakeDispatcher(ctx);
    },
    async api(method, path, body) {
      const response = await fetch(url + path, {
        method,
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      return { status: response.status, body: JSON.parse(await response.text()) };
    },
    async gql(query, variables = {}, { token: given = token, version = "2026-10" } = {}) {
      const headers = { "content-type": "application/json", ...(given === null ? {} : { "x-shopify-access-token": given }) };
      const response = await fetch(`${url}/admin/api/${version}/graphql.json`, {
        method: "POST",
        headers,
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, body: JSON.parse(await response.text()) };
    },
    async stop() {
      await running.close();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function tomlText(scopes: string, topics: string[]): string {
  return `[access_scopes]
scopes = "${scopes}"
optional_scopes = []
[webhooks]
api_version = "2026-10"
[[webhooks.subscriptions]]
compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
uri = "/webhooks/shopify"
[[webhooks.subscriptions]]
topics = [${["app/uninstalled", "app/scopes_update", ...topics].map((topic) => JSON.stringify(topic)).join(", ")}]
uri = "/webhooks/shopify"
`;
}
