/** A store's status that nobody knows, as a merchant meets it: on the delivery that waits, then on the store's page; and refused signatures. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { buildPages } from "../helpers/built-pages.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import { standServices, type StandServices } from "../helpers/stand-services.ts";
import { startStand, type Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { hookOf, sendHook, type HookStore } from "../helpers/woocommerce-hooks.ts";
import { wooOrder } from "../helpers/woocommerce-things.ts";
import { sealStoreSecret } from "#app/services/woocommerce/store-settings.ts";

let browser: Browser;
let stand: Stand;
let here: StandServices;
beforeAll(async () => {
  await buildPages();
  [browser, stand] = await Promise.all([launchBrowser(), startStand()]);
  here = await standServices(stand);
});
afterAll(async () => {
  await browser?.close();
  await here?.close();
  await stand?.stop();
});

async function connectStore(merchantId: string): Promise<HookStore> {
  const store = { connectionId: "con_pottery", site: "https://pottery.example.com", secret: "secret-of-the-pottery" };
  await here.ctx.db.write((tx) =>
    tx.insert("connections", {
      id: store.connectionId,
      merchant_id: merchantId,
      channel: "woocommerce",
      external_id: store.site,
      name: "Pottery",
      status: "active",
      secret_encrypted: sealStoreSecret(here.ctx.box, store.connectionId, { webhook_secret: store.secret }),
      entities: '["orders"]',
      granted_scopes: "",
      settings: "{}",
      onboarding_step: "done",
      currency: "USD",
      country: "US",
      created_at: 1,
      updated_at: 1,
    }),
  );
  return store;
}

it("is asked once, and everything that waited goes on", { timeout: 600_000 }, async () => {
  const { merchant_id: merchantId } = await setUpShop(stand, here, "empty-shop");
  const merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "empty-shop" });
  const { app } = merchant;
  const { db } = here.ctx;
  const store = await connectStore(merchantId);
  const post = (id: number, status: string, change: Record<string, string> = {}) =>
    sendHook(
      `${stand.appUrl}/webhooks/woocommerce/${store.connectionId}`,
      hookOf(store, "order.updated", wooOrder({ id, number: String(id), status }), change),
    );
  const deliveries = (status: string) =>
    db.read.selectFrom("deliveries").selectAll().where("connection_id", "=", store.connectionId).where("status", "=", status).orderBy("id").execute();

  for (const id of [901, 902]) expect((await post(id, "ready-to-pick")).status).toBe(200);
  expect((await post(903, "in-the-kiln")).status).toBe(200);
  expect((await post(904, "completed", { "x-wc-webhook-signature": `${"A".repeat(43)}=` })).status).toBe(401);
  await waitUntil("three wait", async () => (await deliveries("held")).length === 3);

  const [first] = await deliveries("held");
  await merchant.open(`/app/deliveries/${first!.id}`, "Order updated");
  await app.getByText("A status that Crossdock does not know").first().waitFor();
  await lookAtPage(merchant, "status-unknown-delivery");
  await app.getByLabel("What “ready-to-pick” means", { exact: true }).selectOption({ label: "Picked" });
  await app.getByRole("button", { name: "Save what “ready-to-pick” means" }).click();
  await waitUntil("two went on", async () => (await deliveries("completed")).length === 2);
  const picked = () =>
    db.read.selectFrom("orders").select(["order_ref", "hub_status"]).where("connection_id", "=", store.connectionId).orderBy("order_ref").execute();
  expect(await picked()).toEqual([
    { order_ref: "WC-901", hub_status: "PICKED" },
    { order_ref: "WC-902", hub_status: "PICKED" },
  ]);

  await merchant.open(`/app/integrations/${store.connectionId}`, "Pottery");
  await app.getByText("“in-the-kiln” has no meaning yet").waitFor();
  await app.getByText("Webhook verification failed").waitFor();
  await app.getByText("1 webhook was refused in the last 24 hours.", { exact: false }).waitFor();
  await lookAtPage(merchant, "status-map");
  await app.getByLabel("What “in-the-kiln” means", { exact: true }).selectOption({ label: "Processing" });
  await app.getByRole("button", { name: "Save what “in-the-kiln” means" }).click();
  await app.getByText("“in-the-kiln” has no meaning yet").waitFor({ state: "detached" });
  await waitUntil("all went on", async () => (await deliveries("held")).length === 0);
  expect(await picked()).toContainEqual({ order_ref: "WC-903", hub_status: "PROCESSING" });

  await app.getByRole("button", { name: "Forget what you said about “ready-to-pick”" }).click();
  await app.getByRole("button", { name: "Forget what you said about “ready-to-pick”" }).waitFor({ state: "detached" });
  expect(await db.read.selectFrom("status_mappings").select("from_value").where("connection_id", "=", store.connectionId).execute()).toEqual([
    { from_value: "in-the-kiln" },
  ]);
  expect(merchant.watch.complaints).toEqual([]);
});
