/** Connecting a store with one click, as its owner does it: on our page, on the store's, and back; everything over https. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, expect, it } from "vitest";
import { finishAuthorization, startAuthorization } from "#app/services/woocommerce/authorize.server.ts";
import { onBrowserStand } from "../helpers/browser-stand.ts";
import { makeAuthority } from "../helpers/certificates.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { findSerious, newMerchant, overflowOf, takePicture } from "../helpers/merchant-browser.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import { freshDataDir } from "../helpers/start-sandbox.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { startTlsFront, type TlsFront } from "../helpers/tls-front.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const authority = makeAuthority();
const fronts: TlsFront[] = [];
let browser: Browser;
let stand: Stand;
let here: StandServices;
onBrowserStand(
  (made) => ({ browser, stand, here } = made),
  async () => {
    const file = join(freshDataDir(), "authority.pem");
    writeFileSync(file, authority.cert);
    const env = { NODE_EXTRA_CA_CERTS: file };
    const front = async (target: () => number) => {
      const made = await startTlsFront(authority.issue({ names: ["127.0.0.1"] }), target);
      fronts.push(made);
      return made.url;
    };
    // The sandbox listens only later.
    const stores = await front(() => stand?.sandbox.port ?? 0);
    return {
      env: { ...env, TRUST_PROXY: "1" },
      sandboxEnv: { ...env, SANDBOX_STORE_ORIGIN: stores },
      inFront: (port) => front(() => port),
    };
  },
);
afterAll(async () => {
  for (const front of fronts) await front.close();
});

/** A page outside the admin, on a desk and on a phone. */
async function look(page: Page, name: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await takePicture(page, `${name}-${width}`);
    expect.soft(await findSerious(page), `${name} at ${width}`).toEqual([]);
    expect.soft(await overflowOf(page), `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
  }
}

it("leads to the store's page, and from there back to a connected store", { timeout: 600_000 }, async () => {
  await setUpShop(stand, here, "empty-shop");
  const { stores } = await stand.sandbox.call<{ stores: { slug: string; url: string; name: string }[] }>("GET", "/sandbox/woocommerce/state");
  const demo = stores.find(({ slug }) => slug === "demo")!;
  expect(demo.url).toMatch(/^https:/);
  const merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "empty-shop" }, { ignoreHTTPSErrors: true });
  const { app, press } = merchant;
  const begin = async (): Promise<Page> => {
    await merchant.open("/app/integrations/woocommerce", "Connect WooCommerce");
    await press("Connect with REST keys");
    await app.getByRole("textbox", { name: "Store address" }).fill(demo.url);
    const [opened] = await Promise.all([merchant.page.context().waitForEvent("page"), press("Connect with one click")]);
    await opened.getByRole("heading", { name: /would like to connect to your store/ }).waitFor();
    return opened;
  };
  const connection = () => here.ctx.db.read.selectFrom("connections").selectAll().where("channel", "=", "woocommerce").executeTakeFirst();

  // No first.
  const denied = await begin();
  await look(denied, "one-click-store");
  await denied.getByRole("link", { name: "Deny" }).click();
  await denied.getByRole("heading", { level: 1, name: "Your store was not connected" }).waitFor();
  await look(denied, "one-click-denied");
  await denied.close();
  expect(await connection()).toBeUndefined();

  const asked = await begin();
  await lookAtPage(merchant, "one-click-form");
  await asked.getByRole("button", { name: "Approve" }).click();
  await asked.getByRole("heading", { level: 1, name: "Your store said yes" }).waitFor();
  await look(asked, "one-click-waiting");
  await asked.getByRole("heading", { level: 1, name: "Your store is connected" }).waitFor();
  await look(asked, "one-click-connected");
  await asked.close();
  // The page in the app has waited for it.
  await app.getByRole("heading", { name: "Connected stores" }).waitFor();
  await app.getByText(demo.name).first().waitFor();
  await lookAtPage(merchant, "one-click-appeared");
  const made = await waitUntil("the store is connected", connection);
  expect(made).toMatchObject({ external_id: demo.url, status: "active", name: demo.name });
  await merchant.open(`/app/integrations/${made.id}`, /./);
  // The form's wish holds for this way too.
  await app.getByText("11 of 11 active").waitFor();
  await press("Test the connection");
  await app.getByText("The connection is encrypted, and the certificate is trusted.").waitFor();
  await lookAtPage(merchant, "one-click-tested");
  expect(merchant.watch.complaints).toEqual([]);
  await merchant.close();
});

it("tells the store's owner why keys do not work", { timeout: 120_000 }, async () => {
  await here.ctx.db.write((tx) => tx.insert("merchants", { id: "mer_else", name: "Else", created_at: 1, updated_at: 1 }));
  const opened = await fetch(`${stand.sandbox.origin}/sandbox/woocommerce/stores/refusing`, { method: "PUT", body: "{}" });
  const store = (await opened.json()) as { url: string };
  const started = await startAuthorization(here.ctx, "mer_else", { storeUrl: store.url });
  if (!started.ok) throw new Error(started.error.message);
  const nonce = new URL(started.value.url).searchParams.get("user_id")!;
  await finishAuthorization(here.ctx, { user_id: nonce, consumer_key: "ck_madeup0000", consumer_secret: "cs_madeup0000" });
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(`${stand.appUrl}/connect/woocommerce?success=1&user_id=${nonce}`);
  await page.getByRole("heading", { level: 1, name: "Your store was not connected" }).waitFor();
  await page.getByText("Make new keys in WooCommerce").waitFor();
  await look(page, "one-click-refused");
  await context.close();
});
