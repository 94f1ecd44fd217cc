/** The way of one merchant, in a real browser on real processes: from the first address they type to the second install. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterEach, beforeEach, expect, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { buildPages } from "../helpers/built-pages.ts";
import { findSerious, floorOn, newMerchant, overflowOf, takePicture } from "../helpers/merchant-browser.ts";
import type { Floor, Merchant } from "../helpers/merchant-browser.ts";
import { readCsvRecords } from "../helpers/read-csv.ts";
import { resultsFolder } from "../helpers/results-folder.ts";
import { startStand } from "../helpers/start-stand.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const SHOP = "empty-shop.myshopify.com";
/** A spreadsheet that believed it would compute it. */
const FORMULA = "=1+1";

let browser: Browser;
let stand: Stand;
let merchant: Merchant;
beforeEach(async () => {
  await buildPages();
  [browser, stand] = await Promise.all([launchBrowser(), startStand()]);
  merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "empty-shop" });
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail" && merchant) await merchant.page.screenshot({ path: join(resultsFolder("screenshots"), "journey-failed.png") });
  await browser?.close();
  await stand?.stop();
});

/** Nothing keeps anybody out, and the picture is kept for a person to look at. */
async function look(name: string): Promise<void> {
  const { page } = merchant;
  await takePicture(page, `journey-${name}`);
  expect(await findSerious(page), name).toEqual([]);
  expect(await overflowOf(page), `${name} is wider than its window`).toBeLessThanOrEqual(0);
}

async function download(button: string): Promise<Record<string, string>[]> {
  const [file] = await Promise.all([merchant.page.waitForEvent("download"), merchant.press(button)]);
  expect(file.suggestedFilename()).toMatch(/^crossdock-\w+\.csv$/);
  return readCsvRecords(readFileSync(await file.path(), "utf8"));
}

/** The sandbox has delivered all that it has to say about the shop, and each delivery was answered with 2xx. */
const allDelivered = () =>
  waitUntil("all webhooks are delivered", async () => {
    const { webhooks } = await stand.sandbox.call<{ webhooks: { state: string; topic: string }[] }>(
      "GET",
      `/sandbox/webhooks?shop=${SHOP}&limit=500`,
    );
    return webhooks.filter((one) => one.topic !== "shop/redact").every((one) => one.state === "delivered");
  });

/** From the choice of what is read to the wait for the first order. */
async function chooseAndRegister(lookAt: (name: string) => Promise<void> = () => Promise.resolve()): Promise<void> {
  const { app, page } = merchant;
  for (const kind of ["Orders", "Customers", "Products", "Inventory"]) await app.getByRole("checkbox", { name: kind }).check();
  await lookAt("onboarding-entities");
  await merchant.press("Continue");
  const dialog = page.getByRole("dialog", { name: "Crossdock needs more access" });
  for (const words of ["View customers", "View products", "View inventory"]) await dialog.getByText(words).waitFor();
  await dialog.getByRole("button", { name: "Allow", exact: true }).click();

  await app.getByRole("heading", { name: "Webhooks" }).waitFor();
  await app.getByText(/^(\d+) of \1 registered$/).waitFor();
  const topics = await app.locator(".cd-list__item").allInnerTexts();
  expect(topics.length).toBeGreaterThan(15);
  for (const topic of topics) expect(topic).toMatch(/Active$/);
  await lookAt("onboarding-webhooks");
  await merchant.press("Continue");
  await app.getByText(/Waiting for your first order|Your first order has arrived/).waitFor();
}

