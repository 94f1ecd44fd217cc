import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { STORE_KEYS } from "../../../tests/helpers/store-server.ts";
import { STORE_MERCHANT, storeServices, type StoreServices } from "../../../tests/helpers/store-services.ts";
import { createIntegration, saveIntegration } from "./create-integration.server.ts";
import { changeIntegration, findIntegration, testIntegration } from "./integrations.server.ts";
import { storeApi, storeCallFor } from "./store-api.server.ts";
import { readStoreSecret, readStoreSettings } from "./store-settings.ts";

let services: StoreServices;
beforeEach(async () => {
  services = await storeServices();
});
afterEach(() => services?.close());

const codeOf = (result: { ok: boolean }): string => (result.ok ? "ok" : (result as unknown as { error: { code: string } }).error.code);

describe("connecting a store", () => {
  it("tries the keys, keeps them sealed, and asks from then on what changed", async () => {
    const { ctx, store } = services;
    const connection = await services.connected({ storeUrl: `${store.url}/wp-admin/`, name: "My store", syncEveryMinutes: 5 });
    expect(connection).toMatchObject({
      channel: "woocommerce",
      external_id: store.url,
      name: "My store",
      status: "active",
      currency: "EUR",
      country: "DE",
      timezone: "Europe/Berlin",
    });
    expect(connection.secret_encrypted).not.toContain(STORE_KEYS.consumer_secret);
    expect(readStoreSecret(ctx.box, connection)).toMatchObject(STORE_KEYS);
    expect(readStoreSettings(connection)).toMatchObject({ way: "keys", auto_sync: true, sync_every_minutes: 5 });
    const polls = await ctx.db.write((tx) => tx.list("poll_states", { connection_id: connection.id }));
    expect(polls.map((poll) => poll.entity).sort()).toEqual(["orders", "products"]);
    // Nothing but reading, and writes to what cannot exist.
    expect(
      store.asked
        .filter(({ call }) => !call.startsWith("GET"))
        .map(({ call }) => call)
        .sort(),
    ).toEqual(["PUT /products/0", "PUT /webhooks/0"]);
  });

  it("names the store as itself where nobody else does", async () => expect((await services.connected()).name).toBe("Test store"));

  it("keeps nothing when the store refuses", async () => {
    const refused = await createIntegration(services.ctx, STORE_MERCHANT, services.wish({ consumerSecret: "cs_wrong0000" }));
    expect(codeOf(refused)).toBe("store_keys_refused");
    expect(await services.ctx.db.write((tx) => tx.list("connections", { merchant_id: STORE_MERCHANT }))).toEqual([]);
  });

  it("gives a known store the new keys, and leaves what was not read yet", async () => {
    const { ctx, time } = services;
    const first = await services.connected();
    time.now += 60_000;
    const again = await services.connected();
    expect(again.id).toBe(first.id);
    const [poll] = await ctx.db.write((tx) => tx.list("poll_states", { connection_id: first.id, entity: "orders" }));
    expect(poll!.cursor).toBeLessThan(time.now - 50_000);
  });

  it("does not take a store from another merchant", async () => {
    const { ctx } = services;
    const mine = await services.connected();
    await ctx.db.write((tx) => tx.insert("merchants", { id: "mer_other", name: "Other", created_at: 1, updated_at: 1 }));
    expect(codeOf(await createIntegration(ctx, "mer_other", services.wish()))).toBe("store_already_connected");
    expect((await services.reload(mine)).merchant_id).toBe(STORE_MERCHANT);
    expect(codeOf(await findIntegration(ctx, "mer_other", mine.id))).toBe("integration_not_found");
  });

  it("may be connected by another merchant once it was deleted", async () => {
    const { ctx, time } = services;
    const mine = await services.connected();
    await ctx.db.write((tx) => tx.update("connections", { deleted_at: time.now, status: "inactive" }, { id: mine.id }));
    await ctx.db.write((tx) => tx.insert("merchants", { id: "mer_other", name: "Other", created_at: 1, updated_at: 1 }));
    const theirs = await createIntegration(ctx, "mer_other", services.wish());
    expect(theirs.ok && theirs.value.id).not.toBe(mine.id);
  });
});

