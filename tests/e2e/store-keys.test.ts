/** A store that cannot install plugins: connected with REST keys on the page, tried, read, its schedule set, its log looked at; and what goes wrong. */
import type { Browser } from "playwright";
import { expect, it } from "vitest";
import { onBrowserStand } from "../helpers/browser-stand.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

let browser: Browser;
let stand: Stand;
let here: StandServices;
onBrowserStand((made) => ({ browser, stand, here } = made));

it("is connected with keys, tried, read and looked after", { timeout: 600_000 }, async () => {
  await setUpShop(stand, here, "empty-shop");
  const { stores } = await stand.sandbox.call<{ stores: { slug: string; url: string; consumer_key: string; consumer_secret: string }[] }>(
    "GET",
    "/sandbox/woocommerce/state",
  );
  const demo = stores.find(({ slug }) => slug === "demo")!;
  recordSecret("consumer secret", demo.consumer_secret);
  const merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "empty-shop" });
  const { app, press } = merchant;

  await merchant.open("/app/integrations/woocommerce", "Connect WooCommerce");
  await press("Connect with REST keys");
  const field = (name: string | RegExp) => app.getByRole("textbox", { name });
  await lookAtPage(merchant, "store-keys-form");
  await field("Store address").fill("https://10.0.0.1");
  await field("Consumer key").fill(demo.consumer_key);
  await app.getByLabel("Consumer secret").fill(demo.consumer_secret);
  await press("Try and connect");
  await app
    .getByText(/leads into a private network/)
    .first()
    .waitFor();
  await field("Store address").fill("http://shop.example.com");
  await field("Confirm that it has no encryption").waitFor();
  await press("Try and connect");
  await app
    .getByText(/can be read on the way\. Set up https/)
    .first()
    .waitFor();
  await lookAtPage(merchant, "store-keys-refused");
  await field("Store address").fill(demo.url);
  await app.getByLabel("Consumer secret").fill("cs_0000000000000000");
  await press("Try and connect");
  await app.getByText("Make new keys in WooCommerce").first().waitFor();
  await app.getByLabel("Consumer secret").fill(demo.consumer_secret);
  await press("Try and connect");

  await merchant.arriveAt(/./);
  await app.getByRole("heading", { name: "REST keys" }).waitFor();
  await app.getByText("11 of 11 active").waitFor();
  await press("Test the connection");
  await app.getByText("Orders can be read").first().waitFor();
  await app.getByText("Products and stock can be written.").waitFor();
  await lookAtPage(merchant, "store-keys-tested");
  await press("Read orders now");
  await merchant.toast(/orders read/);
  await app.getByLabel("Ask the store").selectOption("5");
  await merchant.toast(/^\s*Saved/);
  const connection = await here.ctx.db.read.selectFrom("connections").selectAll().where("channel", "=", "woocommerce").executeTakeFirstOrThrow();
  expect(JSON.parse(connection.settings)).toMatchObject({ sync_every_minutes: 5, auto_sync: true });
  await waitUntil(
    "the orders are there",
    async () =>
      (await here.ctx.db.read.selectFrom("orders").select("id").where("connection_id", "=", connection.id).limit(1).executeTakeFirst()) !== undefined,
  );
  await app.getByText("GET /orders").first().waitFor();
  expect(await app.locator("body").innerText()).not.toContain(demo.consumer_secret);

  // Bad days: the store switched a webhook off, and takes no questions.
  await here.ctx.db.write(async (tx) => {
    await tx.update(
      "webhook_subscriptions",
      {
        status: "error",
        error_message: "The store switched the webhook off, as WooCommerce does without a word after failed deliveries. It is switched on again.",
      },
      { connection_id: connection.id, topic: "order.updated" },
    );
    await tx.update(
      "poll_states",
      { error_code: "store_blocked", error_message: "Something in front of the store turned us away with a page instead of an answer (403)." },
      { connection_id: connection.id, entity: "orders" },
    );
  });
  await merchant.open(`/app/integrations/${connection.id}`, /./);
  await app.getByText("10 of 11 active").waitFor();
  await app
    .getByText(/turned us away with a page/)
    .first()
    .waitFor();
  await lookAtPage(merchant, "store-keys-bad-day");
  expect(merchant.watch.complaints).toEqual([]);
  await merchant.close();
});

it("says whether the store's owner said yes", async () => {
  const page = await browser.newPage();
  for (const [query, heading] of [
    ["success=1&user_id=x", "Your store said yes"],
    ["success=0&user_id=x", "Your store was not connected"],
  ] as const) {
    await page.goto(`${stand.appUrl}/connect/woocommerce?${query}`);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  }
  await page.close();
});
