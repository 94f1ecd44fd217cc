/** Every page in every state a merchant meets: nothing there yet, much there, something wrong; on a desk and on a phone. */
import type { Browser } from "playwright";
import { expect, it } from "vitest";
import { deleteSubscription, listSubscriptions } from "#app/channels/shopify/subscriptions.ts";
import { repairAllSubscriptions } from "#app/services/repair-subscriptions.server.ts";
import { apiFor } from "#app/services/shopify-api.server.ts";
import { countDeliveries, fillShop, untilAllIsProcessed } from "../helpers/fill-shop.ts";
import { onBrowserStand } from "../helpers/browser-stand.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import { sampleOrderBody, signDelivery } from "../helpers/sample-deliveries.ts";
import { sampleRefundBody } from "../helpers/stored-shop.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const DEMO = "demo-shop.myshopify.com";
const ORDERS = 60;

let browser: Browser;
let stand: Stand;
let here: StandServices;
onBrowserStand((made) => ({ browser, stand, here } = made));

const asMerchantOf = (shop: string) => newMerchant(browser, { origin: stand.sandbox.origin, shop });
const sandbox = <T = Record<string, unknown>>(path: string, body: unknown = {}) => stand.sandbox.call<T>("POST", path, body);

it("has a page for everything when there is nothing yet", { timeout: 600_000 }, async () => {
  await setUpShop(stand, here, "empty-shop");
  const merchant = await asMerchantOf("empty-shop");
  const visits: [name: string, path: string, heading: string, says: string | RegExp][] = [
    ["home", "/app", "Crossdock", "Nothing has arrived yet"],
    ["onboarding", "/app/onboarding", "Set up Crossdock", "Set-up is complete"],
    ["monitor", "/app/monitor", "Sync monitor", "No deliveries yet"],
    ["orders", "/app/orders", "Orders", "Place a test order"],
    ["customers", "/app/customers", "Customers", "No customers yet"],
    ["products", "/app/products", "Products", "are not imported yet"],
    ["integrations", "/app/integrations", "Integrations", "empty-shop.myshopify.com"],
    ["webhooks", "/app/webhooks", "Webhooks", "Shopify lists exactly what should be there."],
    ["settings", "/app/settings", "Settings", "No requests at present."],
  ];
  for (const [name, path, heading, says] of visits) {
    await merchant.open(path, heading);
    await merchant.app.getByText(says).first().waitFor();
    await lookAtPage(merchant, `${name}-empty`);
  }
  expect(merchant.watch.complaints).toEqual([]);

  // Not here, or never was.
  merchant.watch.allow(/404/);
  for (const [name, path] of [
    ["order", "/app/orders/ord_nothing"],
    ["delivery", "/app/deliveries/999999"],
  ] as const) {
    await merchant.open(path, "Crossdock");
    await merchant.app.getByText("This is not here").waitFor();
    await lookAtPage(merchant, `${name}-missing`);
  }
  await merchant.open("/app/nothing-here", "Crossdock");
  await merchant.app.getByText("This page does not exist").waitFor();
  await lookAtPage(merchant, "page-missing");
  await merchant.app.getByRole("link", { name: "Go to home" }).click();
  await merchant.app.getByText("Nothing has arrived yet").first().waitFor();
  expect(merchant.watch.complaints).toEqual([]);
  await merchant.close();
});

