/** The life of a shop's connection against the sandbox: the app in its own processes, services also in this one. */
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { chooseEntities } from "#app/services/choose-entities.server.ts";
import { compareSubscriptions } from "#app/services/compare-subscriptions.server.ts";
import { deleteConnection } from "#app/services/delete-connection.server.ts";
import { disconnect } from "#app/services/disconnect.server.ts";
import { reconnect } from "#app/services/reconnect.server.ts";
import { registerAllWebhooks } from "#app/services/register-webhooks.server.ts";
import { repairAllSubscriptions } from "#app/services/repair-subscriptions.server.ts";
import { apiFor } from "#app/services/shopify-api.server.ts";
import { deleteSubscription, listSubscriptions } from "#app/channels/shopify/subscriptions.ts";
import { SHOP_FACTS_QUERY } from "#app/services/connect-shop.server.ts";
import { everythingStored } from "../helpers/everything-stored.ts";
import { startProcess } from "../helpers/logged-process.ts";
import { standServices, type StandServices } from "../helpers/stand-services.ts";
import { startStand, type Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const DEMO = "demo-shop.myshopify.com";
const EMPTY = "empty-shop.myshopify.com";
const HOUR_MS = 3_600_000;
let stand: Stand;
let here: StandServices;
beforeEach(async () => {
  stand = await startStand();
  here = await standServices(stand);
});
afterEach(async () => {
  await here?.close();
  await stand?.stop();
});

const sandbox = <T = Record<string, unknown>>(path: string, body: unknown = {}) => stand.sandbox.call<T>("POST", path, body);
const idOf = (gid: string) => gid.split("/").at(-1)!;
const placeOrder = async (input: Record<string, unknown> = {}) =>
  idOf((await sandbox<{ order: { id: string } }>("/sandbox/orders", { shop: DEMO, ...input })).order.id);
const arrives = (order: string) => waitUntil(`order ${order} arrives`, () => here.hasOrder(order));
const refreshes = () => here.ctx.db.read.selectFrom("audit_log").select("data").where("action", "=", "token_refresh").execute();

/** How many access tokens the sandbox has given out for the demo shop. */
function tokensIssued(): number {
  const db = new Sqlite(join(stand.dataDir, "sandbox", "sandbox.db"), { readonly: true });
  try {
    return (db.prepare("SELECT count(*) AS n FROM tokens WHERE shop = ?").get(DEMO) as { n: number }).n;
  } finally {
    db.close();
  }
}

/** Everything a merchant does in onboarding. */
async function setUp(shop = DEMO, entities = ["orders"]) {
  const { connection } = await here.open(shop);
  const chosen = await chooseEntities(here.ctx, connection, entities);
  if (!chosen.ok) throw new Error(chosen.error.message);
  const registered = await registerAllWebhooks(here.ctx, chosen.value);
  if (!registered.ok) throw new Error(JSON.stringify(registered.error.filter((one) => one.status === "error")));
  return here.stored(shop);
}

it("installs, registers, repairs, disconnects, reconnects", async () => {
  const connection = await setUp();
  expect(connection).toMatchObject({
    status: "active",
    onboarding_step: "first_order",
    currency: expect.stringMatching(/^[A-Z]{3}$/),
    timezone: expect.any(String),
  });
  await arrives(await placeOrder());

  // Somebody, or Shopify after eight failed deliveries, takes a subscription away: the worker makes it again by itself.
  const call = apiFor(here.ctx, connection);
  const listed = await listSubscriptions(call);
  const victim = (listed.ok ? listed.value : []).find((one) => one.topicEnum === "ORDERS_CREATE")!;
  await deleteSubscription(call, victim.id);
  expect(await repairAllSubscriptions(here.ctx)).toBe(1);
  await waitUntil("the subscription is there again", async () => {
    const compared = await compareSubscriptions(here.ctx, connection);
    return compared.ok && compared.value.missing.length === 0;
  });

  await disconnect(here.ctx, connection.merchant_id, connection.id);
  const ignored = await placeOrder();
  await waitUntil("Shopify's delivery was answered", async () =>
    (await stand.sandbox.call<{ webhooks: { state: string }[] }>("GET", `/sandbox/webhooks?order_id=${ignored}`)).webhooks.every(
      (one) => one.state === "delivered",
    ),
  );
  expect(await reconnect(here.ctx, connection.merchant_id, connection.id)).toMatchObject({ ok: true });
  await arrives(await placeOrder());
  expect(await here.hasOrder(ignored)).toBe(false);
});

it("asks for a permission that is missing, and works once it is granted", async () => {
  const { connection } = await here.open(DEMO);
  await sandbox("/store/demo-shop/scopes", { revoke: ["read_customers"] });
  await here.ctx.db.write((tx) => tx.update("connections", { granted_scopes: "read_orders,read_fulfillments" }, { id: connection.id }));
  const current = await here.stored(DEMO);
  expect(await chooseEntities(here.ctx, current, ["orders", "customers"])).toMatchObject({ ok: false, error: { code: "scope_missing" } });
  await sandbox("/store/demo-shop/scopes", { grant: ["read_customers"] });
  expect(await chooseEntities(here.ctx, current, ["orders", "customers"])).toMatchObject({ ok: true });
});

it("refreshes an expired token exactly once, for 20 calls in this process and 20 in two others", async () => {
  await here.open(DEMO);
  here.clock.ahead = 2 * HOUR_MS;
  const connection = await here.stored(DEMO);
  const call = apiFor(here.ctx, connection);
  const others = [1, 2].map(() =>
    startProcess("call-admin", ["--import", "./sandbox/redirect.ts", "tests/helpers/call-admin-process.ts"], {
      SHOP: DEMO,
      CALLS: "10",
      AHEAD_MS: String(here.clock.ahead),
      DATABASE_URL: stand.database.url,
      DATA_DIR: stand.dataDir,
      APP_URL: stand.appUrl,
      SHOPIFY_SANDBOX_ORIGIN: stand.sandbox.origin,
      ...stand.secrets,
    }),
  );
  const results = await Promise.all(Array.from({ length: 20 }, () => call(SHOP_FACTS_QUERY, {})));
  expect(results.every((result) => result.ok)).toBe(true);
  for (const other of others) {
    expect(await other.exit).toBe(0);
    expect(other.lines.at(-1)).toBe('{"succeeded":10}');
  }
  expect(await refreshes()).toHaveLength(1);
});

it("exchanges the session token once when a page's loaders all arrive first, in two processes", async () => {
  const { app } = await stand.sandbox.state();
  const { session_token } = await sandbox<{ session_token: string }>("/sandbox/session-tokens", { shop: DEMO });
  const openApp = (token: string) =>
    startProcess("open-app", ["--import", "./sandbox/redirect.ts", "tests/helpers/open-app-process.ts"], {
      SHOP: DEMO,
      TIMES: "5",
      TOKEN: token,
      DATABASE_URL: stand.database.url,
      DATA_DIR: stand.dataDir,
      APP_URL: stand.appUrl,
      SHOPIFY_SANDBOX_ORIGIN: stand.sandbox.origin,
      SHOPIFY_API_KEY: app.client_id,
      SHOPIFY_API_SECRET: app.client_secret,
      ...stand.secrets,
    });
  const pages = [openApp(session_token), openApp(session_token)];
  for (const page of pages) {
    expect(await page.exit).toBe(0);
    expect(JSON.parse(page.lines.at(-1)!)).toEqual(Array(5).fill(DEMO));
  }
  expect(tokensIssued()).toBe(1);
  expect(await here.stored(DEMO)).toMatchObject({ status: "active", name: expect.not.stringContaining("myshopify") });
  // A made-up token gets the library's bounce page, and no lock and no connection come of it.
  const forged = openApp(`${session_token.slice(0, -6)}AAAAAA`);
  expect(await forged.exit).toBe(0);
  expect(JSON.parse(forged.lines.at(-1)!)).toEqual(Array(5).fill(302));
});

it("says what to do when the refresh token has run out, and opening the app heals it", async () => {
  await sandbox(`/sandbox/shops/${DEMO}/settings`, { refresh_token_ttl_s: 0 });
  const connection = (await here.open(DEMO)).connection;
  here.clock.ahead = 2 * HOUR_MS;
  expect(await apiFor(here.ctx, connection)(SHOP_FACTS_QUERY, {})).toMatchObject({
    ok: false,
    error: { class: "auth", code: "refresh_token_expired" },
  });
  expect(await here.stored(DEMO)).toMatchObject({ status: "error", last_error: expect.stringContaining("Open the app") });
  here.clock.ahead = 0;
  await sandbox(`/sandbox/shops/${DEMO}/settings`, { refresh_token_ttl_s: null });
  expect((await here.open(DEMO)).connection).toMatchObject({ status: "active", last_error: null });
});

it("uninstalls with an expired token, comes back on reinstall, and is deleted", async () => {
  await sandbox(`/sandbox/shops/${DEMO}/settings`, { access_token_ttl_s: 1, refresh_token_ttl_s: 1 });
  await here.open(DEMO);
  await stand.sandbox.call("POST", "/store/demo-shop/uninstall", {});
  await waitUntil("the uninstall arrived", async () => (await here.stored(DEMO)).status_reason === "uninstalled");
  expect(await here.ctx.db.read.selectFrom("sessions").selectAll().where("shop", "=", DEMO).execute()).toEqual([]);

  await sandbox(`/sandbox/shops/${DEMO}/settings`, { access_token_ttl_s: null, refresh_token_ttl_s: null });
  await fetch(`${stand.sandbox.origin}/store/demo-shop/install`, { method: "POST", redirect: "manual" });
  const again = await setUp();
  expect(again).toMatchObject({ status: "active", uninstalled_at: null });
  await arrives(await placeOrder());

  expect(await deleteConnection(here.ctx, again.merchant_id, again.id)).toEqual({ ok: true, value: null });
  expect(await here.ctx.db.read.selectFrom("orders").selectAll().execute()).toEqual([]);
});

it("connects a second shop as a merchant of its own", async () => {
  await fetch(`${stand.sandbox.origin}/store/empty-shop/install`, { method: "POST", redirect: "manual" });
  const [demo, empty] = [await setUp(DEMO), await setUp(EMPTY)];
  expect(demo.merchant_id).not.toBe(empty.merchant_id);
});

it("erases a customer from the whole database", async () => {
  await sandbox("/store/demo-shop/scopes", { grant: ["read_customers"] });
  await setUp(DEMO, ["orders", "customers"]);
  const { customers } = await stand.sandbox.call<{ customers: { id: string; email: string | null; phone: string | null; name: string }[] }>(
    "GET",
    `/sandbox/customers?shop=${DEMO}`,
  );
  const person = customers.find((one) => one.email && one.phone)!;
  const order = await placeOrder({ customer: idOf(person.id), paid: true, note: `For ${person.name}` });
  await arrives(order);
  await sandbox(`/sandbox/shops/${DEMO}/compliance`, { topic: "customers/data_request", customer_id: idOf(person.id) });
  await waitUntil("the copy is made", async () => (await here.ctx.db.read.selectFrom("data_exports").select("id").execute()).length === 1);
  const needles = [person.email!, person.name, person.phone!];
  const found = async () => {
    const text = await everythingStored(here.ctx.db, stand.database.url);
    return needles.filter((needle) => text.includes(needle));
  };
  expect(await found()).toEqual(needles);

  await sandbox(`/sandbox/shops/${DEMO}/compliance`, { topic: "customers/redact", customer_id: idOf(person.id) });
  await waitUntil("everything is processed", async () => {
    const open = await here.ctx.db.read.selectFrom("deliveries").select("id").where("status", "in", ["pending", "processing", "failed"]).execute();
    const proof = await here.ctx.db.read.selectFrom("audit_log").select("id").where("action", "=", "customer_redact").execute();
    return open.length === 0 && proof.length === 1;
  });
  expect(await found()).toEqual([]);
  expect(await here.hasOrder(order)).toBe(true);
}, 90_000);
