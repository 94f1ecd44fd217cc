/** The API's documentation against a running server: every example runs, every answer is as described, every page can be read. */
import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examples, LANGUAGES, type Example, type Language } from "#app/api/docs/examples.ts";
import { ALL_CODES, MOST_MET } from "#app/api/docs/errors.ts";
import { OPERATIONS } from "#app/api/operations.ts";
import { FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import { linkOf } from "#app/domain/failure-entry.ts";
import { mistakesOf, operationOf, type Exchange } from "../helpers/api-conformance.ts";
import { startEventStand, type EventStand } from "../helpers/event-stand.ts";
import { startRecordingProxy, type RecordingProxy } from "../helpers/recording-proxy.ts";
import type { RunningApp } from "../helpers/start-app.ts";
import { startStoreServer, STORE_KEYS, storeOrder, storeProduct, type StoreServer } from "../helpers/store-server.ts";
import { waitUntil } from "../helpers/wait-until.ts";

let stand: EventStand;
let app: RunningApp;
let proxy: RecordingProxy;
let store: StoreServer;
let merchantId: string;
let key: string;
const folder = mkdtempSync(join(tmpdir(), "crossdock-examples-"));

beforeAll(async () => {
  stand = await startEventStand();
  app = await stand.start();
  proxy = await startRecordingProxy(app.url);
  store = await startStoreServer();
  store.orders.push(storeOrder(1, "2026-11-01T10:00:00"), storeOrder(2, "2026-11-02T10:00:00"));
  store.products.push(storeProduct(50, "MUG-1"));
  merchantId = await stand.addMerchant("documented");
  key = (await stand.addKey(merchantId, { scopes: ["events:write", "read", "write"] })).key;
});
afterAll(async () => {
  await proxy?.close();
  await app?.stop();
  await store?.close();
  await stand?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

const COMMANDS: Record<Language, (file: string) => [string, ...string[]]> = {
  sh: (file) => ["sh", file],
  ts: (file) => [process.execPath, file],
  php: (file) => ["php", file],
  py: (file) => ["python3", file],
};
/** What has to be on the machine; TypeScript runs in the node that runs this test. */
const NEEDS: Record<Language, [string, ...string[]] | null> = {
  sh: ["curl", "--version"],
  ts: null,
  php: ["php", "--version"],
  py: ["python3", "--version"],
};

const run = (command: [string, ...string[]], env: Record<string, string> = {}): Promise<Run> =>
  new Promise((resolve) => {
    const [program, ...args] = command;
    const { PATH = "" } = process.env;
    const surroundings = { PATH, TZ: "UTC", ...env } as unknown as NodeJS.ProcessEnv;
    execFile(program, args, { cwd: folder, env: surroundings, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 1, stdout, stderr }),
    );
  });

/** Runs an example as somebody who copied it from the page. */
function runExample({ file, source, language }: Example, env: Record<string, string> = {}): Promise<Run> {
  const copy = join(folder, file);
  // A reader's own project says that its files are modules.
  writeFileSync(copy, language === "ts" ? `${source}\nexport {};\n` : source);
  return run(COMMANDS[language](copy), {
    CROSSDOCK_URL: proxy.url,
    CROSSDOCK_KEY: key,
    STORE_URL: store.url,
    STORE_KEY: STORE_KEYS.consumer_key,
    STORE_SECRET: STORE_KEYS.consumer_secret,
    ...env,
  });
}

const missing = async (language: Language): Promise<string | null> => {
  const needed = NEEDS[language];
  return needed === null || (await run(needed)).code === 0 ? null : `${needed[0]} is not on this machine`;
};

const processed = () =>
  waitUntil("all events are processed", async () => {
    const open = await stand.db.read
      .selectFrom("deliveries")
      .select("id")
      .where("merchant_id", "=", merchantId)
      .where("status", "in", ["pending", "processing", "failed"])
      .execute();
    return open.length === 0;
  });

const call = (method: string, path: string, { body, headers = {} }: { body?: string; headers?: Record<string, string> } = {}) =>
  fetch(proxy.url + path, { method, headers, ...(body !== undefined && { body }) });
const get = async (path: string): Promise<{ status: number; headers: Headers; text: string }> => {
  const answer = await call("GET", path);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

/** Examples of sending come first: the others read what those sent. */
const inOrder = [...examples].sort((a, b) => Number(b.name === "send-event") - Number(a.name === "send-event"));
const EXPECTED: Record<string, RegExp> = {
  "send-event": /evt_\w+/,
  "list-orders": /API-1004[5-8]/,
  "import-csv":
    /"status":"importing","total_rows":2|completed: [01] imported, [01] known before\nrow 3, customer_phone: Is not (in E\.164 form|a phone number in international form)/,
  "show-order": /API-10045[\s\S]*(Order delivered|order_delivered)/i,
  "connect-woocommerce": /2 of 2 orders synced/,
  "replay-failed": /\b0 processed again|"replayed":0/,
};

describe("the examples", () => {
  it("are there in every language for every task", () => {
    const names = new Set(examples.map((one) => one.name));
    expect([...names].sort()).toEqual(Object.keys(EXPECTED).sort());
    for (const name of names)
      expect(
        examples
          .filter((one) => one.name === name)
          .map((one) => one.language)
          .sort(),
        name,
      ).toEqual(Object.keys(LANGUAGES).sort());
    for (const { example } of OPERATIONS) if (example !== undefined) expect(names).toContain(example);
  });

  it("run as they stand", { timeout: 180_000 }, async ({ annotate }) => {
    const skipped = new Map<Language, string>();
    for (const language of Object.keys(LANGUAGES) as Language[]) {
      const reason = await missing(language);
      if (reason !== null) {
        skipped.set(language, reason);
        await annotate(`${LANGUAGES[language]} examples are skipped: ${reason}`);
      }
    }
    for (const example of inOrder.filter(({ language }) => !skipped.has(language))) {
      if (example.name !== "send-event") await processed();
      const { code, stdout, stderr } = await runExample(example);
      expect({ file: example.file, code, stderr }).toEqual({ file: example.file, code: 0, stderr: "" });
      expect(stdout, example.file).toMatch(EXPECTED[example.name]!);
    }
  });

  it("say what is wrong where something is", async () => {
    for (const example of examples) {
      if ((await missing(example.language)) !== null) continue;
      const refused = await runExample(example, { CROSSDOCK_KEY: "cd_live_00000000000000000000000000000000" });
      expect(refused.code, example.file).not.toBe(0);
      expect(refused.stdout + refused.stderr, example.file).toMatch(/There is no such API key|invalid_api_key|invalid_access_token|401/);
    }
  });
});

describe("the answers", () => {
  const json = { "content-type": "application/json" };
  const token = async (apiKey = key): Promise<string> => {
    const answer = await call("POST", "/api/v1/auth/token", { headers: json, body: JSON.stringify({ api_key: apiKey }) });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const codesOf = ({ body }: Exchange): string[] => {
    const { error, errors = [] } = JSON.parse(body) as { error?: { type: string }; errors?: { code: string }[] };
    return [...(error ? [error.type] : []), ...errors.map(({ code }) => code)];
  };

  it("are as described, each operation's, also where it refuses", { timeout: 180_000 }, async () => {
    const event = OPERATIONS.find(({ id }) => id === "sendEvent")!.body as { example: Record<string, unknown> };
    const send = (body: unknown, headers: Record<string, string> = {}) =>
      call("POST", "/webhooks/commerce/event", {
        headers: { ...json, "x-api-key": key, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
    const { customer, order } = event.example as { customer: object; order: object };
    // The same order number from a file and from the API: what `1001` means is not guessed.
    for (const id of ["1001", "#1001"]) await send({ ...event.example, external_order_id: id });
    await send(event.example);
    await send({
      event_type: "order_lost",
      external_order_id: "",
      occurred_at: "2999-01-01T00:00:00Z",
      customer: { phone: "0171 2345678", email: "ana" },
      order: {
        status: "lost",
        delivered_at: "yesterday",
        total: "1,50",
        currency: "euro",
        lines: [{ title: "A\nB", sku: "x".repeat(300), quantity: 0 }, 3],
      },
    });
    await send({ ...event.example, customer, order: { ...order, currency: undefined } });
    await send("not JSON");
    await send(event.example, { "content-type": "text/plain" });
    await send(event.example, { "x-api-key": "cd_live_00000000000000000000000000000000" });
    await send({ ...event.example, note: "x".repeat(6 * 1024 * 1024) });
    const readOnly = (await stand.addKey(merchantId, { scopes: ["read"] })).key;
    await send(event.example, { "x-api-key": readOnly });
    await call("POST", "/api/v1/auth/token", { headers: json, body: "{}" });
    await call("POST", "/api/v1/auth/token", { headers: json, body: '{"api_key":"wrong"}' });
    await call("POST", "/api/v1/auth/token", {
      headers: json,
      body: JSON.stringify({ api_key: (await stand.addKey(merchantId, { mode: "test" })).key }),
    });
    await processed();

    const bearer = { authorization: `Bearer ${await token()}` };
    const [delivery] = await stand.db.read.selectFrom("deliveries").select("id").where("merchant_id", "=", merchantId).limit(1).execute();
    const reads = [
      ...[
        "orders",
        "orders?limit=1",
        "orders?status=DELIVERED&fields=id,order_ref",
        "orders?search=ana",
        "orders?limit=0",
        "orders?after=x",
        "orders?fields=secret",
      ],
      ...[
        "orders/API-10045",
        "orders/API-10045?include=notes,tracking,payment,timeline",
        "orders/API-10045?include=lies",
        "orders/nobody%20knows",
        "orders/1001",
      ],
      ...["deliveries", "deliveries?limit=1", "deliveries?status=completed&topic=order_delivered&order=API-10045", "deliveries?since=x&status=lost"],
      ...["stats", "stats?window=24h", "stats?window=30d", "stats?window=year"],
    ];
    for (const path of reads) await call("GET", `/api/v1/${path}`, { headers: bearer });
    await call("GET", "/api/v1/orders");
    await call("GET", "/api/v1/stats", { headers: { authorization: `Bearer ${(await token()).slice(0, -2)}xx` } });
    const upload = (file: string | Buffer, type = "text/csv", query = "") =>
      fetch(`${proxy.url}/api/v1/imports${query}`, { method: "POST", headers: { "content-type": type, ...bearer }, body: file as never });
    const imported = (await (
      await upload("order_id,customer_phone,order_date,order_status\nB-1,+14155552671,2026-10-02,delivered\n,0171,2026-02-30,lost\n")
    ).json()) as { import: { id: string } };
    await waitUntil("the file is imported", async () => {
      const run = (await (await call("GET", `/api/v1/imports/${imported.import.id}`, { headers: bearer })).json()) as { import: { status: string } };
      return run.import.status === "completed";
    });
    await call("GET", `/api/v1/imports/${imported.import.id}?limit=2`, { headers: bearer });
    await call("GET", "/api/v1/imports?limit=1", { headers: bearer });
    await call("GET", "/api/v1/imports/imp_of_nobody", { headers: bearer });
    await upload("order_id,order_id\n1,2\n");
    await upload("order_id\n1\n");
    await upload("");
    await upload(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0xff, 0xfe, 0xfd]));
    await upload(`order_id,customer_phone,order_date\n${"1,+14155552671,2026-10-02\n".repeat(10_001)}`);
    await upload(Buffer.alloc(10 * 1024 * 1024 + 1, "x"));
    await upload("a", "application/json");
    await upload("order_id\n1\n", "text/csv", "?plans_messages=perhaps");
    const replay = (body: unknown, headers: Record<string, string> = bearer) =>
      call("POST", "/api/v1/deliveries/replay", { headers: { ...json, ...headers }, body: JSON.stringify(body) });
    await replay({ ids: [delivery!.id] });
    await replay({ topic: "order_delivered", status: "completed" });
    await replay({});
    await replay({ ids: [1], status: "dead" });
    await replay({ ids: [delivery!.id] }, { authorization: `Bearer ${await token(readOnly)}` });

    // A WooCommerce store, and what else there is to read. Its refusals: woocommerce-keys.test.ts.
    const post = (path: string, body: unknown, method = "POST") =>
      call(method, `/api/v1/${path}`, { headers: { ...json, ...bearer }, body: JSON.stringify(body) });
    const wish = { store_url: store.url, ...STORE_KEYS };
    const connected = (await (await post("woocommerce/integrations", wish)).json()) as { integration: { id: string } };
    const one = `woocommerce/integrations/${connected.integration.id}`;
    await post(one, { sync_every_minutes: 5 }, "PATCH");
    await call("POST", `/api/v1/${one}/test`, { headers: bearer });
    await post(`${one}/sync`, { limit: 1 });
    await post(`${one}/products/sync`, { sku: "MUG-1", quantity: 3 });
    await post(`${one}/webhooks`, { topics: ["order.updated"] });
    await post("woocommerce/authorizations", { store_url: "https://shop.example.com" });
    await post("woocommerce/authorizations/callback", { user_id: "nobody", ...STORE_KEYS });
    await post(`${one}/status-map`, { direction: "in", from: "awaiting-pickup", to: "PACKED" }, "PUT");
    await post(`${one}/status-map`, { direction: "in", from: "awaiting-pickup", to: "nowhere" }, "PUT");
    await post(`${one}/status-map`, { direction: "in", from: "processing", to: "CONFIRMED", apply_to_orders: true }, "PUT");
    await post(`${one}/status-map`, { direction: "out", from: "PACKED", to: "awaiting-pickup" }, "PUT");
    await call("GET", `/api/v1/${one}/status-map`, { headers: bearer });
    await post("sync-items/process", {});
    const lists = ["customers", "products", "inventory", "sync-items", "audit", "alerts", "woocommerce/integrations", one, `${one}/log`];
    for (const path of lists) await call("GET", `/api/v1/${path}`, { headers: bearer });
    await call("DELETE", `/api/v1/${one}`, { headers: bearer });

    const api = proxy.exchanges.filter(({ path }) => !/^\/api\/(docs|openapi)/.test(path));
    expect([...new Set(api.flatMap(mistakesOf))]).toEqual([]);
    expect([...new Set(api.map(operationOf))].sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort());
    // What the catalogue says of a refusal is what the answer says of it.
    for (const { body } of api) {
      const { error } = JSON.parse(body) as {
        error?: { type: keyof typeof FAILURE_CATALOGUE; remedy: string; documentation_url: string; action?: { label: string } };
      };
      if (error === undefined) continue;
      const entry = FAILURE_CATALOGUE[error.type];
      expect(error).toMatchObject({ remedy: entry.remedy, documentation_url: `${app.url}/api/docs/errors#${error.type}` });
      expect(error.action?.label ?? null).toBe(linkOf(entry)?.label ?? null);
    }
    const seen = new Set(api.flatMap(codesOf));
    const met = [
      ...[
        "validation_failed",
        "request_unreadable",
        "unsupported_media_type",
        "payload_too_large",
        "invalid_api_key",
        "invalid_access_token",
        "key_scope_missing",
      ],
      ...[
        "required",
        "empty",
        "type_wrong",
        "value_unknown",
        "value_invalid",
        "too_long",
        "number_out_of_range",
        "control_characters",
        "phone_not_e164",
        "email_invalid",
      ],
      ...[
        "time_invalid",
        "time_in_future",
        "currency_invalid",
        "amount_invalid",
        "status_unknown",
        "selection_unclear",
        "order_not_found",
        "order_ambiguous",
      ],
    ];
    expect(met.filter((code) => !seen.has(code))).toEqual([]);
  });

  it("list each thing once, page by page", async () => {
    const { example } = OPERATIONS.find(({ id }) => id === "sendEvent")!.body as { example: object };
    for (const id of ["p-1", "p-2", "p-3", "p-4", "p-5"])
      await call("POST", "/webhooks/commerce/event", {
        headers: { ...json, "x-api-key": key },
        body: JSON.stringify({ ...example, external_order_id: id }),
      });
    await processed();
    const bearer = { authorization: `Bearer ${await token()}` };
    const refs: string[] = [];
    let after = "";
    do {
      const page = (await (await call("GET", `/api/v1/orders?limit=2&after=${after}`, { headers: bearer })).json()) as {
        orders: { order_ref: string }[];
        next_cursor: string | null;
      };
      refs.push(...page.orders.map((order) => order.order_ref));
      after = page.next_cursor ?? "";
    } while (after);
    expect(refs.length).toBeGreaterThanOrEqual(5);
    expect(new Set(refs).size).toBe(refs.length);
  });
});

describe("the pages", () => {
  it("hold the document, every operation and every code, under a policy that allows no script", async () => {
    const document = await get("/api/openapi.json");
    expect(document.status).toBe(200);
    expect(JSON.parse(document.text)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/), servers: [{ url: app.url }] });
    const reference = await get("/api/docs");
    const errors = await get("/api/docs/errors");
    for (const { status, headers, text } of [reference, errors]) {
      expect(status).toBe(200);
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'self'; img-src 'self';/);
      // Addresses in examples are text; nothing is loaded or linked from elsewhere.
      expect(text).not.toMatch(/<script|(src|href|action)="https?:\/\/(?!127\.0\.0\.1)|url\(|@import|style="|\son\w+=/);
    }
    for (const { id, path } of OPERATIONS) for (const part of [`id="${id}"`, `<code>${path}</code>`]) expect(reference.text).toContain(part);
    for (const { source } of examples) expect(unescaped(reference.text)).toContain(source.trimEnd());
    for (const code of ALL_CODES) expect(errors.text).toContain(`id="${code}"`);
    for (const code of MOST_MET) {
      const { title, happened, remedy } = FAILURE_CATALOGUE[code];
      for (const words of [title, happened, remedy, linkOf(FAILURE_CATALOGUE[code])!.label]) expect(unescaped(errors.text)).toContain(words);
    }
    // Every link within leads somewhere.
    for (const { text } of [reference, errors]) {
      for (const [, fragment] of text.matchAll(/href="(?:\/api\/docs)?#([\w-]+)"/g))
        expect(reference.text + errors.text).toContain(`id="${fragment}"`);
    }
  });
});

const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] as string);