describe("which addresses are asked", () => {
  it("none on this machine, unless this installation is itself at home here", async () => {
    const { ctx, store } = services;
    delete ctx.reach;
    expect(codeOf(await createIntegration(ctx, STORE_MERCHANT, services.wish()))).toBe("store_http_unconfirmed");
    expect(codeOf(await createIntegration(ctx, STORE_MERCHANT, services.wish({ httpConfirmation: "this store has no encryption" })))).toBe(
      "store_address_not_public",
    );
    expect(store.asked).toEqual([]);
  });

  it.each([
    ["http://shop.example.com", "store_http_unconfirmed"],
    ["https://10.0.0.1", "store_address_not_public"],
    ["https://[fd00::1]", "store_address_not_public"],
    ["https://169.254.169.254", "store_address_not_public"],
    ["https://shop.example.com:22", "store_url_invalid"],
    ["https://user:secret@shop.example.com", "store_url_invalid"],
    ["no address at all", "store_url_invalid"],
    ["https://shop.nobody.invalid", "store_name_unknown"],
  ])("%s: %s", async (storeUrl, code) =>
    expect(codeOf(await createIntegration(services.ctx, STORE_MERCHANT, services.wish({ storeUrl })))).toBe(code),
  );

  it("does not follow a store into a private network, nor to another store", async () => {
    const { store } = services;
    for (const [location, code] of [
      ["http://10.0.0.1/wp-json/", "store_http_unconfirmed"],
      ["https://192.168.1.1/wp-json/", "store_address_not_public"],
      ["https://169.254.169.254/latest/meta-data/", "store_address_not_public"],
    ] as const) {
      store.instead = (_req, res) => void res.writeHead(302, { location }).end();
      expect(codeOf(await createIntegration(services.ctx, STORE_MERCHANT, services.wish())), location).toBe(code);
    }
    store.instead = (_req, res, path) =>
      path.startsWith("/moved")
        ? void res.end('{"name":"Moved","namespaces":["wc/v3"]}')
        : void res.writeHead(301, { location: `${store.url}/moved/wp-json/` }).end();
    expect(codeOf(await createIntegration(services.ctx, STORE_MERCHANT, services.wish()))).toBe("store_moved");
  });
});

describe("what a store may answer instead", () => {
  const html = "<!doctype html><title>Just a moment…</title>";
  it.each<[string, number, string, Record<string, string>, string, string]>([
    ["a page", 200, html, { "content-type": "text/html" }, "/orders", "store_answer_unreadable"],
    ["a warning of PHP in front", 200, `Warning: something in x.php\n[]`, {}, "/orders", "store_answer_unreadable"],
    ["a firewall's page", 403, html, {}, "/orders", "store_blocked"],
    ["plain permalinks", 404, html, {}, "/", "store_rest_missing"],
    ["no such route", 404, '{"code":"rest_no_route","message":"No route"}', {}, "/orders", "store_rest_missing"],
    ["no right", 403, '{"code":"woocommerce_rest_cannot_view","message":"Sorry"}', {}, "/orders", "store_permission_missing"],
    ["maintenance", 503, html, {}, "/orders", "server_error"],
    ["too many calls", 429, "", { "retry-after": "7" }, "/orders", "rate_limited"],
    ["an error of its own", 500, html, {}, "/orders", "server_error"],
    ["a bad parameter", 400, '{"code":"rest_invalid_param","message":"Invalid parameter(s): orderby"}', {}, "/orders", "store_refused"],
    ["nothing", 200, "", {}, "/", "store_rest_missing"],
  ])("%s (%i)", async (_what, status, text, headers, at, code) => {
    services.store.instead = (_req, res, path) => (path === at ? void res.writeHead(status, headers).end(text) : false);
    const refused = await createIntegration(services.ctx, STORE_MERCHANT, services.wish());
    expect(codeOf(refused)).toBe(code);
    if (status === 429) expect(refused).toMatchObject({ error: { class: "throttled", retryAfterMs: 7_000 } });
  });

  it("keeps neither addresses of people nor keys of what a store says", async () => {
    const said = `No <b>user</b> ana@example.com with ${STORE_KEYS.consumer_key}`;
    services.store.instead = (_req, res, path) =>
      path === "/orders" ? void res.writeHead(400).end(JSON.stringify({ code: "x", message: said })) : false;
    const refused = await createIntegration(services.ctx, STORE_MERCHANT, services.wish());
    expect(refused).toMatchObject({ error: { message: "The store answered 400: No user … with …" } });
  });

  it("tells a store that is not there, or hangs up", async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    expect(codeOf(await createIntegration(services.ctx, STORE_MERCHANT, services.wish({ storeUrl: `http://127.0.0.1:${port}` })))).toBe(
      "unreachable",
    );
    services.store.instead = (req) => void req.socket.destroy();
    expect(codeOf(await createIntegration(services.ctx, STORE_MERCHANT, services.wish()))).toBe("unreachable");
  });
});

