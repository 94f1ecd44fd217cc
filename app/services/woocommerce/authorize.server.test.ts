import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOOK_TOPICS } from "#app/domain/store-connection.ts";
import { STORE_KEYS, type StoreServer } from "../../../tests/helpers/store-server.ts";
import { STORE_MERCHANT, storeServices, type StoreServices } from "../../../tests/helpers/store-services.ts";
import { finishAuthorization, nonceSha256, startAuthorization } from "./authorize.server.ts";
import { showAuthorization } from "./show-authorization.server.ts";
import { readStoreSecret } from "./store-settings.ts";
import { tryHandedKeys } from "./try-handed-keys.server.ts";

let services: StoreServices;
beforeEach(async () => (services = await storeServices()));
afterEach(() => services?.close());

const codeOf = (result: { ok: boolean }): string => (result.ok ? "ok" : (result as unknown as { error: { code: string } }).error.code);
const outOfOrder: StoreServer["instead"] = (_req, res) => {
  res.writeHead(503).end();
  return true;
};

describe("connecting with one click", () => {
  const keys = { consumer_key: STORE_KEYS.consumer_key, consumer_secret: STORE_KEYS.consumer_secret };
  const start = (change = {}, merchantId = STORE_MERCHANT) =>
    startAuthorization(services.ctx, merchantId, { storeUrl: services.store.url, name: "New", ...change });
  const hand = (user_id: string, handed = keys) => finishAuthorization(services.ctx, { user_id, ...handed });
  const nonceOf = (started: Awaited<ReturnType<typeof start>>): string =>
    new URL((started as { value: { url: string } }).value.url).searchParams.get("user_id")!;
  const requestOf = async (started: Awaited<ReturnType<typeof start>>) =>
    services.ctx.db.write((tx) => tx.find("wc_auth_requests", { nonce_sha256: nonceSha256(nonceOf(started)) }));
  const connections = () => services.ctx.db.read.selectFrom("connections").selectAll().where("channel", "=", "woocommerce").execute();
  const addOther = () => services.ctx.db.write((tx) => tx.insert("merchants", { id: "mer_other", name: "Other", created_at: 1, updated_at: 1 }));

  it("sends the owner to the store, takes the keys that it posts, and connects when they work", async () => {
    const { ctx } = services;
    const started = await start();
    const url = new URL((started as { value: { url: string } }).value.url);
    expect(url.origin + url.pathname).toBe(`${services.store.url}/wc-auth/v1/authorize`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      app_name: "Crossdock, account Store",
      scope: "read_write",
      return_url: "https://app.example.com/connect/woocommerce",
      callback_url: "https://app.example.com/api/v1/woocommerce/authorizations/callback",
    });
    expect(JSON.stringify(await requestOf(started))).not.toContain(nonceOf(started));
    expect(codeOf(await hand(nonceOf(started)))).toBe("ok");
    expect(await connections()).toEqual([]);
    expect(JSON.stringify(await requestOf(started))).not.toMatch(/c[ks]_/);
    expect(await tryHandedKeys(ctx)).toBe(1);
    const [made] = await connections();
    expect(made).toMatchObject({ merchant_id: STORE_MERCHANT, external_id: services.store.url, name: "New", status: "active" });
    expect(readStoreSecret(ctx.box, made!)).toMatchObject(keys);
    expect(await requestOf(started)).toMatchObject({ connection_id: made!.id, keys_encrypted: null, problem_code: null });
    expect(await tryHandedKeys(ctx)).toBe(0);
  });

  it.each([
    ["Smith & Sons #1", "Crossdock, account Smith Sons 1"],
    ["Zoë's <b>Käse</b>\n&callback_url=https://evil.example.com#", "Crossdock, account Zoës b Käse b callback_url https evil.example.com"],
    ["###", "Crossdock"],
    ["x".repeat(200), `Crossdock, account ${"x".repeat(80)}`],
  ])("names the account %j to the store's owner as %j", async (name, shown) => {
    await services.ctx.db.write((tx) => tx.insert("merchants", { id: "mer_named", name, created_at: 1, updated_at: 1 }));
    const started = await start({}, "mer_named");
    expect(new URL((started as { value: { url: string } }).value.url).searchParams.get("app_name")).toBe(shown);
  });

  it("makes webhooks too where that was wished, and none where it was not", async () => {
    const { ctx, store } = services;
    await hand(nonceOf(await start()));
    await tryHandedKeys(ctx);
    expect(store.webhooks).toEqual([]);
    await hand(nonceOf(await start({ hasWebhooks: true })));
    await tryHandedKeys(ctx);
    expect(store.webhooks.map(({ topic }) => topic)).toEqual(HOOK_TOPICS);
  });

  it("takes them once, in time, and only where they were asked for", async () => {
    const first = await start();
    const [one, two] = await Promise.all([hand(nonceOf(first)), hand(nonceOf(first))]);
    expect([codeOf(one), codeOf(two)].sort()).toEqual(["authorization_invalid", "ok"]);
    expect(codeOf(await hand("made up"))).toBe("authorization_invalid");
    expect(codeOf(await hand(`${nonceOf(await start())}x`))).toBe("authorization_invalid");
    const second = await start();
    services.time.now += 60 * 60_000;
    expect(codeOf(await hand(nonceOf(second)))).toBe("authorization_invalid");
  });

  it("connects nothing by keys that somebody made up, and keeps the owner out of nothing", async () => {
    const { ctx } = services;
    await addOther();
    const squatter = await start({}, "mer_other");
    expect(codeOf(await hand(nonceOf(squatter), { consumer_key: "ck_madeup00000", consumer_secret: "cs_madeup00000" }))).toBe("ok");
    expect(await tryHandedKeys(ctx)).toBe(1);
    expect(await connections()).toEqual([]);
    expect(await requestOf(squatter)).toMatchObject({ connection_id: null, keys_encrypted: null, problem_code: "store_keys_refused" });
    await services.connected();
    expect(await connections()).toMatchObject([{ merchant_id: STORE_MERCHANT, status: "active" }]);
  });

  it("leaves working keys where they are when others are posted in their name", async () => {
    const { ctx } = services;
    const connection = await services.connected();
    expect(codeOf(await hand(nonceOf(await start()), { consumer_key: "ck_madeup00000", consumer_secret: "cs_madeup00000" }))).toBe("ok");
    await tryHandedKeys(ctx);
    expect(readStoreSecret(ctx.box, await services.reload(connection))).toMatchObject(keys);
  });

  it("tries again while the store is out of reach, and says why it gave up", async () => {
    const { ctx } = services;
    const started = await start();
    await hand(nonceOf(started));
    services.store.instead = outOfOrder;
    expect(await tryHandedKeys(ctx)).toBe(1);
    expect(await requestOf(started)).toMatchObject({ problem_code: "server_error", keys_encrypted: expect.any(String) });
    expect(await tryHandedKeys(ctx)).toBe(0);
    services.time.now += 15_000;
    services.store.instead = null;
    expect(await tryHandedKeys(ctx)).toBe(1);
    expect(await requestOf(started)).toMatchObject({ problem_code: null, connection_id: (await connections())[0]!.id });

    const late = await start();
    await hand(nonceOf(late));
    services.store.instead = outOfOrder;
    for (let tries = 0; (await tryHandedKeys(ctx)) > 0; tries++) {
      expect(tries).toBeLessThan(50);
      services.time.now += 15_000;
    }
    expect(await requestOf(late)).toMatchObject({ problem_code: "server_error", keys_encrypted: null, connection_id: null });
  });

  it("lets no merchant's requests keep another's waiting", async () => {
    const { ctx } = services;
    await addOther();
    const many = await Promise.all(Array.from({ length: 8 }, () => start({}, "mer_other")));
    for (const one of many) await hand(nonceOf(one), { consumer_key: "ck_madeup00000", consumer_secret: "cs_madeup00000" });
    services.time.now += 1;
    const mine = await start();
    await hand(nonceOf(mine));
    expect(await tryHandedKeys(ctx)).toBe(2);
    expect(await requestOf(mine)).toMatchObject({ keys_encrypted: null, problem_code: null });
    for (let left = 7; left > 0; left--) expect(await tryHandedKeys(ctx)).toBe(1);
    expect(await tryHandedKeys(ctx)).toBe(0);
  });

  it("tells the owner's browser what became of it", async () => {
    const { ctx } = services;
    const started = await start();
    const view = (success = "1") => showAuthorization(ctx, { success, user_id: nonceOf(started) });
    expect(await view("0")).toEqual({ state: "denied" });
    expect(await view()).toEqual({ state: "unknown" });
    await hand(nonceOf(started));
    expect(await view()).toMatchObject({ state: "waiting", reason: null });
    await tryHandedKeys(services.ctx);
    expect(await view()).toMatchObject({ state: "connected", account: "Store" });
    const refused = await start();
    await hand(nonceOf(refused), { ...keys, consumer_secret: "cs_madeup00000" });
    await tryHandedKeys(services.ctx);
    expect(await showAuthorization(ctx, { success: "1", user_id: nonceOf(refused) })).toMatchObject({
      state: "refused",
      reason: expect.stringContaining("401"),
      remedy: expect.stringContaining("Make new keys"),
    });
  });

  it("is not begun where it could not end", async () => {
    expect(codeOf(await start({ storeUrl: "https://10.0.0.1" }))).toBe("store_address_not_public");
    expect(codeOf(await start({ storeUrl: "http://new.example.com" }))).toBe("store_http_unconfirmed");
    expect(codeOf(await start({ storeUrl: "::" }))).toBe("store_url_invalid");
    services.ctx.appUrl = "http://127.0.0.1:3000";
    expect(codeOf(await start())).toBe("callback_needs_https");
  });

  it("does not take a store from another merchant", async () => {
    await addOther();
    const mine = await start();
    const theirs = await start({}, "mer_other");
    const atOnce = await start({}, "mer_other");
    await hand(nonceOf(mine));
    expect(codeOf(await hand(nonceOf(atOnce)))).toBe("ok");
    // Both worked; whoever was first has it.
    await tryHandedKeys(services.ctx);
    const [connection, ...more] = await connections();
    expect(more).toEqual([]);
    const loser = connection!.merchant_id === STORE_MERCHANT ? atOnce : mine;
    expect(await requestOf(loser)).toMatchObject({ problem_code: "store_already_connected", connection_id: null });
    // Afterwards it is said to WooCommerce already.
    const latecomer = connection!.merchant_id === STORE_MERCHANT ? theirs : await start();
    expect(codeOf(await hand(nonceOf(latecomer)))).toBe("store_already_connected");
  });
});
