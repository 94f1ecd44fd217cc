/**
 * A WooCommerce store without our plugin, through the front door: connected with REST keys, tested, read, written to, listened to; the store is
 * the sandbox's, the app runs as users run it. Every answer is held against the OpenAPI document.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import { signedUrl } from "#app/services/woocommerce/oauth-signature.ts";
import { mistakesOf } from "../helpers/api-conformance.ts";
import { startEventStand, type EventStand } from "../helpers/event-stand.ts";
import { randomFrom } from "../helpers/random.ts";
import { startRecordingProxy, type RecordingProxy } from "../helpers/recording-proxy.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import { runCrossdock } from "../helpers/run-crossdock.ts";
import type { RunningApp } from "../helpers/start-app.ts";
import { startSandbox, type RunningSandbox } from "../helpers/start-sandbox.ts";
import { startStoreServer, STORE_KEYS, storeOrder, type StoreServer } from "../helpers/store-server.ts";
import { waitUntil } from "../helpers/wait-until.ts";

interface DemoStore {
  slug: string;
  url: string;
  consumer_key: string;
  consumer_secret: string;
  orders: number;
}
interface Called<T> {
  status: number;
  body: T;
  headers: Headers;
}
interface ErrorBody {
  error: { type: string; message: string; remedy: string };
  errors?: { path: string; code: string }[];
}
interface SyncBody {
  message: string;
  result: {
    total_orders: number;
    synced: number;
    failed: number;
    waiting: number;
    errors: { order_id: string; code: string }[];
    next_since?: string;
  };
}

let stand: EventStand;
let app: RunningApp;
let proxy: RecordingProxy;
let sandbox: RunningSandbox;
let store: StoreServer;
let demo: DemoStore;
/** The demo store's orders that lie in its trash. */
let trashed: number;
const tokens = new Map<string, string>();

