/**
 * The plugin's page on the oldest WordPress that is promised, whose React and components are years older than those the page is built with
 * (docs/decisions/0021). Without WooCommerce, so that it runs wherever there is PHP; all its states: tests/woocommerce/admin-page.test.ts.
 */
import { expect, it } from "vitest";
import { buildPage } from "../../scripts/plugin/build-page.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { newShopManager } from "../woocommerce/shop-manager.ts";
import { startStandHub } from "../woocommerce/stand-hub.ts";
import { doWithoutWooCommerce } from "../wordpress/instead-of-woocommerce.ts";
import { startWordPress, whyNot } from "../wordpress/start-wordpress.ts";

it("works with the React and the components of WordPress 6.5", async (context) => {
  const reason = whyNot();
  if (reason) context.skip(reason);
  buildPage();
  const hub = await startStandHub();
  const site = await startWordPress({
    wordpress: "6.5",
    plugin: true,
    wpCron: false,
    constants: { CROSSDOCK_HUB_URL: hub.url, CROSSDOCK_ALLOW_LOCAL_HUB: true },
  });
  doWithoutWooCommerce(site);
  const browser = await launchBrowser();
  try {
    const manager = await newShopManager(browser, site);
    const { page } = manager;
    await manager.open(undefined, "Welcome to Crossdock");
    expect(await page.evaluate(() => (window as unknown as { React: { version: string } }).React.version)).toMatch(/^18\./);
    expect(hub.calls).toEqual([]);
    await page.getByLabel(/^Yes, I want this shop/).click();
    await page.getByRole("textbox", { name: "Pairing code" }).fill("GOOD-CODE");
    await manager.look("wordpress-6.5-welcome");
    await manager.press("Connect this shop");
    await manager.isLoaded("Overview");
    for (const link of ["Overview", "Orders", "Problems", "Health", "History", "What is sent", "Logs", "API keys", "Integrations", "Connection"])
      await manager.follow(link);
    await manager.follow("Outbox");
    await manager.press("Send a test event");
    await page.locator("#crossdock-admin .is-success", { hasText: "Crossdock has confirmed it." }).waitFor();
    await page.getByRole("button", { name: /^Payload of event/ }).click();
    await page.getByText('"topic": "test.event"').waitFor();
    await manager.look("wordpress-6.5-payload");
    expect(manager.watch.complaints).toEqual([]);
    await manager.close();
  } finally {
    await browser.close();
    await site.stop();
    await hub.close();
  }
}, 900_000);
