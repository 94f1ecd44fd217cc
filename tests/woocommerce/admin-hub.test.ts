/** A merchant without Shopify: the page in wp-admin with the real hub behind it, from the first order to a key and a new account. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createInvitation } from "#app/services/bridge/sign-up.server.ts";
import type { Browser } from "playwright";
import { chromiumPath, launchBrowser } from "../helpers/browser.ts";
import { startBridgeStand } from "./bridge-stand.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { newShopManager } from "./shop-manager.ts";
import type { ShopManager } from "./shop-manager.ts";

describe.skipIf(!chromiumPath)("wp-admin with the real hub (needs chromium)", { shuffle: false }, () => {
  let stand: BridgeStand;
  let browser: Browser;
  let manager: ShopManager;
  beforeAll(async () => {
    stand = await startBridgeStand({ constants: { CROSSDOCK_ALLOW_LOCAL_HUB: true } });
    browser = await launchBrowser();
    manager = await newShopManager(browser, stand.site);
  }, 300_000);
  afterAll(async () => {
    await manager?.close();
    await browser?.close();
    await stand?.close();
  });
  const ours = (text: string | RegExp) => manager.page.locator("#crossdock-admin").getByText(text).first();

  it("shows an order and what became of it", async () => {
    const product = await stand.store.makeProduct();
    const order = await stand.store.makeOrder(product.id);
    await stand.settle();
    await manager.open(undefined, "Overview");
    await ours("New order").waitFor();
    await manager.follow("Orders");
    await ours(`WC-${order.number}`).waitFor();
    await manager.page.getByRole("searchbox").fill("nobody@example.com");
    await ours("No order matches").waitFor();
    await manager.follow("Problems");
    await ours("No problems").waitFor();
    const admin = await stand.store.admin();
    expect(await admin.page("/wp-admin/admin.php?page=crossdock")).toContain("crossdock-admin");
  });

  it("makes a key that works and ends it", async () => {
    await manager.follow("API keys");
    await manager.page.getByLabel("Name of the program").fill("Till");
    await manager.press("Make a key");
    const key = await ours(/^cd_live_[0-9A-Za-z]{32}$/).textContent();
    const send = (): Promise<number> =>
      fetch(`${stand.wire.url}/webhooks/commerce/event`, {
        method: "POST",
        headers: { "x-api-key": key!, "content-type": "application/json" },
        body: "{}",
      }).then((response) => response.text().then(() => response.status));
    expect(await send()).toBe(422);
    await manager.press("I have copied it");
    await manager.page.getByRole("button", { name: "Revoke" }).click();
    await manager.page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await ours("Revoked").waitFor();
    expect(await send()).toBe(401);
    await manager.follow("Integrations");
    await ours("(this shop)").waitFor();
  });

  it("makes an account with an invitation", async () => {
    await manager.follow("Connection");
    await manager.press("Disconnect this shop");
    await manager.page.getByRole("dialog").getByRole("button", { name: "Disconnect this shop" }).click();
    await manager.isLoaded("Welcome to Crossdock");
    await manager.page.getByLabel("I am new and have an invitation").check();
    await manager.page.getByRole("textbox", { name: "Address of the Crossdock server" }).fill(stand.wire.url);
    await manager.page.getByRole("textbox", { name: "Name of your shop" }).fill("Second example");
    await manager.page.getByRole("textbox", { name: "Your e-mail" }).fill("second@example.com");
    manager.watch.allow(/422|409/);
    await manager.press("Create my account and connect");
    await ours("A valid invitation code is needed here.").waitFor();
    const { code } = await createInvitation(stand.ctx, "for a test");
    await manager.page.getByRole("textbox", { name: "Invitation code" }).fill(code);
    await manager.press("Create my account and connect");
    // The store still belongs to the account that it was disconnected from; the invitation is not used up by that.
    await ours("Another account has connected this store.").waitFor();
    await stand.db.write((tx) => tx.update("connections", { external_id: "https://elsewhere.example.com" }, { id: stand.connectionId }));
    await manager.press("Create my account and connect");
    await manager.isLoaded("Overview");
    await ours("Account: Second example").waitFor();
    await ours("Crossdock has not received anything yet").waitFor();
  });

  it("complains about nothing", () => {
    expect(manager.watch.complaints).toEqual([]);
  });
});