describe("a test", () => {
  const states = (tested: Awaited<ReturnType<typeof testIntegration>>) =>
    tested.ok ? Object.fromEntries(tested.value.checks.map(({ check, state, code }) => [check, code ?? state])) : tested.error.code;

  it("says of everything whether it works", async () => {
    const { ctx } = services;
    const connection = await services.connected();
    expect(states(await testIntegration(ctx, connection))).toEqual({
      reach: "ok",
      encryption: "store_http_unconfirmed",
      rest_api: "ok",
      read_orders: "ok",
      write_products: "ok",
      webhooks: "ok",
      version: "ok",
      currency: "ok",
    });
  });

  it("finds keys that may only read, and a user without rights", async () => {
    const { ctx, store } = services;
    const connection = await services.connected();
    store.keys.permissions = "read";
    expect(states(await testIntegration(ctx, connection))).toMatchObject({
      read_orders: "ok",
      write_products: "store_key_read_only",
      webhooks: "store_key_read_only",
    });
    // In a language that we do not read.
    store.instead = (req, res) =>
      req.method === "PUT"
        ? void res.writeHead(401).end('{"code":"woocommerce_rest_authentication_error","message":"Der Schlüssel darf nicht schreiben."}')
        : false;
    expect(states(await testIntegration(ctx, connection))).toMatchObject({ write_products: "store_key_read_only" });
    store.instead = (_req, res, path) =>
      /settings|system_status/.test(path) ? void res.writeHead(403).end('{"code":"woocommerce_rest_cannot_view","message":"Sorry"}') : false;
    expect(await testIntegration(ctx, connection)).toMatchObject({ value: { failure: null, facts: { version: null, currency: null } } });
  });

  it("shows a refused key on the connection, and takes that back when it works again", async () => {
    const { ctx, store } = services;
    const connection = await services.connected();
    store.keys.secret = "cs_changed";
    expect(codeOf(await storeApi(ctx, connection).get("/orders/1"))).toBe("store_keys_refused");
    expect(await services.reload(connection)).toMatchObject({ status: "error", status_reason: "store_keys_refused" });
    expect(states(await testIntegration(ctx, connection))).toMatchObject({ read_orders: "store_keys_refused", write_products: "skipped" });
    store.keys.secret = STORE_KEYS.consumer_secret;
    await testIntegration(ctx, connection);
    expect(await services.reload(connection)).toMatchObject({ status: "active", status_reason: null, last_error: null });
  });

  it("needs keys", async () => {
    const { ctx } = services;
    const connection = await services.connected();
    await ctx.db.write((tx) => tx.update("connections", { secret_encrypted: null }, { id: connection.id }));
    const bare = await services.reload(connection);
    for (const result of [
      await testIntegration(ctx, bare),
      await storeApi(ctx, bare).get("/orders"),
      await storeCallFor(ctx, bare)("GET /orders", {}),
    ])
      expect(codeOf(result)).toBe("store_keys_missing");
  });
});

