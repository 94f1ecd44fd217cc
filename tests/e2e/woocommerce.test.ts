/** Connecting a WordPress store as a merchant meets it: the plugin, a code, the store that is paired, its page in good days and bad. */
import type { Browser } from "playwright";
import { expect, it } from "vitest";
import { planCommand } from "#app/services/bridge/plan-command.server.ts";
import { findPluginPackage } from "#app/services/plugin-package.server.ts";
import { createSite, siteEvent } from "../helpers/bridge-client.ts";
import { onBrowserStand } from "../helpers/browser-stand.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import type { Stand } from "../helpers/start-stand.ts";

let browser: Browser;
let stand: Stand;
let here: StandServices;
onBrowserStand((made) => ({ browser, stand, here } = made));

it("is paired with a code, seen at once, and looked after on its own page", { timeout: 600_000 }, async () => {
  const { merchant_id: merchantId } = await setUpShop(stand, here, "empty-shop");
  const merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "empty-shop" });
  const { app, press } = merchant;
  const { db } = here.ctx;

  await merchant.open("/app/integrations", "Integrations");
  await app
    .getByRole("link", { name: "Connect WooCommerce" })
    .or(app.getByRole("button", { name: "Connect WooCommerce" }))
    .first()
    .click();
  await merchant.arriveAt("Connect WooCommerce");
  const download = await fetch(`${stand.appUrl}/downloads/crossdock-woocommerce.zip`);
  if (findPluginPackage() === null) {
    await app.getByText("The plugin is not available for download here").waitFor();
    expect(download.status).toBe(404);
    expect(await download.text()).toContain("npm run package-plugin");
  } else {
    await app.getByRole("link", { name: "Download the plugin" }).waitFor();
    expect([download.status, download.headers.get("content-type")]).toEqual([200, "application/zip"]);
  }
  await lookAtPage(merchant, "woocommerce-connect");

  await press("Make a pairing code");
  const shown = app.getByRole("img", { name: /^Pairing code / });
  const code = (await shown.textContent())!.trim();
  expect(code).toMatch(/^[2-9A-Z]{5}-[2-9A-Z]{5}$/);
  await app.getByText(/^Good for 1[45]:\d\d more/).waitFor();
  await lookAtPage(merchant, "woocommerce-code");

  const site = createSite(stand.appUrl, "https://pottery.example.com");
  expect(await site.pair(code)).toMatchObject({ status: 201 });
  await app.getByText("pottery.example.com is paired").waitFor();
  await app.getByText(/pottery\.example\.com · plugin/).waitFor();
  await lookAtPage(merchant, "woocommerce-paired");
  await app
    .getByRole("link", { name: "Open the connection" })
    .or(app.getByRole("button", { name: "Open the connection" }))
    .first()
    .click();
  await merchant.arriveAt("pottery.example.com");
  await app.getByText("The plugin has not looked yet").waitFor();
  await lookAtPage(merchant, "woocommerce-store-new");

  // Something is missing, and asked for at the press of a button.
  await site.send([siteEvent(1, { topic: "test.event" }), siteEvent(4, { topic: "test.event" })]);
  await site.call("POST", "heartbeat", {
    outbox: { pending: 3, failed: 1, oldest_ms: 120_000 },
    health: [
      { check: "permalinks", state: "ok", detail: "Pretty permalinks are on." },
      { check: "cron", state: "problem", detail: "Nothing has run for two days. A real cron job calls wp-cron.php every five minutes." },
      { check: "storage", state: "ok", detail: "Orders are kept in their own tables." },
      { check: "clock", state: "warning", detail: "The clock is 40 seconds ahead." },
    ],
  });
  await merchant.open(`/app/integrations/${site.connectionId}`, "pottery.example.com");
  await app.getByText("2 events are missing").waitFor();
  await app.getByText("Scheduled tasks").waitFor();
  await lookAtPage(merchant, "woocommerce-store-missing");
  await press("Ask the store now");
  await merchant.toast("The store is asked with its next contact");
  const { body } = await site.call<{ commands: { id: string; kind: string; payload: { seqs: number[] } }[] }>("GET", "commands");
  expect(body.commands).toMatchObject([{ kind: "resend", payload: { seqs: [2, 3] } }]);
  await site.send([siteEvent(2, { topic: "test.event" }), siteEvent(3, { topic: "test.event" })]);
  await site.call("POST", `commands/${body.commands[0]!.id}/result`, { status: "done", result: {} });

  // What was refused says why.
  await db.write(async (tx) => {
    const connection = { id: site.connectionId, merchant_id: merchantId };
    await planCommand(here.ctx, tx, connection, "stock.set", { product_id: 12, quantity: 3, expected: 4 }, "stock:12", { cause: "merchant" });
    await planCommand(here.ctx, tx, connection, "order.status", { order_id: 4711, status: "completed" }, "status:4711", { cause: "merchant" });
  });
  const next = await site.call<{ commands: { id: string }[] }>("GET", "commands");
  const reason = { code: "changed_meanwhile", message: "There are 7 of it now, not 4." };
  await site.call("POST", `commands/${next.body.commands[0]!.id}/result`, { status: "failed", reason });
  await merchant.open(`/app/integrations/${site.connectionId}`, "pottery.example.com");
  await app.getByText("No event is missing.").waitFor();
  await app.getByText("There are 7 of it now, not 4.").waitFor();
  await lookAtPage(merchant, "woocommerce-store-commands");

  // Bad days: silent for long, moved, the clock wrong, events that never come.
  await db.write(async (tx) => {
    const old = Date.now() - 3 * 86_400_000;
    await tx.update(
      "bridge_sites",
      { last_contact_at: old, last_event_at: old, clock_offset_ms: 900_000, capabilities: '{"home_url":"https://staging.pottery.example.com"}' },
      { connection_id: site.connectionId },
    );
    await tx.insert("bridge_gaps", {
      connection_id: site.connectionId,
      merchant_id: merchantId,
      seq: 1000,
      until_seq: 1_000_999,
      missed_at: old,
      asked_at: old,
      asked_times: 40,
    });
  });
  await merchant.open(`/app/integrations/${site.connectionId}`, "pottery.example.com");
  await app.getByText("The store has not been heard of for hours").waitFor();
  await app.getByText("1,000,000 events are missing").waitFor();
  await app.getByText("The store now lives at staging.pottery.example.com").waitFor();
  await lookAtPage(merchant, "woocommerce-store-trouble");

  await merchant.open("/app/integrations", "Integrations");
  await app.getByText(/^Last contact: /).waitFor();
  await lookAtPage(merchant, "woocommerce-integrations");
  await press("Disconnect pottery.example.com");
  await app.getByRole("dialog").getByText("Its plugin keeps what happens and sends it when you reconnect.").waitFor();
  await press("Disconnect", app.getByRole("dialog"));
  await merchant.toast("Disconnected. Nothing new is processed.");
  expect((await site.send([siteEvent(5)])).status).toBe(409);
  await merchant.open(`/app/integrations/${site.connectionId}`, "pottery.example.com");
  await app.getByText("This store is switched off").waitFor();

  // A code that nobody used.
  await merchant.open("/app/integrations/woocommerce", "Connect WooCommerce");
  await press("Make a new code");
  await shown.waitFor();
  await db.write((tx) => tx.update("pairing_codes", { expires_at: Date.now() - 1 }, { merchant_id: merchantId, used_at: null }));
  await app.getByText("The last code was not used in time").waitFor();
  await lookAtPage(merchant, "woocommerce-expired");
  expect(merchant.watch.complaints).toEqual([]);
  await merchant.close();
});
