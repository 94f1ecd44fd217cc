/** WooCommerce's own webhooks through their door, on real processes: what interfaces.md promises of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { presentRefusedSignatures } from "#app/presenters/refused-signatures.server.ts";
import { startEventStand, type EventStand } from "../helpers/event-stand.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import { runCrossdock } from "../helpers/run-crossdock.ts";
import type { RunningApp } from "../helpers/start-app.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { addHookStore, generatedHooks, hookOf, sendHook, type Hook, type HookStore } from "../helpers/woocommerce-hooks.ts";
import { bytes, wooOrder, type Json } from "../helpers/woocommerce-things.ts";

let stand: EventStand;
let app: RunningApp;
let store: HookStore;
const SECRET = "hook-secret-of-the-first-store";
const ALIAS = "/api/v1/woocommerce/webhooks/receive";

const add = (name: string, site: string, secret: string | null, status?: string) =>
  addHookStore(stand.db, stand.options.secrets.ENCRYPTION_KEYS, {
    merchantId: "mer_shop",
    name,
    site,
    secret: secret === null ? {} : { webhook_secret: secret },
    ...(status && { status }),
  });

beforeAll(async () => {
  stand = await startEventStand();
  await stand.addMerchant("shop");
  recordSecret("webhook secret", SECRET);
  store = await add("first", "https://shop.example.com", SECRET);
  app = await stand.start();
}, 120_000);
afterAll(() => stand?.close());

const door = (one: HookStore) => `${app.url}/webhooks/woocommerce/${one.connectionId}`;
const post = (hook: Pick<Hook, "body" | "headers">, one = store) => sendHook(door(one), hook);
const deliveries = (connectionId: string) =>
  stand.db.read.selectFrom("deliveries").selectAll().where("connection_id", "=", connectionId).orderBy("id").execute();
const settled = (connectionId: string) =>
  waitUntil(
    "all is processed",
    async () => (await deliveries(connectionId)).every(({ status }) => status === "completed" || status === "dead" || status === "held"),
    { timeoutMs: 120_000, everyMs: 100 },
  );

describe("a store's own webhook", () => {
  it("is stored once under its own address, and becomes an order", async () => {
    const hook = hookOf(store, "order.created", wooOrder({ id: 801, number: "801" }));
    expect(await post(hook)).toMatchObject({ status: 200, body: { status: "stored" } });
    expect(await post(hook)).toMatchObject({ status: 200, body: { status: "stored", duplicate: true } });
    await settled(store.connectionId);
    const orders = await stand.db.read.selectFrom("orders").selectAll().where("external_id", "=", "801").execute();
    expect(orders).toMatchObject([{ order_ref: "WC-801", hub_status: "PROCESSING", total_minor: 2645, merchant_id: "mer_shop" }]);
    const listed = await runCrossdock(["deliveries", "list", "--json"], {
      DATABASE_URL: stand.options.databaseUrl,
      DATA_DIR: stand.options.dataDir,
      ...stand.options.secrets,
    });
    expect(listed.json<Json[]>()).toContainEqual(
      expect.objectContaining({
        connection_id: store.connectionId,
        topic: "order.created",
        status: "completed",
        external_id: "801",
        order_ref: "WC-801",
      }),
    );
  });

  it("with the Delivery-ID of another but a body of its own is another delivery", async () => {
    const same = { "x-wc-webhook-delivery-id": "0123456789abcdef" };
    for (const note of ["a", "b"]) await post(hookOf(store, "order.updated", wooOrder({ id: 802, customer_note: note }), same));
    const ours = (await deliveries(store.connectionId)).filter(({ source_event_id: id }) => id === "0123456789abcdef");
    expect(ours).toHaveLength(2);
    expect(ours.filter(({ error_code: code }) => code === "same_id_other_content")).toEqual([]);
  });

  it("that tells of a deletion is never taken for a repeat", async () => {
    const hook = hookOf(store, "order.deleted", { id: 803 });
    for (let times = 0; times < 3; times++) expect(await post(hook)).toMatchObject({ status: 200, body: { status: "stored" } });
    expect((await deliveries(store.connectionId)).filter(({ topic }) => topic === "order.deleted")).toHaveLength(3);
  });

  it("that carries the store's signed error is kept, and says so", async () => {
    await post(hookOf(store, "order.updated", { code: "woocommerce_rest_shop_order_invalid_id", message: "Invalid ID.", data: { status: 404 } }));
    await settled(store.connectionId);
    expect((await deliveries(store.connectionId)).at(-1)).toMatchObject({ status: "dead", error_code: "store_sent_an_error" });
  });

  it("is refused when its signature is wrong, short, long, missing or another store's", async () => {
    const other = await add("refused", "https://refused.example.com", "another-secret");
    const hook = hookOf(store, "order.updated", wooOrder({ id: 804 }));
    const good = hook.headers["x-wc-webhook-signature"] as string;
    const { "x-wc-webhook-signature": _, ...unsigned } = hook.headers;
    const wrong = [`A${good.slice(1)}` === good ? `B${good.slice(1)}` : `A${good.slice(1)}`, good.slice(0, -4), `${good}AAAA`, "", "0"];
    for (const headers of [...wrong.map((signature) => ({ ...unsigned, "x-wc-webhook-signature": signature })), unsigned])
      expect(await post({ body: hook.body, headers })).toMatchObject({
        status: 401,
        body: { error: { type: "webhook_verification_failed", message: expect.any(String), remedy: expect.stringContaining("WooCommerce") } },
      });
    expect((await post(hook, other)).status).toBe(401);
    expect((await post({ ...hook, body: bytes(wooOrder({ id: 805 })) })).status).toBe(401);
    expect(await deliveries(other.connectionId)).toEqual([]);
    // What the store's page tells of it.
    await waitUntil("it is counted", async () => (await presentRefusedSignatures(stand.db, "mer_shop", store.connectionId, Date.now())) !== null);
    expect(await presentRefusedSignatures(stand.db, "mer_shop", other.connectionId, Date.now())).toMatchObject({
      title: "Webhook verification failed",
      extent: "1 webhook that names your store was refused in the last 24 hours.",
      remedy: expect.stringMatching(/^WooCommerce: delete the webhook in the store/),
    });
    expect(await presentRefusedSignatures(stand.db, "mer_else", other.connectionId, Date.now())).toBeNull();
    expect(await presentRefusedSignatures(stand.db, "mer_shop", other.connectionId, Date.now() + 2 * 86_400_000)).toBeNull();
  });

  it("is refused by a store for which no webhook was ever made, whatever it is signed with", async () => {
    const bare = await add("bare", "https://bare.example.com", null);
    expect((await post(hookOf({ ...bare, secret: "" }, "order.updated", wooOrder()), bare)).status).toBe(401);
  });

  it("is not known under an address that is none, and counted but not stored where the store is disconnected", async () => {
    expect(await post(hookOf(store, "order.updated", wooOrder()), { ...store, connectionId: "con_nobody" })).toMatchObject({
      status: 404,
      body: { error: { type: "integration_not_found" } },
    });
    const off = await add("off", "https://off.example.com", "off-secret", "inactive");
    expect(await post(hookOf(off, "order.updated", wooOrder()), off)).toMatchObject({ status: 200, body: { status: "ignored" } });
    expect(await deliveries(off.connectionId)).toEqual([]);
    await waitUntil("it is counted", async () => {
      const rows = await stand.db.read.selectFrom("receipt_counters").selectAll().where("connection_id", "=", off.connectionId).execute();
      return rows.some(({ kind, count }) => kind === "inactive" && Number(count) === 1);
    });
  });

  it("must be a POST of JSON, of a size", async () => {
    const hook = hookOf(store, "order.updated", wooOrder());
    expect((await sendHook(door(store), hook, "GET")).status).toBe(405);
    expect((await post({ ...hook, headers: { ...hook.headers, "content-type": "text/plain" } })).status).toBe(415);
    expect((await post(hookOf(store, "order.updated", new Uint8Array(5 * 1024 * 1024 + 1)))).status).toBe(413);
    const { "x-wc-webhook-topic": _, ...nameless } = hook.headers;
    expect((await post({ ...hook, headers: nameless })).status).toBe(400);
  });

  it("when it is only switched on pings, unsigned: answered, and nothing is stored", async () => {
    const before = (await deliveries(store.connectionId)).length;
    const ping = { body: bytes("webhook_id=7"), headers: { "content-type": "application/x-www-form-urlencoded" } };
    expect(await post(ping)).toMatchObject({ status: 200 });
    expect((await sendHook(`${app.url}${ALIAS}`, ping)).status).toBe(200);
    expect((await post(ping, { ...store, connectionId: "con_nobody" })).status).toBe(404);
    expect((await post({ ...ping, body: bytes("webhook_id=7&x=1") })).status).toBe(415);
    expect(await deliveries(store.connectionId)).toHaveLength(before);
  });
});

describe("the address that all stores share", () => {
  const send = (hook: Pick<Hook, "body" | "headers">) => sendHook(`${app.url}${ALIAS}`, hook);

  it("finds the store by its source and its signature", async () => {
    const shared = await add("shared", "https://shared.example.com/shop", "shared-secret");
    expect(await send(hookOf(shared, "order.created", wooOrder({ id: 811 })))).toMatchObject({ status: 200, body: { status: "stored" } });
    // The same thing under the store's own address is the same delivery.
    expect(await post(hookOf(shared, "order.created", wooOrder({ id: 811 })), shared)).toMatchObject({ body: { duplicate: true } });
    expect(
      await send(hookOf(shared, "order.created", wooOrder({ id: 812 }), { "x-wc-webhook-source": "http://SHARED.example.com/shop/" })),
    ).toMatchObject({
      status: 200,
    });
    expect(await deliveries(shared.connectionId)).toHaveLength(2);
  });

  it("takes nothing of a source that is unknown, missing, no address, or signed by nobody it could be", async () => {
    const hook = hookOf(store, "order.created", wooOrder({ id: 813 }));
    const { "x-wc-webhook-source": _, ...sourceless } = hook.headers;
    for (const headers of [
      sourceless,
      ...["https://unknown.example.com/", "https://shop.example.com/other", "shop", "", "javascript:1"].map((source) => ({
        ...hook.headers,
        "x-wc-webhook-source": source,
      })),
    ])
      expect((await send({ body: hook.body, headers })).status).toBe(401);
    expect((await send(hookOf({ ...store, secret: "wrong" }, "order.created", wooOrder({ id: 813 })))).status).toBe(401);
  });

  it("takes nothing that two stores could have signed", async () => {
    const twins = await Promise.all([
      add("twin-a", "https://twin.example.com", "twin-secret"),
      add("twin-b", "http://twin.example.com", "twin-secret"),
    ]);
    expect((await send(hookOf(twins[0], "order.created", wooOrder({ id: 814 })))).status).toBe(401);
    for (const twin of twins) expect(await deliveries(twin.connectionId)).toEqual([]);
    // With secrets of their own they are told apart.
    await add("brother-a", "https://brother.example.com", "secret-a");
    const b = await add("brother-b", "http://brother.example.com", "secret-b");
    expect((await send(hookOf(b, "order.created", wooOrder({ id: 815 })))).status).toBe(200);
    expect(await deliveries(b.connectionId)).toHaveLength(1);
  });
});

describe("2,000 generated bodies", () => {
  it("are all answered without a 5xx and all worked off", async () => {
    const odd = await add("odd", "https://odd.example.com", "odd-secret");
    const statuses = new Map<number, number>();
    const hooks = generatedHooks(odd, 2_000, 20261121);
    for (let at = 0; at < hooks.length; at += 50)
      for (const { status } of await Promise.all(hooks.slice(at, at + 50).map((hook) => post(hook, odd))))
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
    expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
    expect(statuses.get(200)).toBe(2_000);
    await settled(odd.connectionId);
    const ends = await deliveries(odd.connectionId);
    expect(ends.filter(({ error_class: wrong }) => wrong === "bug").map(({ id, error_message: said }) => [id, said])).toEqual([]);
    // Not all of one kind, or nothing was shown.
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(["completed", "dead", "held"]));
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  }, 300_000);
});
