/** API keys as a merchant meets them: none, made and used, replaced, revoked, many; on a desk and on a phone. */
import type { Browser } from "playwright";
import { expect, it } from "vitest";
import { MOST_KEYS } from "#app/domain/api-key.ts";
import { createApiKey } from "#app/services/api-keys.server.ts";
import { anEvent, postEvent } from "../helpers/event-stand.ts";
import { onBrowserStand } from "../helpers/browser-stand.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import type { Stand } from "../helpers/start-stand.ts";

let browser: Browser;
let stand: Stand;
let here: StandServices;
onBrowserStand((made) => ({ browser, stand, here } = made));

it("is made, shown once, used, replaced and revoked", { timeout: 600_000 }, async () => {
  await setUpShop(stand, here, "empty-shop");
  const merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "empty-shop" });
  const { app, press } = merchant;
  const dialog = app.getByRole("dialog");
  const shownKey = async (): Promise<string> => {
    const key = await dialog.getByLabel("API key", { exact: true }).inputValue();
    expect(key).toMatch(/^cd_(live|test)_[0-9A-Za-z]{32}$/);
    recordSecret("API key", key);
    return key;
  };

  await merchant.open("/app/settings", "Settings");
  await app.getByRole("link", { name: "API keys" }).click();
  await merchant.arriveAt("API keys");
  await app.getByText("No keys yet").waitFor();
  await lookAtPage(merchant, "keys-empty");

  await press("Create key");
  await dialog.getByLabel("Name").fill("Shop system in Berlin");
  await lookAtPage(merchant, "keys-create");
  await press("Create key", dialog);
  await dialog.getByText("Copy the key now").waitFor();
  const key = await shownKey();
  await lookAtPage(merchant, "keys-shown");
  await press(/I have copied it|Done/, dialog);
  await dialog.waitFor({ state: "detached" });
  expect(await app.locator("body").innerText()).not.toContain(key);

  expect(await postEvent(stand.appUrl, key, anEvent())).toMatchObject({ status: 202 });
  await merchant.open("/app/settings/keys", "API keys");
  await app.getByText(/Last used today/).waitFor();
  await app.getByText("1 of 1,000 calls this hour").waitFor();
  // What it sent is an order like every other.
  await merchant.open("/app/orders", "Orders");
  await app.getByText("API-10045").first().waitFor();

  await merchant.open("/app/settings/keys", "API keys");
  await press("Replace Shop system in Berlin");
  await lookAtPage(merchant, "keys-replace");
  await press("Replace", dialog);
  await dialog.getByText("The old key goes on working for 24 hours.").waitFor();
  const next = await shownKey();
  await press(/I have copied it|Done/, dialog);
  await app.getByText("Replaced, ends soon").waitFor();
  for (const one of [key, next]) expect(await postEvent(stand.appUrl, one, anEvent())).toMatchObject({ status: 200, body: { duplicate: true } });
  await lookAtPage(merchant, "keys-few");

  await press("Revoke Shop system in Berlin", app.getByRole("listitem").filter({ hasNotText: "Replaced" }));
  await lookAtPage(merchant, "keys-revoke");
  await press("Revoke", dialog);
  await merchant.toast("Shop system in Berlin is revoked");
  await app.getByRole("heading", { name: "Keys that work no longer" }).waitFor();
  expect(await postEvent(stand.appUrl, next, anEvent())).toMatchObject({ status: 401, body: { error: { type: "invalid_api_key" } } });
  expect(merchant.watch.complaints).toEqual([]);
  await merchant.close();
});

it("shows many, a full hour, and why no more can be made", { timeout: 600_000 }, async () => {
  const connection = await setUpShop(stand, here, "demo-shop");
  const merchantId = connection.merchant_id;
  for (let n = 1; n <= MOST_KEYS; n++) {
    const name = n % 7 === 0 ? `The warehouse system of the third-party logistics provider in Rotterdam, number ${n}` : `System ${n}`;
    const mode = n % 5 === 0 ? "test" : "live";
    const made = await createApiKey(here.ctx, merchantId, {
      name,
      mode,
      scopes: ["events:write"],
      expiresAt: n % 3 === 0 ? Date.now() + n * 86_400_000 : null,
    });
    if (!made.ok) throw new Error(made.error.message);
    if (n === 3)
      await here.ctx.db.write((tx) =>
        tx.insert("quota_windows", { id: `key:${made.value.id}`, merchant_id: merchantId, started_at: Date.now(), used: 1000 }),
      );
  }
  await here.ctx.db.write((tx) =>
    tx.insert("quota_windows", { id: `merchant:${merchantId}`, merchant_id: merchantId, started_at: Date.now(), used: 5000 }),
  );
  const merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "demo-shop" });
  const { app, press } = merchant;
  await merchant.open("/app/settings/keys", "API keys");
  await app.getByText("This hour's calls are used up").waitFor();
  await lookAtPage(merchant, "keys-many");
  await press("Create key");
  const dialog = app.getByRole("dialog");
  await dialog.getByLabel("Name").fill("One more");
  await press("Create key", dialog);
  await dialog.getByText(`There are ${MOST_KEYS} keys that work already`).waitFor();
  await lookAtPage(merchant, "keys-refused");
  expect(merchant.watch.complaints).toEqual([]);
  await merchant.close();
});
