/**
 * WooCommerce over https, as in real life: Basic against a store behind TLS, certificates that are not to be trusted, redirects; and connecting
 * with one click, from the store's own page to the connection. App, store and what ends TLS are real processes and sockets.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import { buildPages } from "../helpers/built-pages.ts";
import { makeAuthority, type KeyAndCert } from "../helpers/certificates.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import { startTlsStand, type SandboxStore, type TlsStand } from "../helpers/tls-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

interface Called<T> {
  status: number;
  body: T;
}
interface Refused {
  error: { type: string; message: string; remedy: string };
}
interface Check {
  check: string;
  state: string;
  message: string;
  code?: string;
  remedy?: string;
}

const DAY_MS = 86_400_000;
let tls: TlsStand;
let demo: SandboxStore;
const tokens = new Map<string, string>();

beforeAll(async () => {
  await buildPages();
  tls = await startTlsStand();
  const { stores } = await tls.sandbox.call<{ stores: SandboxStore[] }>("GET", "/sandbox/woocommerce/state");
  demo = stores.find(({ slug }) => slug === "demo")!;
  recordSecret("consumer secret", demo.consumer_secret);
  for (const name of ["maker", "rival"]) tokens.set(name, await tls.addMerchant(name));
}, 180_000);
afterAll(() => tls?.close());

async function call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, as = "maker"): Promise<Called<T>> {
  const answer = await fetch(`${tls.app.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens.get(as)}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}
const wish = (store: SandboxStore, change: Record<string, unknown> = {}) => ({
  store_url: store.url,
  consumer_key: store.consumer_key,
  consumer_secret: store.consumer_secret,
  ...change,
});
const typeOf = ({ status, body }: Called<unknown>): string => `${status} ${(body as Partial<Refused>).error?.type ?? "ok"}`;
const connect = async (store: SandboxStore, as = "maker"): Promise<string> => {
  const made = await call<{ integration: { id: string } }>("POST", "woocommerce/integrations", wish(store), as);
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body.integration.id;
};
const connectionOf = (store: Pick<SandboxStore, "url">) =>
  tls.stand.db.read.selectFrom("connections").selectAll().where("external_id", "=", store.url).executeTakeFirst();
const pollOf = (id: string) =>
  tls.stand.db.read.selectFrom("poll_states").selectAll().where("connection_id", "=", id).where("entity", "=", "orders").executeTakeFirstOrThrow();
const pollNow = (id: string) => tls.stand.db.write((tx) => tx.update("poll_states", { next_poll_at: 1 }, { connection_id: id, entity: "orders" }));
const hasOrder = async (id: string, order: number): Promise<boolean> =>
  (await tls.stand.db.read
    .selectFrom("orders")
    .select("id")
    .where("connection_id", "=", id)
    .where("external_id", "=", String(order))
    .executeTakeFirst()) !== undefined;
const place = async (store: string): Promise<number> =>
  (await tls.sandbox.call<{ order: { id: number } }>("POST", "/sandbox/woocommerce/orders", { store, paid: true })).order.id;

describe("a store with keys over https", () => {
  it("is asked by Basic, which it takes over https alone", async () => {
    const authorization = `Basic ${Buffer.from(`${demo.consumer_key}:${demo.consumer_secret}`).toString("base64")}`;
    const orders = (origin: string) => fetch(`${origin}/woo/demo/wp-json/wc/v3/orders?per_page=1`, { headers: { authorization } });
    expect((await orders(tls.stores.url)).status).toBe(200);
    expect((await orders(tls.sandbox.origin)).status).toBe(401);
  });

  it("is connected, tested, read, written to, listened to and looked at, with its keys in the header", { timeout: 180_000 }, async () => {
    tls.stores.seen.splice(0);
    const id = await connect(demo);
    const one = `woocommerce/integrations/${id}`;
    const tested = await call<{ works: boolean; checks: Check[] }>("POST", `${one}/test`);
    expect(tested.body.checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(tested.body.checks.find(({ check }) => check === "encryption")?.message).toContain("the certificate is trusted");

    // The safety net first: nothing tells of this order.
    const quiet = await place("demo");
    await pollNow(id);
    await waitUntil("the order was found by asking", () => hasOrder(id, quiet));

    const hooks = await call<{ webhooks: { status: string }[] }>("POST", `${one}/webhooks`, { topics: ["order.created", "order.updated"] });
    expect(hooks.body.webhooks.map(({ status }) => status)).toEqual(["active", "active"]);
    const told = await place("demo");
    await waitUntil("the order has arrived by its webhook", () => hasOrder(id, told));
    expect(tls.app.seen.some(({ method, path }) => method === "POST" && path === `/webhooks/woocommerce/${id}`)).toBe(true);

    let since: string | undefined;
    do {
      const { body } = await call<{ result: { failed: number; next_since?: string } }>("POST", `${one}/sync`, {
        limit: 100,
        ...(since !== undefined && { since }),
      });
      expect(body.result.failed).toBe(0);
      since = body.result.next_since;
    } while (since !== undefined);
    const { products } = await tls.sandbox.call<{ products: { sku: string; type: string; manage_stock: boolean }[] }>(
      "GET",
      "/sandbox/woocommerce/products?store=demo",
    );
    const { sku } = products.find(({ type, sku, manage_stock }) => type === "simple" && sku !== "" && manage_stock)!;
    const set = await call<{ result: { quantity: number } }>("POST", `${one}/products/sync`, { sku, quantity: 23 });
    expect([set.status, set.body.result.quantity]).toEqual([200, 23]);

    const asked = tls.stores.seen.filter(({ path }) => path.includes("/wp-json/wc/v3"));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter(({ headers }) => !headers.authorization?.startsWith("Basic "))).toEqual([]);
    expect(asked.filter(({ path }) => /oauth_|consumer_/.test(path))).toEqual([]);
  });

  it("says of wrong keys what to do", async () => {
    const refused = await call<Refused>("POST", "woocommerce/integrations", wish(demo, { consumer_secret: `cs_${"0".repeat(40)}` }));
    expect([typeOf(refused), refused.body.error.remedy]).toEqual(["422 store_keys_refused", FAILURE_CATALOGUE.store_keys_refused.remedy]);
    expect(refused.body.error.message).toContain("Consumer secret is invalid");
  });
});

describe("a certificate that is not to be trusted", () => {
  const names = ["127.0.0.1"];
  const bad = (): [string, KeyAndCert, RegExp][] => [
    ["of nobody known", makeAuthority("Nobody").issue({ names }), /Nobody known vouches/],
    ["run out", tls.authority.issue({ names, from: Date.now() - 2 * DAY_MS, until: Date.now() - DAY_MS }), /has expired/],
    ["not yet begun", tls.authority.issue({ names, from: Date.now() + DAY_MS, until: Date.now() + 2 * DAY_MS }), /not valid yet/],
    ["for another name", tls.authority.issue({ names: ["other.example.com"] }), /another name than the one in the address/],
  ];

  it("keeps a store from being connected, and a connected one from being asked, in words", { timeout: 120_000 }, async () => {
    const store = await tls.openStore("certificates");
    const known = await tls.openStore("certificates-known");
    const id = await connect(known);
    try {
      for (const [name, certificate, words] of bad()) {
        tls.stores.show(certificate);
        tls.stores.seen.splice(0);
        const refused = await call<Refused>("POST", "woocommerce/integrations", wish(store));
        expect(typeOf(refused), name).toBe("502 store_tls_failed");
        expect(refused.body.error.message, name).toMatch(words);
        expect(refused.body.error.remedy).toBe(FAILURE_CATALOGUE.store_tls_failed.remedy);
        const { body } = await call<{ works: boolean; checks: Check[] }>("POST", `woocommerce/integrations/${id}/test`);
        expect(body.works).toBe(false);
        const encryption = body.checks.find(({ check }) => check === "encryption");
        expect(encryption, name).toMatchObject({ state: "failed", code: "store_tls_failed", remedy: FAILURE_CATALOGUE.store_tls_failed.remedy });
        expect(encryption?.message, name).toMatch(words);
        // Not one request, and so not one key, has gone there.
        expect(tls.stores.seen).toEqual([]);
      }
      expect(await connectionOf(store)).toBeUndefined();
      await pollNow(id);
      await waitUntil("the look at the store has failed", async () => (await pollOf(id)).error_code === "store_tls_failed");
      expect((await connectionOf(known))?.status).toBe("active");
    } finally {
      tls.stores.show(tls.certificate);
    }
    await pollNow(id);
    await waitUntil("it is well again by itself", async () => (await pollOf(id)).error_code === null);
    expect((await call<{ works: boolean }>("POST", `woocommerce/integrations/${id}/test`)).body.works).toBe(true);
  });
});

describe("a store that sends its callers elsewhere", () => {
  let plain: Server;
  let to = "";
  let origin = "";
  const asked: string[] = [];
  beforeAll(async () => {
    plain = createServer((req, res) => {
      asked.push(`${req.url} ${req.headers.authorization ?? ""}`);
      res.writeHead(301, { location: to + (req.url ?? "") }).end();
    });
    await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    plain.closeAllConnections();
    plain.close();
  });

  it("is connected under the address with https that the message names", async () => {
    const store = await tls.openStore("moved");
    to = tls.stores.url;
    const moved = await call<Refused>("POST", "woocommerce/integrations", wish(store, { store_url: `${origin}/woo/moved` }));
    expect([typeOf(moved), moved.body.error.message]).toEqual(["422 store_moved", `The store sends its callers to another address, ${store.url}.`]);
    expect(moved.body.error.remedy).toContain("under the address that the message names");
    // Followed without a key, to be able to say where it leads.
    expect(asked.join("\n")).not.toMatch(/ck_|cs_|Basic|oauth/);
    await connect(store);
  });

  it.each([
    ["https://10.0.0.1", "422 store_address_not_public"],
    ["http://169.254.169.254/latest", "422 store_http_unconfirmed"],
    ["https://[::ffff:10.0.0.1]", "422 store_address_not_public"],
    ["https://[fd00::1]", "422 store_address_not_public"],
  ])("is not followed to %s", async (target, expected) => {
    to = target;
    const store = await tls.openStore("inside");
    expect(typeOf(await call("POST", "woocommerce/integrations", wish(store, { store_url: `${origin}/woo/inside` })))).toBe(expected);
  });
});

describe("connecting with one click", () => {
  interface Asked {
    nonce: string;
    page: Response;
    text: string;
  }
  const begin = async (store: SandboxStore, as = "maker"): Promise<URL> => {
    const started = await call<{ authorize_url: string }>("POST", "woocommerce/authorizations", { store_url: store.url }, as);
    if (started.status !== 201) throw new Error(JSON.stringify(started.body));
    const url = new URL(started.body.authorize_url);
    recordSecret("nonce of an approval", url.searchParams.get("user_id")!);
    return url;
  };
  /** The store's page, as its owner sees it. */
  const open = async (url: URL): Promise<Asked> => {
    const page = await fetch(url);
    return { nonce: url.searchParams.get("user_id")!, page, text: await page.text() };
  };
  const approve = ({ text }: Asked) =>
    fetch(tls.stores.url + /<form method="post" action="([^"]+)"/.exec(text)![1]!, { method: "POST", redirect: "manual" });
  const deny = ({ text }: Asked) => /class="button" href="([^"]+)">Deny/.exec(text)![1]!.replaceAll("&amp;", "&");
  /** WooCommerce's own post, or somebody else's. */
  const post = async (nonce: string, { consumer_key, consumer_secret }: Pick<SandboxStore, "consumer_key" | "consumer_secret">) => {
    const answer = await fetch(`${tls.app.url}/api/v1/woocommerce/authorizations/callback`, {
      method: "POST",
      headers: { "content-type": "application/json;charset=UTF-8" },
      body: JSON.stringify({ key_id: 1, user_id: nonce, consumer_key, consumer_secret, key_permissions: "read_write" }),
    });
    return `${answer.status} ${((await answer.json()) as Partial<Refused>).error?.type ?? "ok"}`;
  };
  const requestsOf = (store: SandboxStore) =>
    tls.stand.db.read.selectFrom("wc_auth_requests").selectAll().where("store_url", "=", store.url).orderBy("created_at").execute();
  const connected = (store: SandboxStore) => waitUntil("the store is connected", () => connectionOf(store));
  const madeUp = { consumer_key: `ck_${"a".repeat(40)}`, consumer_secret: `cs_${"b".repeat(40)}` };
  /** The store's own list of keys: what WooCommerce took back is not in it. */
  const keysIn = async (slug: string) => {
    const { stores } = await tls.sandbox.call<{ stores: { slug: string; keys: { description: string }[] }[] }>("GET", "/sandbox/woocommerce/state");
    return stores.find((one) => one.slug === slug)!.keys.filter(({ description }) => description.startsWith("Crossdock"));
  };

  it("asks the owner, takes the keys over https, tries them, and connects", async () => {
    const store = await tls.openStore("click");
    const asked = await open(await begin(store));
    expect(asked.page.status).toBe(200);
    // Into whose account: the address could have come from anybody.
    expect(asked.text).toContain("Crossdock, account maker would like to connect to your store");
    tls.app.seen.splice(0);
    const back = await approve(asked);
    expect([back.status, await back.text()]).toEqual([303, expect.any(String)]);
    const made = await connected(store);
    // The currency is the store's, not the merchant's: it was read there.
    expect(made).toMatchObject({ merchant_id: "mer_maker", status: "active", channel: "woocommerce", currency: "USD" });
    const [callback] = tls.app.seen.filter(({ path }) => path === "/api/v1/woocommerce/authorizations/callback");
    expect(callback).toMatchObject({ method: "POST", headers: { "content-type": "application/json;charset=utf-8" } });
    const [key] = await keysIn("click");
    expect(key!.description).toMatch(/^Crossdock, account maker - API/);
    const page = await fetch(back.headers.get("location")!);
    const words = await page.text();
    expect(words).toContain("Your store is connected");
    expect(words).toContain("account maker");
    // They are the keys that it goes on with.
    const tested = await call<{ works: boolean }>("POST", `woocommerce/integrations/${made.id}/test`);
    expect(tested.body.works).toBe(true);
  });

  it("says so when the owner denies, and nothing was made", async () => {
    const store = await tls.openStore("denied");
    const asked = await open(await begin(store));
    const page = await fetch(deny(asked));
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("Your store was not connected")]);
    expect([await connectionOf(store), await keysIn("denied")]).toEqual([undefined, []]);
  });

  it("takes a nonce once, in time, unchanged, and only where it was asked for", async () => {
    const store = await tls.openStore("nonces");
    const once = await open(await begin(store));
    const again = await open(await begin(store));
    expect(await post(`${again.nonce.slice(0, -1)}${again.nonce.endsWith("A") ? "B" : "A"}`, store)).toBe("403 authorization_invalid");
    expect(await post("", store)).toMatch(/^422 /);
    expect((await approve(once)).status).toBe(303);
    await connected(store);
    expect(await post(once.nonce, store)).toBe("403 authorization_invalid");

    const late = await open(await begin(store));
    const [, , newest] = await requestsOf(store);
    await tls.stand.db.write((tx) => tx.update("wc_auth_requests", { expires_at: Date.now() - 1 }, { nonce_sha256: newest!.nonce_sha256 }));
    const refused = await approve(late);
    // WooCommerce tells the owner, and takes its keys back.
    expect([refused.status, (await refused.text()).includes("unable to send the consumer data")]).toEqual([401, true]);
    expect(await keysIn("nonces")).toHaveLength(1);
    expect((await connectionOf(store))?.merchant_id).toBe("mer_maker");
  });

  it("gives a merchant no store that another one has, whatever nonce is shown", async () => {
    const store = await tls.openStore("taken");
    const theirs = await begin(store, "rival");
    await connect(store);
    expect(await post(theirs.searchParams.get("user_id")!, store)).toBe("409 store_already_connected");
    expect((await connectionOf(store))?.merchant_id).toBe("mer_maker");
  });

  it("connects nothing by keys of somebody's own making: the real owner still can, and working keys stay", async () => {
    const store = await tls.openStore("squatted");
    const mine = await begin(store, "rival");
    expect(await post(mine.searchParams.get("user_id")!, madeUp)).toBe("200 ok");
    await waitUntil("the keys were tried", async () => (await requestsOf(store))[0]?.problem_code === "store_keys_refused");
    expect(await connectionOf(store)).toBeUndefined();
    const back = new URL(mine.searchParams.get("return_url")!);
    back.search = new URLSearchParams({ success: "1", user_id: mine.searchParams.get("user_id")! }).toString();
    const words = await (await fetch(back)).text();
    expect(words).toContain("Your store was not connected");
    expect(words).toContain("Make new keys in WooCommerce");

    const id = await connect(store);
    const own = await begin(store);
    expect(await post(own.searchParams.get("user_id")!, madeUp)).toBe("200 ok");
    await waitUntil("they were tried too", async () => (await requestsOf(store)).every(({ problem_code }) => problem_code !== null));
    expect((await call<{ works: boolean }>("POST", `woocommerce/integrations/${id}/test`)).body.works).toBe(true);
  });

  it("connects nothing while the store's certificate is not trusted, and by itself when it is", { timeout: 120_000 }, async () => {
    const store = await tls.openStore("untrusted");
    const asked = await begin(store);
    const nonce = asked.searchParams.get("user_id")!;
    try {
      tls.stores.show(tls.authority.issue({ names: ["other.example.com"] }));
      expect(await post(nonce, store)).toBe("200 ok");
      await waitUntil("the keys were tried", async () => (await requestsOf(store))[0]?.problem_code === "store_tls_failed");
      const waiting = await (await fetch(`${tls.app.url}/connect/woocommerce?success=1&user_id=${nonce}`)).text();
      expect(waiting).toContain("another name than the one in the address");
    } finally {
      tls.stores.show(tls.certificate);
    }
    expect(await connectionOf(store)).toBeUndefined();
    await tls.stand.db.write((tx) => tx.update("wc_auth_requests", { next_try_at: 1 }, { store_url: store.url }));
    expect(await connected(store)).toMatchObject({ merchant_id: "mer_maker" });
  });

  it("keeps nonces and keys out of the logs, and out of the database in the clear", async () => {
    const store = await tls.openStore("logged");
    const asked = await open(await begin(store));
    const back = await approve(asked);
    await fetch(back.headers.get("location")!);
    await connected(store);
    const logs = tls.processes.flatMap(({ process }) => process.lines).join("\n");
    expect(logs).not.toContain(asked.nonce);
    expect(logs).not.toMatch(/\bc[ks]_[0-9a-f]{16,}/);
    const kept = JSON.stringify([
      await requestsOf(store),
      await tls.stand.db.read.selectFrom("connections").selectAll().execute(),
      await tls.stand.db.read.selectFrom("audit_log").selectAll().execute(),
    ]);
    expect(kept).not.toContain(asked.nonce);
    expect(kept).not.toMatch(/\bc[ks]_[0-9a-f]{16,}/);
  });
});