beforeAll(async () => {
  stand = await startEventStand();
  app = await stand.start();
  proxy = await startRecordingProxy(app.url);
  sandbox = await startSandbox({ appUrl: app.url });
  store = await startStoreServer();
  const state = await sandbox.call<{ stores: DemoStore[] }>("GET", "/sandbox/woocommerce/state");
  demo = state.stores.find(({ slug }) => slug === "demo")!;
  const api = `${demo.url}/wp-json/wc/v3/orders?per_page=1&status=trash`;
  const trash = await fetch(signedUrl("GET", new URL(api), { consumerKey: demo.consumer_key, consumerSecret: demo.consumer_secret }, Date.now()));
  trashed = Number(trash.headers.get("x-wp-total"));
  recordSecret("consumer secret", demo.consumer_secret);
  for (const name of ["maker", "rival"]) {
    const merchantId = await stand.addMerchant(name);
    const { key } = await stand.addKey(merchantId, { scopes: ["read", "write"] });
    const answer = await fetch(`${app.url}/api/v1/auth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ api_key: key }),
    });
    tokens.set(name, ((await answer.json()) as { access_token: string }).access_token);
  }
}, 120_000);
afterAll(async () => {
  await proxy?.close();
  await app?.stop();
  await sandbox?.stop();
  await store?.close();
  await stand?.close();
});

/** Every answer is as the document describes it, and says of a refusal what the catalogue says. */
afterEach(() => {
  const answered = proxy.exchanges.splice(0);
  expect([...new Set(answered.filter(({ path }) => !path.includes("%00")).flatMap(mistakesOf))]).toEqual([]);
  for (const { body } of answered) {
    const { error } = JSON.parse(body) as Partial<ErrorBody>;
    if (error !== undefined) expect(error.remedy).toBe(FAILURE_CATALOGUE[error.type as keyof typeof FAILURE_CATALOGUE].remedy);
  }
  expect(answered.map(({ body }) => body).join("\n")).not.toContain(demo.consumer_secret);
});

async function call<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  { as = "maker", headers = {} }: { as?: string; headers?: Record<string, string> } = {},
): Promise<Called<T>> {
  const answer = await fetch(`${proxy.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens.get(as)}`, ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as T, headers: answer.headers };
}
const typeOf = ({ status, body }: Called<unknown>): string => `${status} ${(body as Partial<ErrorBody>).error?.type ?? "ok"}`;
const wish = (change: Record<string, unknown> = {}) => ({
  store_url: demo.url,
  consumer_key: demo.consumer_key,
  consumer_secret: demo.consumer_secret,
  integration_name: "Demo store",
  auto_sync: true,
  ...change,
});
const connect = async (change: Record<string, unknown> = {}): Promise<string> => {
  const made = await call<{ integration: { id: string } }>("POST", "woocommerce/integrations", wish(change));
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body.integration.id;
};
const stored = (topic: string) => stand.db.read.selectFrom("deliveries").selectAll().where("topic", "=", topic).orderBy("id").execute();
const REFUSED_BY_NOBODY = { consumer_key: STORE_KEYS.consumer_key, consumer_secret: STORE_KEYS.consumer_secret };

describe("a store, from its keys to its orders", () => {
  it("is connected, tested, read whole, written to, listened to, shown and removed", { timeout: 120_000 }, async () => {
    const created = await call<{ message: string; integration: Record<string, unknown> }>("POST", "woocommerce/integrations", wish());
    expect(created.status).toBe(201);
    expect(created.body.integration).toMatchObject({
      user_id: "mer_maker",
      platform: "woocommerce",
      store_url: demo.url,
      integration_name: "Demo store",
      auto_sync: true,
      status: "active",
    });
    expect(JSON.stringify(created.body)).not.toMatch(/ck_|cs_/);
    const id = String(created.body.integration["id"]);
    const one = `woocommerce/integrations/${id}`;

    const tested = await call<{ works: boolean; checks: { check: string; state: string }[] }>("POST", `${one}/test`);
    expect(tested.body.works).toBe(true);
    expect(tested.body.checks.filter(({ state }) => state === "failed")).toEqual([]);

    // The same from a shell.
    const env = { DATA_DIR: stand.options.dataDir!, DATABASE_URL: stand.database.url, ...stand.options.secrets };
    const shell = await runCrossdock(["connections", "test", id, "--json"], env as Record<string, string>);
    expect(shell.code, shell.stderr).toBe(0);
    expect(shell.json<{ ok: boolean; checks: { name: string }[] }>()).toMatchObject({ id, ok: true });
    expect(shell.json<{ checks: { name: string }[] }>().checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(tested.body.checks.map(({ check }) => check)),
    );

    const testers = await stand.db.read
      .selectFrom("audit_log")
      .select("actor")
      .where("action", "=", "store_tested")
      .where("connection_id", "=", id)
      .orderBy("id")
      .execute();
    expect(testers.map(({ actor }) => actor)).toEqual(["merchant", "operator"]);

    // Everything the store has, a bit at a time; nothing twice, nothing missing.
    let since: string | undefined;
    let [synced, failed] = [0, 0];
    const errors: string[] = [];
    for (let calls = 0; calls < 50; calls++) {
      const { status, body } = await call<SyncBody>("POST", `${one}/sync`, { limit: 25, ...(since !== undefined && { since }) });
      expect(status).toBe(200);
      synced += body.result.synced;
      failed += body.result.failed;
      errors.push(...body.result.errors.map(({ code }) => code));
      expect(body.result.waiting).toBe(0);
      since = body.result.next_since;
      if (since === undefined) break;
    }
    expect(since).toBeUndefined();
    expect(errors).toEqual([]);
    expect(failed).toBe(0);
    const orders = await stand.db.read.selectFrom("orders").select(["external_id", "order_ref"]).where("connection_id", "=", id).execute();
    // Those in the trash are in no list of the store.
    const kept = demo.orders - trashed;
    expect(orders.length).toBe(kept);
    expect(synced).toBeGreaterThanOrEqual(orders.length);
    // History: no effects.
    expect(new Set((await stored("order.polled")).map(({ origin }) => origin))).toEqual(new Set(["backfill"]));

    // By each of its names.
    const { external_id: number, order_ref: ref } = orders[0]!;
    expect(ref).toBe(`WC-${number}`);
    for (const name of [ref, number, ref.toLowerCase()]) {
      const shown = await call<{ order: { order_ref: string; lines: unknown[]; timeline: unknown[] } }>(
        "GET",
        `orders/${name}?include=notes,tracking,payment,timeline`,
      );
      expect([shown.status, shown.body.order?.order_ref], name).toEqual([200, ref]);
    }
    const dated = await call<{ orders: { ordered_at: string }[] }>("GET", `orders?connection_id=${id}&since=2000-01-01T00:00:00Z&limit=200`);
    const newest = dated.body.orders[0]!.ordered_at;
    expect(dated.body.orders).toHaveLength(orders.length);
    const since1 = await call<{ orders: unknown[] }>("GET", `orders?connection_id=${id}&since=${newest}`);
    const until1 = await call<{ orders: unknown[] }>("GET", `orders?connection_id=${id}&until=${newest}&limit=200`);
    expect(since1.body.orders.length).toBeGreaterThan(0);
    expect(since1.body.orders.length + until1.body.orders.length).toBe(orders.length);

    // Stock, of a product and of a variation.
    const { products } = await sandbox.call<{ products: { id: number; sku: string; type: string; variations: number[]; manage_stock: boolean }[] }>(
      "GET",
      "/sandbox/woocommerce/products?store=demo",
    );
    const simple = products.find(({ type, sku, manage_stock }) => type === "simple" && sku !== "" && manage_stock)!;
    const set = await call<{ result: Record<string, unknown> }>(
      "POST",
      `${one}/products/sync`,
      { sku: simple.sku, quantity: 17 },
      { headers: { "idempotency-key": "stock-1" } },
    );
    expect([set.status, set.body.result["quantity"], set.body.result["product_id"]]).toEqual([200, 17, String(simple.id)]);
    const again = await call("POST", `${one}/products/sync`, { sku: simple.sku, quantity: 17 }, { headers: { "idempotency-key": "stock-1" } });
    expect([again.headers.get("idempotent-replayed"), again.body]).toEqual(["true", set.body]);
    expect(typeOf(await call("POST", `${one}/products/sync`, { sku: simple.sku, quantity: 18 }, { headers: { "idempotency-key": "stock-1" } }))).toBe(
      "422 idempotency_key_reused",
    );
    expect(typeOf(await call("POST", `${one}/products/sync`, { sku: "nobody sells this", quantity: 1 }))).toBe("404 sku_not_found");

    // Webhooks: what happens in the store arrives by itself, and a webhook that the store switched off is made again.
    expect(typeOf(await call("POST", `${one}/webhooks`, { topics: ["order.created"], delivery_url: "https://evil.example.com/" }))).toBe(
      `422 ${"delivery_url_not_ours" satisfies FailureCode}`,
    );
    const hooks = await call<{ webhooks: { topic: string; status: string; change: string }[] }>("POST", `${one}/webhooks`, {
      topics: ["order.created", "order.updated", "order.deleted", "product.updated"],
    });
    expect(hooks.body.webhooks.map(({ topic, status, change }) => `${topic} ${status} ${change}`)).toEqual([
      "order.created active created",
      "order.updated active created",
      "order.deleted active created",
      "product.updated active created",
    ]);
    const placed = await sandbox.call<{ order: { id: number } }>("POST", "/sandbox/woocommerce/orders", { store: "demo", paid: true });
    await waitUntil(
      "the new order has arrived by its webhook",
      async () =>
        (await stand.db.read
          .selectFrom("orders")
          .select("id")
          .where("connection_id", "=", id)
          .where("external_id", "=", String(placed.order.id))
          .executeTakeFirst()) !== undefined,
    );
    const shown = await call<{ integration: { id: string }; polls: unknown[]; webhooks: { topic: string; status: string }[] }>("GET", one);
    expect(shown.body.webhooks.map(({ status }) => status)).toEqual(["active", "active", "active", "active"]);
    expect(shown.body.polls).toHaveLength(2);

    const changed = await call<{ integration: Record<string, unknown> }>("PATCH", one, { integration_name: "Renamed", sync_every_minutes: 5 });
    expect(changed.body.integration).toMatchObject({ integration_name: "Renamed", sync_every_minutes: 5 });
    const list = await call<{ integrations: Record<string, unknown>[]; count: number }>("GET", "woocommerce/integrations");
    expect(list.body).toMatchObject({
      count: 1,
      integrations: [{ id, platform: "woocommerce", store_url: demo.url, integration_name: "Renamed", status: "active", ways: ["keys"] }],
    });
    expect(Date.parse(String(list.body.integrations[0]!["last_sync"]))).toBeGreaterThan(0);

    const log = await call<{ log: { kind: string; action: string }[]; next_cursor: string | null }>("GET", `${one}/log?limit=5`);
    expect(log.body.log).toHaveLength(5);
    const calls = new Set<string>();
    for (let after = ""; ;) {
      const page = await call<{ log: { action: string }[]; next_cursor: string | null }>("GET", `${one}/log?limit=200&after=${after}`);
      for (const { action } of page.body.log) calls.add(action);
      if (page.body.next_cursor === null) break;
      after = page.body.next_cursor;
    }
    for (const action of [
      "GET /orders",
      "PUT /products/{id}",
      "POST /webhooks",
      "store_connected",
      "store_tested",
      "store_synced",
      "stock_set",
      "webhooks_registered",
    ])
      expect([...calls], action).toContain(action);

    // What else there is to read.
    for (const path of ["customers", "products", "inventory", "sync-items", "audit", "alerts", "stats"])
      expect((await call("GET", path)).status, path).toBe(200);
    const products1 = await call<{ products: { title: string; variants: unknown[] }[]; next_cursor: string | null }>(
      "GET",
      "products?limit=1&fields=title,variants",
    );
    if (products1.body.products.length > 0) expect(Object.keys(products1.body.products[0]!)).toEqual(["title", "variants"]);
    const audit = await call<{ audit: { kind: string }[] }>("GET", "audit?kind=command&limit=3&since=2000-01-01T00:00:00Z");
    expect(new Set(audit.body.audit.map(({ kind }) => kind))).toEqual(new Set(["command"]));
    expect(typeOf(await call("POST", "sync-items/process", { status: "dead" }))).toBe("200 ok");

    // Nobody else's.
    for (const [method, path, body] of [
      ["GET", one],
      ["PATCH", one, { integration_name: "Taken" }],
      ["DELETE", one],
      ["POST", `${one}/test`],
      ["POST", `${one}/sync`, {}],
      ["POST", `${one}/products/sync`, { sku: simple.sku, quantity: 0 }],
      ["POST", `${one}/webhooks`, { topics: ["order.created"] }],
      ["GET", `${one}/log`],
      ["GET", `${one}/status-map`],
      ["PUT", `${one}/status-map`, { direction: "in", from: "awaiting-pickup", to: "PACKED" }],
    ] as const)
      expect(typeOf(await call(method, path, body, { as: "rival" })), `${method} ${path}`).toBe("404 integration_not_found");
    expect(typeOf(await call("POST", "woocommerce/integrations", wish(), { as: "rival" }))).toBe("409 store_already_connected");
    for (const path of ["orders", "customers", "products", "inventory", "sync-items", "deliveries", "audit", "alerts", "woocommerce/integrations"]) {
      expect(JSON.stringify((await call("GET", path)).body), path).toContain(path === "alerts" ? "alerts" : id);
      expect(JSON.stringify((await call("GET", path, undefined, { as: "rival" })).body), path).not.toContain(id);
    }

    expect((await call("DELETE", one)).status).toBe(200);
    expect(
      (await sandbox.call<{ stores: (DemoStore & { webhooks: unknown[] })[] }>("GET", "/sandbox/woocommerce/state")).stores.find(
        ({ slug }) => slug === "demo",
      )!.webhooks,
    ).toEqual([]);
    expect(typeOf(await call("GET", one))).toBe("404 integration_not_found");
  });

  it("finds by itself what its webhooks did not tell", { timeout: 60_000 }, async () => {
    store.orders = [storeOrder(1, "2026-01-01T00:00:00")];
    const id = await connect({ store_url: store.url, ...REFUSED_BY_NOBODY });
    await waitUntil("the store was looked at once", () => store.asked.some(({ query }) => query.has("modified_after")));
    store.orders.push(storeOrder(2, new Date().toISOString().slice(0, 19)));
    await call("PATCH", `woocommerce/integrations/${id}`, { sync_every_minutes: 5 });
    await waitUntil(
      "the second order is there",
      async () =>
        (await stand.db.read.selectFrom("orders").select("external_id").where("connection_id", "=", id).execute())
          .map((row) => row.external_id)
          .join() === "2",
    );
    await call("DELETE", `woocommerce/integrations/${id}`);
  });
});

describe("what cannot be connected", () => {
  it("says why, with the words of the catalogue", { timeout: 60_000 }, async () => {
    const refused = async (change: Record<string, unknown>) => typeOf(await call("POST", "woocommerce/integrations", wish(change)));
    expect(await refused({ consumer_secret: "cs_0000000000" })).toBe("422 store_keys_refused");
    expect(await refused({ store_url: "http://shop.example.com" })).toBe("422 store_http_unconfirmed");
    expect(await refused({ store_url: "https://192.168.7.7" })).toBe("422 store_address_not_public");
    expect(await refused({ store_url: "http://10.0.0.1", http_confirmation: "this store has no encryption" })).toBe("422 store_address_not_public");
    expect(await refused({ store_url: "http://127.0.0.1:9999" })).toBe("502 unreachable");
    expect(await refused({ store_url: `${sandbox.origin}/woo/nowhere` })).toBe("422 store_rest_missing");
    const other = { store_url: store.url, ...REFUSED_BY_NOBODY };
    store.instead = (_req, res, path) => (path === "/orders" ? void res.writeHead(200, { "content-type": "text/html" }).end("<html>") : false);
    expect(await refused(other)).toBe("502 store_answer_unreadable");
    store.instead = (_req, res) => void res.writeHead(302, { location: "http://169.254.169.254/latest/" }).end();
    expect(await refused(other)).toBe("422 store_http_unconfirmed");
    store.instead = (_req, res) => void res.writeHead(302, { location: "https://10.1.2.3/" }).end();
    expect(await refused(other)).toBe("422 store_address_not_public");
    store.instead = null;
    const all = await call<ErrorBody>("POST", "woocommerce/integrations", {
      store_url: "x y",
      consumer_key: "nope",
      consumer_secret: 5,
      auto_sync: "yes",
      sync_every_minutes: 1,
    });
    expect([all.status, all.body.error.type, all.body.errors!.map(({ path, code }) => `${path} ${code}`).sort()]).toEqual([
      422,
      "validation_failed",
      [
        "auto_sync type_wrong",
        "consumer_key value_invalid",
        "consumer_secret type_wrong",
        "store_url store_url_invalid",
        "sync_every_minutes number_out_of_range",
      ],
    ]);
    expect(typeOf(await call("POST", "woocommerce/authorizations", { store_url: "https://shop.example.com" }))).toBe("422 callback_needs_https");
    expect(typeOf(await call("POST", "woocommerce/authorizations/callback", { user_id: "made-up", ...REFUSED_BY_NOBODY }))).toBe(
      "403 authorization_invalid",
    );
  });

  it("is never answered 5xx by ourselves, whatever is sent", { timeout: 240_000 }, async () => {
    const id = await connect();
    const random = randomFrom(20261121);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const odd = [
      "",
      " ",
      "\u0000",
      "a\u0000b",
      "\ud800",
      "😀",
      "x".repeat(5_000),
      "__proto__",
      "'; DROP TABLE x; --",
      "../../etc",
      "\r\nX: y",
      "0",
      "-1",
      "1e400",
      null,
      true,
      false,
      0,
      -1,
      1.5,
      1e308,
      Number("99999999999999999999"),
      [],
      {},
      [[]],
      { a: { b: null } },
      ["order.created"],
      "2026-11-20T10:15:00Z",
      "2026-11-20T10:15:00Z~999999999",
      "9999-12-31T23:59:59Z",
      "0000-01-01T00:00:00Z",
      "any",
      "http://[",
      "https://[::1]:1/",
      "https://10.0.0.1",
      "ck_00000000",
      "cs_00000000",
      demo.url,
    ];
    const one = `woocommerce/integrations/${id}`;
    const targets: [string, string, string[]][] = [
      [
        "POST",
        "woocommerce/integrations",
        ["store_url", "consumer_key", "consumer_secret", "integration_name", "auto_sync", "sync_every_minutes", "http_confirmation"],
      ],
      ["POST", "woocommerce/authorizations", ["store_url", "integration_name", "http_confirmation"]],
      ["POST", "woocommerce/authorizations/callback", ["user_id", "consumer_key", "consumer_secret"]],
      ["PATCH", one, ["integration_name", "auto_sync", "sync_every_minutes"]],
      ["POST", `${one}/sync`, ["status", "since", "limit"]],
      ["POST", `${one}/products/sync`, ["sku", "quantity"]],
      ["POST", `${one}/webhooks`, ["topics", "delivery_url"]],
      ["POST", "sync-items/process", ["ids", "status"]],
    ];
    const reads = ["customers", "products", "inventory", "sync-items", "audit", "orders", `${one}/log`];
    const names = ["limit", "after", "before", "fields", "search", "sku", "connection_id", "status", "entity_type", "kind", "since", "until"];
    const seen = new Map<number, number>();
    const bad: string[] = [];
    const judge = (what: string, { status, body }: Called<unknown>) => {
      seen.set(status, (seen.get(status) ?? 0) + 1);
      // 502 is what a store's own silence or rubbish is told as.
      const isOurs =
        status >= 500 &&
        !(status === 502 && ["unreachable", "timeout", "store_name_unknown", "server_error"].includes((body as ErrorBody).error.type));
      if (isOurs) bad.push(`${status} ${what}`);
    };
    const bodies = 5_000;
    const one0 = async (n: number) => {
      if (n % 5 === 4) {
        const query = new URLSearchParams(Array.from({ length: 1 + Math.floor(random() * 3) }, () => [pick(names), String(pick(odd))]));
        const path = `${pick(reads)}?${query}`;
        return judge(`GET ${path}`.slice(0, 300), await call("GET", path));
      }
      const [method, path, fields] = pick(targets);
      const body = Object.fromEntries(fields.filter(() => random() < 0.7).map((field) => [field, pick(odd)]));
      // Names that DNS would be asked for take time, and tell nothing more.
      const text = n % 37 === 0 ? pick(["", "{", "[]", "null", '"x"', "{}x", '{"a":'.repeat(100)]) : JSON.stringify(body);
      const headers: Record<string, string> = n % 11 === 0 ? { "idempotency-key": pick(["a", "b", "x".repeat(300), "c d"]) } : {};
      judge(`${method} ${path} ${text}`.slice(0, 300), await call(method, path, text === "" ? "{}" : text, { headers }));
    };
    for (let n = 0; n < bodies; n += 20) await Promise.all(Array.from({ length: 20 }, (_, at) => one0(n + at)));
    expect(bad).toEqual([]);
    expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(bodies);
    expect(seen.get(422)).toBeGreaterThan(1_000);
    await call("DELETE", one);
  });
});
