/** The wp-admin page in a real WooCommerce, through its states, with a stand-in for the hub behind it. Pictures in test-results/screenshots. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, launchBrowser } from "../helpers/browser.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { startWordPress } from "../wordpress/start-wordpress.ts";
import type { WordPressSite } from "../wordpress/start-wordpress.ts";
import { isHpos } from "./hpos.ts";
import { newShopManager } from "./shop-manager.ts";
import type { ShopManager } from "./shop-manager.ts";
import { startStandHub } from "./stand-hub.ts";
import type { StandHub } from "./stand-hub.ts";

/** Both ways of storage are looked at; the pictures of one do not replace those of the other. */
const suffix = isHpos ? "" : "-posts";

/** In order: the states of one shop's life. */
describe.skipIf(!chromiumPath)("the page in wp-admin (needs chromium)", { shuffle: false }, () => {
  let hub: StandHub;
  let site: WordPressSite;
  let browser: Browser;
  let manager: ShopManager;
  beforeAll(async () => {
    hub = await startStandHub();
    site = await startWordPress({
      woocommerce: true,
      hpos: isHpos,
      plugin: true,
      wpCron: false,
      constants: { CROSSDOCK_HUB_URL: hub.url, CROSSDOCK_ALLOW_LOCAL_HUB: true },
    });
    browser = await launchBrowser();
    manager = await newShopManager(browser, site);
  });
  afterAll(async () => {
    await manager?.close();
    await browser?.close();
    await site?.stop();
    await hub?.close();
  });
  // Only the two screens of orders differ with the way of storage.
  const look = async (name: string): Promise<void> => (isHpos ? manager.look(name) : undefined);
  const lookAtOrders = (name: string): Promise<void> => manager.look(`${name}${suffix}`, "on a screen of WooCommerce");
  const php = (code: string): Promise<string> => site.php(code);
  const toasted = (text: string | RegExp): Promise<void> => manager.page.locator("#crossdock-admin .is-success", { hasText: text }).waitFor();

  it("says what is sent, and sends nothing before the yes", async () => {
    const { page } = manager;
    await page.route(/crossdock\/v1\/state/, async (route) => {
      await look("loading");
      await route.continue();
    });
    await manager.open(undefined, "Welcome to Crossdock");
    await page.unroute(/crossdock\/v1\/state/);
    await page.getByText("Say yes above first.").waitFor();
    await look("welcome");
    expect(hub.calls).toEqual([]);
    await page.getByLabel(/^Yes, I want this shop/).click();
    await page.getByRole("textbox", { name: "Pairing code" }).waitFor();
    expect(hub.calls).toEqual([]);
  });

  it("pairs by a code, and says which field is wrong", async () => {
    const { page } = manager;
    manager.watch.allow(/422/);
    const code = page.getByRole("textbox", { name: "Pairing code" });
    await code.fill("WRONG-CODE");
    await manager.press("Connect this shop");
    await page.locator("#crossdock-admin").getByText("This pairing code is wrong, used or too old.").first().waitFor();
    expect(await code.getAttribute("aria-invalid")).toBe("true");
    await look("welcome-wrong-code");
    await page.getByLabel("I am new and have an invitation").check();
    await look("welcome-new-merchant");
    await page.getByLabel("I have a pairing code").check();
    await code.fill(" GOOD-CODE ");
    hub.mode = "empty";
    await manager.press("Connect this shop");
    await manager.isLoaded("Overview");
    await page.getByText("Account: Example Outdoor").waitFor();
    await toasted("Connected.");
  });

  it("shows a shop of which nothing is known yet", async () => {
    for (const [link, words] of [
      ["Overview", "Crossdock has not received anything yet"],
      ["Orders", "Crossdock knows no order of this shop yet"],
      ["Problems", "No problems"],
      ["API keys", "No keys"],
      ["Integrations", "Nothing is connected yet"],
      ["History", "The history has not been sent"],
      ["Outbox", "Nothing has been sent yet"],
    ] as const) {
      await manager.follow(link);
      await manager.page.getByText(words, { exact: true }).waitFor();
      await look(`empty-${link.toLowerCase().replaceAll(" ", "-")}`);
    }
    hub.mode = "ok";
  });

  it("shows the health of the site", async () => {
    const { page } = manager;
    await manager.follow("Health");
    for (const title of [
      "Contact with Crossdock",
      "Calls to Crossdock",
      "Scheduled tasks",
      "REST of this site",
      "Headers of requests",
      "Order storage",
    ])
      await page.locator(".crossdock-check", { hasText: title }).waitFor();
    expect(await page.locator(".crossdock-check.is-problem").count()).toBe(0);
    await look("health");
    site.set("strip-authorization", "1");
    await manager.press("Look again");
    await page.locator(".crossdock-check.is-warning", { hasText: "takes the header “Authorization” away" }).waitFor();
    site.set("strip-authorization", null);
    site.set("block-rest", "1");
    manager.watch.allow(/403/);
    expect(await php(`echo wp_json_encode(\\Crossdock\\Plugin::instance()->get(\\Crossdock\\Doctor\\RestAccess::class)->run());`)).toContain(
      '"state":"warning"',
    );
    site.set("block-rest", null);
  });

  it("sends a test event, and shows it as sent with its payload", async () => {
    const { page } = manager;
    await manager.follow("Outbox");
    await manager.press("Send a test event");
    await toasted("Crossdock has confirmed it.");
    await page
      .getByRole("row", { name: /Test event/ })
      .getByText("Sent", { exact: true })
      .waitFor();
    await page.getByRole("button", { name: /^Payload of event/ }).click();
    await page.getByText('"topic": "test.event"').waitFor();
    await look("payload");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    expect(hub.calls.some(({ call }) => call === "POST events")).toBe(true);
  });

  it("shows what waits and what failed, searches and resends", async () => {
    const { page } = manager;
    // Down, so that something waits; what is drained on the way out of the request stays here.
    hub.mode = "down";
    await php(`$product = new WC_Product_Simple(); $product->set_props(array("name" => "Lamp", "regular_price" => "10")); $product->save();
      for ($i = 0; $i < 23; $i++) { $order = wc_create_order(); $order->set_props(array("billing_first_name" => "Ada", "billing_last_name" => "Example", "billing_email" => "ada@example.com")); $order->add_product($product, 1); $order->calculate_totals(); $order->set_status("processing"); $order->save(); }
      \\Crossdock\\Plugin::instance()->get(\\Crossdock\\Outbox\\Drainer::class)->drain(20000);
      global $wpdb; $t = \\Crossdock\\Support\\Tables::name("outbox");
      $wpdb->query("UPDATE $t SET status = 'failed', attempts = 1, last_error = 'The order has a currency that is not known.' WHERE seq IN (5, 6)");
`);
    await manager.open("outbox", "Outbox");
    await page.getByRole("button", { name: "Failed (2)" }).waitFor();
    await look("outbox");
    hub.mode = "ok";
    await manager.press("Failed (2)");
    await page.getByText("The order has a currency that is not known.").first().waitFor();
    await look("outbox-failed");
    await page.getByRole("button", { name: "Resend event no. 5", exact: true }).click();
    await toasted("1 event is sent again.");
    await manager.press("Failed (1)");
    await manager.press("Resend the failed one (1)");
    await page.getByText("No event matches").waitFor();
    await manager.press(/^All/);
    await page.getByRole("searchbox").fill("product.");
    await waitUntil("the search has found", async () => (await page.getByRole("row", { name: /Order/ }).count()) === 0);
    await page
      .getByRole("row", { name: /product/i })
      .first()
      .waitFor();
  });

  it("sends the history with progress, and stops it", async () => {
    const { page } = manager;
    await manager.follow("History");
    await page.getByLabel("Customers").uncheck();
    await manager.press("Send the history");
    await page
      .getByText(/Under way|Finished/)
      .first()
      .waitFor();
    await look("history-running");
    await page.getByText("Finished").waitFor();
    await look("history-done");
  });

  it("keeps the switches of what is sent", async () => {
    const { page } = manager;
    await manager.follow("What is sent");
    await page.getByLabel("Order notes").uncheck();
    await page.getByText("You have changes that are not saved.").waitFor();
    await look("what-is-sent");
    await manager.press("Save");
    await toasted("Saved.");
    expect(await php(`echo wp_json_encode(\\Crossdock\\Support\\Capture::entities());`)).toContain('"order_note":false');
  });

  it("shows what Crossdock knows, and does what it is asked there", async () => {
    const { page } = manager;
    for (const link of ["Overview", "Orders", "Problems", "API keys", "Integrations", "Logs", "Connection"]) {
      await manager.follow(link);
      await look(link.toLowerCase().replaceAll(" ", "-"));
    }
    await manager.follow("Problems");
    await page.getByRole("button", { name: /^Try again: WC-2035/ }).click();
    await toasted("It is being tried again.");
    await manager.follow("API keys");
    await page.getByLabel("Name of the program").fill("Till");
    await manager.press("Make a key");
    await page.getByText("cd_test_0123456789abcdefghijABCDEFGHIJ01").waitFor();
    await look("api-key-made");
    await manager.press("I have copied it");
    await page.getByRole("button", { name: "Revoke" }).first().click();
    await look("api-key-revoke");
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await toasted("The key is revoked.");
    expect(hub.calls.find(({ call }) => call === "POST keys")?.body).toMatchObject({ name: "Till", mode: "live", scopes: ["events:write"] });
  });

  it("says so when Crossdock cannot be reached, and goes on when it can", async () => {
    const { page } = manager;
    manager.watch.allow(/50[23]/);
    hub.mode = "down";
    await manager.follow("Overview");
    await page.locator("#crossdock-admin").getByText("The hub is being updated.").waitFor();
    await look("overview-down");
    await manager.follow("Outbox");
    await manager.press("Send a test event");
    await toasted(/it waits/);
    hub.mode = "ok";
    await manager.follow("Overview");
    await page.getByText("99.7 %").waitFor();
  });

  it("shows the state on the order screen and in the list of orders", async () => {
    const { page } = manager;
    const list = isHpos ? "admin.php?page=wc-orders" : "edit.php?post_type=shop_order";
    await page.goto(`${site.url}/wp-admin/${list}`);
    await page.locator("td.column-crossdock .crossdock-badge").first().waitFor();
    await lookAtOrders("orders-list");
    const id = (await php(`echo wc_get_orders(array("limit" => 1, "return" => "ids"))[0];`)).trim();
    hub.answers[`GET orders/by-external/${id}`] = {
      order: {
        ...((await manyOrders())[0] as object),
        timeline: [{ kind: "fact", at: new Date().toISOString(), title: "Order received", detail: null }],
      },
    };
    await page.goto(`${site.url}/wp-admin/${isHpos ? `admin.php?page=wc-orders&action=edit&id=${id}` : `post.php?post=${id}&action=edit`}`);
    await page.locator("#crossdock-order").getByText("Order received").waitFor();
    await lookAtOrders("order-box");
  });

  it("stands still on a copy until a person says what it is", async () => {
    const { page } = manager;
    await php(
      `$row = get_option("crossdock_connection"); $row["fingerprint"] = "other"; $row["site"] = base64_encode("https://shop.example.com"); update_option("crossdock_connection", $row, false);`,
    );
    const before = hub.calls.length;
    await manager.open(undefined, "Is this a copy of your shop?");
    await page.getByText("https://shop.example.com").waitFor();
    await look("staging");
    await page.goto(`${site.url}/wp-admin/index.php`);
    await page.getByText("The address of this site has changed since it was connected to Crossdock.").waitFor();
    expect(hub.calls.length).toBe(before);
    await manager.open(undefined, "Is this a copy of your shop?");
    await manager.press("The shop has moved");
    await manager.isLoaded("Overview");
  });

  it("disconnects", async () => {
    const { page } = manager;
    await manager.follow("Connection");
    await page.getByLabel("Keep the outbox and the connection").uncheck();
    await toasted("Saved.");
    expect((await php(`echo get_option("crossdock_keep_data");`)).trim()).toBe("no");
    await manager.press("Disconnect this shop");
    await look("disconnect");
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect this shop" }).click();
    await manager.isLoaded("Welcome to Crossdock");
    expect(hub.calls.some(({ call }) => call === "POST disconnect")).toBe(true);
  });

  it("answers a page of another site nothing: the cookie alone is not enough", async () => {
    manager.watch.allow(/401/);
    const statuses = await manager.page.evaluate(async () => [
      (await fetch("/wp-json/crossdock/v1/state")).status,
      (await fetch("/wp-json/crossdock/v1/disconnect", { method: "POST" })).status,
    ]);
    expect(statuses).toEqual([401, 401]);
  });

  it("gave no secret to the browser, and nothing complained", () => {
    expect(manager.answers.length).toBeGreaterThan(30);
    expect(manager.answers.filter((text) => text.includes("whsec_") || text.includes("s1."))).toEqual([]);
    expect(manager.watch.complaints).toEqual([]);
    expect(
      site
        .logs()
        .split("\n")
        .filter((line) => line.includes("/plugins/crossdock/")),
    ).toEqual([]);
  });
});

async function manyOrders(): Promise<unknown[]> {
  const { MANY } = await import("./stand-hub-data.ts");
  return MANY()["GET orders"]?.["orders"] as unknown[];
}