async function deliver(topic: string, body: string, webhookId: string): Promise<void> {
  const { app } = await stand.sandbox.state();
  const { headers } = signDelivery(body, { shop: DEMO, secret: app.client_secret, topic, webhookId, triggeredAt: new Date().toISOString() });
  const answer = await fetch(`${stand.appUrl}/webhooks/shopify`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
}

it("shows much, and says what is wrong and what to do", { timeout: 600_000 }, async () => {
  const connection = await setUpShop(stand, here, "demo-shop");
  await fillShop(stand, DEMO, ORDERS);
  await untilAllIsProcessed(stand, here, DEMO);
  const merchant = await asMerchantOf("demo-shop");
  const { app } = merchant;

  await merchant.open("/app", "Crossdock");
  await app.getByText("All is well").waitFor();
  await lookAtPage(merchant, "home-full");
  await merchant.follow("Sync monitor");
  await lookAtPage(merchant, "monitor-full");
  await merchant.follow("Orders");
  await lookAtPage(merchant, "orders-full");
  await app.getByRole("row").filter({ hasText: "Delivered" }).first().getByRole("link").click();
  await merchant.arriveAt(/^SH-#\d+$/);
  await lookAtPage(merchant, "order-full");
  await app.locator(".cd-timeline").getByRole("link").first().click();
  await app.getByRole("heading", { name: "Payload" }).waitFor();
  await lookAtPage(merchant, "delivery-full");
  await merchant.follow("Customers");
  await lookAtPage(merchant, "customers-full");
  await merchant.follow("Products");
  await lookAtPage(merchant, "products-full");
  await merchant.follow("Integrations");
  await lookAtPage(merchant, "integrations-full");
  await merchant.follow("Webhooks");
  await app.getByText("Shopify lists exactly what should be there.").waitFor();
  await lookAtPage(merchant, "webhooks-full");
  await merchant.follow("Settings");
  await lookAtPage(merchant, "settings-full");

  // Somebody, or Shopify after eight failed deliveries, takes a subscription away.
  const call = apiFor(here.ctx, connection);
  const listed = await listSubscriptions(call);
  const victim = (listed.ok ? listed.value : []).find((one) => one.topicEnum === "ORDERS_PAID")!;
  await deleteSubscription(call, victim.id);
  await merchant.open("/app/webhooks", "Webhooks");
  await app.getByText("orders/paid was missing").waitFor();
  await lookAtPage(merchant, "webhooks-missing");

  // A refund before its order, an order that nobody can read, one whose amounts do not come to its total.
  await deliver("refunds/create", sampleRefundBody(42), "held-1");
  await deliver("orders/create", `{"id":5000000001,"name":"#10001","line_items":"none"}`, "dead-1");
  const usd = { amount: "99.99", currency_code: "USD" };
  await deliver(
    "orders/create",
    sampleOrderBody(7, { total_price: "99.99", total_price_set: { shop_money: usd, presentment_money: usd } }),
    "quarantine-1",
  );
  await waitUntil(
    "each is where it belongs",
    async () =>
      (await countDeliveries(here, "held")) === 1 &&
      (await countDeliveries(here, "dead")) === 1 &&
      (await countDeliveries(here, "pending", "processing")) === 0,
  );

  await merchant.open("/app", "Crossdock");
  for (const words of ["1 delivery failed", "1 delivery waits for another", "Orders do not add up"]) await app.getByText(words).waitFor();
  await lookAtPage(merchant, "home-failing");
  await app.getByRole("link", { name: "Show failed" }).click();
  await merchant.arriveAt("Sync monitor");
  await app.getByText("1 delivery found").waitFor();
  await lookAtPage(merchant, "monitor-failing");
  await app.getByRole("row").filter({ hasText: "Failed" }).getByRole("link").click();
  await app.getByText("What to do:").waitFor();
  await merchant.arriveAt("Order created");
  await lookAtPage(merchant, "delivery-dead");
  await merchant.open("/app/monitor?status=held", "Sync monitor");
  await app.getByRole("row").filter({ hasText: "On hold" }).getByRole("link").click();
  await app.getByText("It waits until").waitFor();
  await merchant.arriveAt("Refund made");
  await lookAtPage(merchant, "delivery-held");
  await merchant.open("/app/orders?checking=1", "Orders");
  await app.getByRole("link", { name: "SH-#10007" }).click();
  await app.getByText("This order does not add up").waitFor();
  await merchant.arriveAt("SH-#10007");
  await lookAtPage(merchant, "order-quarantined");

  // What the comparison found gone, the worker makes again at once; the watchdog's round, every five minutes, finds nothing left to do.
  const isListed = async () => {
    const now = await listSubscriptions(call);
    return now.ok && now.value.some((one) => one.topicEnum === "ORDERS_PAID");
  };
  await waitUntil("the worker makes the subscription again", isListed, { timeoutMs: 60_000, everyMs: 250 });
  expect(await repairAllSubscriptions(here.ctx)).toBe(0);
  await merchant.open("/app/webhooks", "Webhooks");
  await app.getByText("Shopify lists exactly what should be there.").waitFor();
  expect(await app.getByText("Shopify no longer lists this subscription.").count()).toBe(0);

  // Shopify answers with errors: what the merchant asked for is refused in words, and put right with one press afterwards.
  await sandbox("/sandbox/faults", { status_5xx: true });
  await merchant.open("/app/webhooks", "Webhooks");
  await merchant.press("Register all again");
  await app.getByText(/webhooks are not registered/).waitFor({ timeout: 90_000 });
  await merchant.arriveAt("Webhooks");
  await lookAtPage(merchant, "webhooks-failing");
  await sandbox("/sandbox/faults", {});
  await merchant.press("Register all again");
  await merchant.toast("All webhooks are registered");
  await app.getByText(/webhooks are not registered/).waitFor({ state: "hidden" });

  expect(merchant.watch.complaints).toEqual([]);
  await merchant.close();
});