describe("the calls", () => {
  it("are written down, without keys and contents", async () => {
    const { ctx } = services;
    const connection = await services.connected();
    await storeApi(ctx, connection, { actor: "merchant" }).list("/orders", { per_page: 1, status: "processing" });
    await storeApi(ctx, connection).send("PUT", "/products/7", { stock_quantity: 1 });
    const calls = (await services.audit(connection)).filter(({ kind }) => kind === "api_call");
    expect(calls).toMatchObject([
      { actor: "merchant", action: "GET /orders", data: { status: 200, query: { per_page: 1, status: "processing" } } },
      { actor: "worker", action: "PUT /products/{id}", data: { path: "/products/7", status: 404, error_code: "source_gone" } },
    ]);
    expect(JSON.stringify(calls)).not.toMatch(/ck_|cs_|oauth_|stock_quantity/);
  });

  it("of a channel's reader: one thing as it is, a list with how many there are", async () => {
    const { ctx, store } = services;
    const connection = await services.connected();
    store.products.push({ id: 7, sku: "A" });
    const call = storeCallFor(ctx, connection);
    expect(await call("GET /products/7", {})).toEqual({ ok: true, value: { id: 7, sku: "A" } });
    expect(await call("GET /products", { per_page: 5 })).toEqual({ ok: true, value: { items: [{ id: 7, sku: "A" }], total: 1, totalPages: 1 } });
    expect(await call("PUT /products/7", { body: { sku: "B" } })).toEqual({ ok: true, value: { id: 7, sku: "B" } });
    expect(codeOf(await call("GET /products/8", {}))).toBe("source_gone");
  });

  it("are two at a time for one store", async () => {
    const { ctx, store } = services;
    const connection = await services.connected();
    let [now, most] = [0, 0];
    store.instead = (_req, res) => {
      most = Math.max(most, ++now);
      setImmediate(() => {
        now--;
        res.writeHead(200, { "content-type": "application/json" }).end("[]");
      });
    };
    await Promise.all(Array.from({ length: 12 }, () => storeApi(ctx, connection).list("/orders")));
    expect(most).toBeLessThanOrEqual(2);
    expect(most).toBeGreaterThan(0);
  });
});

describe("a change", () => {
  it("sets name and schedule, and is due at once", async () => {
    const { ctx, time } = services;
    const connection = await services.connected();
    time.now += 60_000;
    const changed = await changeIntegration(ctx, connection, { name: "Renamed", autoSync: false, syncEveryMinutes: 15 });
    expect(changed).toMatchObject({ ok: true, value: { name: "Renamed" } });
    expect(readStoreSettings(await services.reload(connection))).toMatchObject({
      auto_sync: false,
      sync_every_minutes: 15,
      way: "keys",
      is_renamed: true,
    });
  });
});

describe("keys that the store handed over itself", () => {
  it("keep the merchant's own name and the webhooks' secret of a known store", async () => {
    const { ctx, store } = services;
    const connection = await services.connected({ name: "Mine" });
    const facts = { clockOffsetMs: 0, name: "Theirs", version: null, currency: null, country: null, timezone: null };
    const saved = await saveIntegration(ctx, STORE_MERCHANT, store.url, {
      ...services.wish({ consumerKey: "ck_new00000" }),
      isHttpConfirmed: false,
      checked: { checks: [], facts, keysIn: "header", failure: null },
    });
    expect(saved).toMatchObject({ ok: true, value: { id: connection.id, name: "Mine" } });
    expect(readStoreSecret(ctx.box, (saved as { value: typeof connection }).value).consumer_key).toBe("ck_new00000");
  });
});
