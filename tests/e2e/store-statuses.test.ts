/** A store's status that nobody knows, as a merchant meets it: on the delivery that waits, then on the store's page; and refused signatures. */
import type { Browser } from "playwright";
import { expect, it } from "vitest";
import { onBrowserStand } from "../helpers/browser-stand.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { hookOf, sendHook, type HookStore } from "../helpers/woocommerce-hooks.ts";
import { wooOrder } from "../helpers/woocommerce-things.ts";
import { sealStoreSecret } from "#app/services/woocommerce/store-settings.ts";

let browser: Browser;
let stand: Stand;
let here: StandServices;
onBrowserStand((made) => ({ browser, stand, here } = made));

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
  const post = (id: number, status: string, change: Record<string, string> = {}, over: Record<string, unknown> = {}) =>
    sendHook(
      `${stand.appUrl}/webhooks/woocommerce/${store.connectionId}`,
      hookOf(store, "order.updated", wooOrder({ id, number: String(id), status, ...over }), change),
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

  // On the order's own page: a later word of the store that nobody knows, and the store's notes.
  const { id: orderId } = await db.read.selectFrom("orders").select("id").where("order_ref", "=", "WC-901").executeTakeFirstOrThrow();
  const note = { merchant_id: merchantId, connection_id: store.connectionId, order_external_id: "901", updated_at: 1 };
  await here.ctx.db.write((tx) =>
    tx.insert("order_notes", {
      ...note,
      id: "not_one",
      external_id: "281",
      author: "Potter",
      body: "The handle is being made anew.",
      is_customer_note: 1,
      source_created_at: Date.UTC(2026, 10, 20, 11),
    }),
  );
  expect((await post(901, "in-the-wash", {}, { date_modified_gmt: "2026-11-20T13:00:00" })).status).toBe(200);
  await waitUntil("two wait", async () => (await deliveries("held")).length === 2);
  await merchant.open(`/app/orders/${orderId}`, "WC-901");
  await app.getByRole("heading", { name: "The store's status “in-the-wash” has no meaning here yet" }).waitFor();
  await app.getByText("The handle is being made anew.").waitFor();
  await lookAtPage(merchant, "status-unknown-order");
  await app.getByLabel("What “in-the-wash” means", { exact: true }).selectOption({ label: "Packed" });
  await app.getByRole("button", { name: "Save what “in-the-wash” means" }).click();
  await waitUntil("it went on", async () => (await picked()).some(({ hub_status: status }) => status === "PACKED"));
  await app.getByRole("heading", { name: "The store's status “in-the-wash” has no meaning here yet" }).waitFor({ state: "detached" });

  await merchant.open(`/app/integrations/${store.connectionId}`, "Pottery");
  await app.getByText("“in-the-kiln” has no meaning yet").waitFor();
  await app.getByText("Webhook verification failed").waitFor();
  await app.getByText("1 webhook that names your store was refused in the last 24 hours.", { exact: false }).waitFor();
  await lookAtPage(merchant, "status-map");
  await app.getByLabel("What “in-the-kiln” means", { exact: true }).selectOption({ label: "Processing" });
  await app.getByRole("button", { name: "Save what “in-the-kiln” means" }).click();
  await app.getByText("“in-the-kiln” has no meaning yet").waitFor({ state: "detached" });
  await waitUntil("all went on", async () => (await deliveries("held")).length === 0);
  expect(await picked()).toContainEqual({ order_ref: "WC-903", hub_status: "PROCESSING" });

  await app.getByRole("button", { name: "Forget what you said about “ready-to-pick”" }).click();
  await app.getByRole("button", { name: "Forget what you said about “ready-to-pick”" }).waitFor({ state: "detached" });
  expect(
    await db.read.selectFrom("status_mappings").select("from_value").orderBy("from_value").where("connection_id", "=", store.connectionId).execute(),
  ).toEqual([{ from_value: "in-the-kiln" }, { from_value: "in-the-wash" }]);
  expect(merchant.watch.complaints).toEqual([]);
});
