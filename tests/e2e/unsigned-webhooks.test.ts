/** "Webhook verification failed", as a merchant of Shopify meets it: on the page of webhooks, with what to do. */
import type { Browser } from "playwright";
import { expect, it } from "vitest";
import { presentRefusedSignatures } from "#app/presenters/refused-signatures.server.ts";
import { onBrowserStand } from "../helpers/browser-stand.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

let browser: Browser;
let stand: Stand;
let here: StandServices;
onBrowserStand((made) => ({ browser, stand, here } = made));

it("is said with how often, why, and what to do", { timeout: 300_000 }, async () => {
  const connection = await setUpShop(stand, here, "empty-shop");
  const merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "empty-shop" });
  await merchant.open("/app/webhooks", "Webhooks");
  expect(await merchant.app.getByText("Webhook verification failed").count()).toBe(0);
  for (let i = 0; i < 2; i++) {
    const answer = await fetch(`${stand.appUrl}/webhooks/shopify`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-shopify-topic": "orders/create",
        "x-shopify-shop-domain": connection.external_id,
        "x-shopify-webhook-id": `unsigned-${i}`,
        "x-shopify-hmac-sha256": Buffer.alloc(32, i).toString("base64"),
      },
      body: '{"id":1}',
    });
    expect(answer.status).toBe(401);
  }
  const refused = () => presentRefusedSignatures(here.ctx.db, connection.merchant_id, connection.id, Date.now(), "shopify");
  await waitUntil("they are counted", async () => (await refused())?.extent.startsWith("2 ") === true);
  await merchant.open("/app/webhooks", "Webhooks");
  await merchant.app.getByText("2 webhooks that name your store were refused in the last 24 hours.").waitFor();
  await merchant.app.getByText("SHOPIFY_API_SECRET").waitFor();
  expect(await merchant.app.getByText("WooCommerce: delete the webhook").count()).toBe(0);
  await lookAtPage(merchant, "webhooks-unsigned");
});