it("installs, sets up, sees an order arrive, explains it, repeats it, exports, disconnects, comes back", { timeout: 600_000 }, async () => {
  const { page, app } = merchant;

  // From outside: the store's address, and Shopify's own question.
  await page.goto(stand.appUrl);
  await page.getByLabel("Your store's address").fill("empty-shop");
  await page.getByRole("button", { name: "Install" }).click();
  await page.getByRole("heading", { name: "Install Crossdock on Empty shop?" }).waitFor();
  await look("grant");
  await page.getByRole("button", { name: "Install" }).click();
  await merchant.arriveAt("Set up Crossdock");
  await app.getByRole("heading", { name: "Empty shop is connected" }).waitFor();
  await look("onboarding-welcome");
  await merchant.press("Choose what is read");
  await app.getByRole("checkbox", { name: "Customers" }).check();
  await merchant.press("Continue");
  await page.getByRole("dialog").getByRole("button", { name: "Don’t allow" }).click();
  await app.getByText("The access was not given").waitFor();
  await chooseAndRegister(look);
  await look("onboarding-first-order");

  // The shop floor opens in a window of its own; the merchant gives the shop something to sell and orders it.
  const [popup] = await Promise.all([page.waitForEvent("popup"), app.getByRole("link", { name: "Open the shop floor" }).click()]);
  const floor: Floor = floorOn(popup);
  await popup.getByRole("button", { name: "Add sample products" }).click();
  await popup.locator("#place-order").getByLabel("Customer", { exact: true }).waitFor();
  // What an attacker can choose: the title of a product, the name of a customer.
  await stand.sandbox.call("POST", "/sandbox/products", { shop: SHOP, title: FORMULA, price: "14.00", sku: "SKU-F" });
  await stand.sandbox.call("POST", "/sandbox/customers", { shop: SHOP, first_name: FORMULA, last_name: "", email: "formula@customer.example" });
  await popup.reload();
  const first = await floor.placeOrder({ customer: /=1\+1/, product: /=1\+1/ });

  await page.bringToFront();
  await app.getByText("Your first order has arrived").waitFor();
  const orderLink = app.getByRole("link", { name: `SH-${first}` });
  await look("onboarding-order-seen");
  await merchant.press("Go to home");
  await merchant.arriveAt("Crossdock");
  await orderLink.first().waitFor();
  await look("home");

  // The order and where it came from.
  await merchant.follow("Orders");
  await orderLink.first().click();
  await merchant.arriveAt(`SH-${first}`);
  await app.getByText(FORMULA).first().waitFor();
  // Shopify sends created, updated and paid at once: whichever came first made the order and shows it, the others changed nothing.
  expect(await app.locator(".cd-timeline .cd-table--changes").first().innerText()).toMatch(/Total/);
  await look("order");
  await app.locator(".cd-timeline").getByRole("link", { name: "Order created" }).click();
  await merchant.arriveAt("Order created");
  const headers = app.locator(".cd-headers");
  const header = (name: string) => headers.locator("div", { has: page.getByText(name, { exact: true }) }).locator("dd");
  await header("x-shopify-hmac-sha256").waitFor();
  expect(await header("x-shopify-hmac-sha256").innerText()).toBe("Hidden");
  expect(await header("x-shopify-topic").innerText()).toBe("orders/create");
  expect(await app.getByLabel("Payload").innerText()).toContain(`"name": "${first}"`);
  expect(await app.locator(".cd-table", { hasText: "Began" }).getByRole("row").count()).toBe(2);
  await app.getByRole("heading", { name: "Changes" }).waitFor();
  expect(await app.getByText("This delivery changed nothing.").or(app.locator(".cd-table--changes")).first().innerText()).toMatch(
    /Total|changed nothing/,
  );
  await look("delivery");

  // Replay: asked about, done, said, and visible in the monitor as what it is.
  await merchant.press("Replay");
  const replay = app.getByRole("dialog", { name: "Replay this delivery?" });
  await replay.getByText("processed again").waitFor();
  await look("replay-modal");
  await merchant.press("Replay", replay);
  await merchant.toast("1 delivery");
  await replay.waitFor({ state: "hidden" });
  // The first attempt stays as it was, the second stands beside it.
  await waitUntil("the page shows both attempts", async () => (await app.locator(".cd-table", { hasText: "Began" }).getByRole("row").count()) === 3);
  await app.getByText("Completed", { exact: true }).first().waitFor();
  await look("delivery-replayed");
  await merchant.follow("Sync monitor");
  await app.getByRole("link", { name: "Order created" }).first().waitFor();
  await waitUntil(
    "the monitor shows the replay as completed",
    async () => {
      await merchant.press("Refresh the activity");
      return (await app.getByRole("row").filter({ hasText: "(replayed)" }).filter({ hasText: "Completed" }).count()) === 1;
    },
    { everyMs: 300 },
  );
  await look("monitor");

  // Files: a spreadsheet must show what an attacker wrote, not run it.
  await merchant.follow("Orders");
  const [order] = await download("Export CSV");
  expect(order).toMatchObject({ order: `SH-${first}`, customer: `'${FORMULA}`, total: expect.stringMatching(/^\d+\.\d\d$/) });
  expect(order!.items).toContain(`1 x ${FORMULA}`);
  await merchant.follow("Customers");
  const customers = await download("Export CSV");
  expect(customers.map((one) => one.name)).toContain(`'${FORMULA}`);
  await merchant.follow("Products");
  const products = await download("Export CSV");
  expect(products.map((one) => one.product)).toContain(`'${FORMULA}`);
  for (const cell of [order!, ...customers, ...products].flatMap((row) => Object.values(row)))
    expect(cell).not.toMatch(/^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/);

  // Disconnected: nothing new comes in, and every page says so.
  await merchant.follow("Integrations");
  await merchant.press("Disconnect Empty Shop");
  const disconnect = app.getByRole("dialog", { name: "Disconnect Empty Shop?" });
  await look("disconnect-modal");
  await merchant.press("Disconnect", disconnect);
  await app.getByText("You disconnected it. Nothing new is processed.").waitFor();
  await disconnect.waitFor({ state: "hidden" });
  await look("integrations-disconnected");
  const missed = await floor.placeOrder();
  await allDelivered();
  await page.bringToFront();
  await merchant.follow("Orders");
  await app.getByText("This store is not being synced").waitFor();
  await orderLink.first().waitFor();
  expect(await app.getByRole("link", { name: `SH-${missed}` }).count()).toBe(0);

  await merchant.follow("Integrations");
  await merchant.press("Reconnect Empty Shop");
  await app.getByText("Active", { exact: true }).first().waitFor();
  const after = await floor.placeOrder();
  await page.bringToFront();
  await merchant.follow("Orders");
  await shows(`SH-${after}`);
  expect(await app.getByRole("link", { name: `SH-${missed}` }).count()).toBe(0);
  expect(await app.getByText("This store is not being synced").count()).toBe(0);

  // Away and back again.
  await page.getByLabel("More about this app").click();
  await page.getByRole("button", { name: "Uninstall Crossdock" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Uninstall" }).click();
  await page.getByRole("heading", { name: "Install Crossdock on Empty shop?" }).waitFor();
  await allDelivered();
  await page.getByRole("button", { name: "Install" }).click();
  await merchant.arriveAt("Set up Crossdock");
  await app.getByRole("checkbox", { name: "Customers" }).waitFor();
  await look("reinstalled");
  await chooseAndRegister();
  // An order of the first life is there already; the new one arrives all the same.
  const last = await floor.placeOrder();
  await page.bringToFront();
  await merchant.open("/app/orders", "Orders");
  await shows(`SH-${last}`);
  expect(await orderLink.count(), "the history is still here").toBeGreaterThan(0);

  expect(merchant.watch.complaints).toEqual([]);
});

/** The list of orders shows it, after as many reloads as it takes. */
async function shows(orderRef: string): Promise<void> {
  const { app } = merchant;
  await waitUntil(
    `${orderRef} is listed`,
    async () => {
      if (await app.getByRole("link", { name: orderRef }).count()) return true;
      await merchant.follow("Home", "Crossdock").catch(() => undefined);
      await merchant.follow("Orders");
      return false;
    },
    { everyMs: 200 },
  );
}
