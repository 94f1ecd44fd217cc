/** One merchant's browser, another merchant's addresses: what is not theirs is not there. */
import type { Browser } from "playwright";
import { afterEach, beforeEach, expect, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { buildPages } from "../helpers/built-pages.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import { standServices } from "../helpers/stand-services.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import { startStand } from "../helpers/start-stand.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

let browser: Browser;
let stand: Stand;
let here: StandServices;
beforeEach(async () => {
  await buildPages();
  [browser, stand] = await Promise.all([launchBrowser(), startStand()]);
  here = await standServices(stand);
});
afterEach(async () => {
  await browser?.close();
  await here?.close();
  await stand?.stop();
});

it("shows a merchant nothing of another's", { timeout: 600_000 }, async () => {
  const theirs = await setUpShop(stand, here, "demo-shop");
  await setUpShop(stand, here, "empty-shop");
  await stand.sandbox.call("POST", "/sandbox/orders", { shop: theirs.external_id, paid: true });
  const order = await waitUntil("the other merchant's order arrives", () =>
    here.ctx.db.read.selectFrom("orders").selectAll().where("merchant_id", "=", theirs.merchant_id).executeTakeFirst(),
  );
  const delivery = await waitUntil("so does its delivery", () =>
    here.ctx.db.read.selectFrom("deliveries").selectAll().where("topic", "=", "orders/create").executeTakeFirst(),
  );

  // They see it themselves, so what follows is about whose it is.
  const owner = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "demo-shop" });
  await owner.open(`/app/orders/${order.id}`, order.order_ref);
  await owner.open(`/app/deliveries/${delivery.id}`, "Order created");
  expect(owner.watch.complaints).toEqual([]);
  await owner.close();

  const stranger = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "empty-shop" });
  stranger.watch.allow(/404/);
  for (const path of [`/app/orders/${order.id}`, `/app/deliveries/${delivery.id}`]) {
    await stranger.open(path, "Crossdock");
    await stranger.app.getByText("This is not here").waitFor();
    expect(await stranger.app.locator("body").innerText()).not.toContain(order.order_ref);
  }
  // The same by the requests that pages make: with this merchant's session, in this merchant's frame.
  await stranger.open("/app/orders", "Orders");
  const ask = (path: string) =>
    stranger.frame().evaluate(async (address) => {
      const answer = await fetch(address);
      return { status: answer.status, text: await answer.text() };
    }, path);
  for (const path of [
    `/app/export/payload?delivery=${delivery.id}`,
    `/app/orders/${order.id}?_data=${encodeURIComponent("routes/app.orders.$id")}`,
    `/app/deliveries/${delivery.id}?_data=${encodeURIComponent("routes/app.deliveries.$id")}`,
  ]) {
    const answer = await ask(path);
    expect(answer.status, path).toBe(404);
    expect(answer.text, path).not.toContain(order.order_ref);
  }
  const orders = await ask("/app/export/orders");
  expect(orders.status).toBe(200);
  expect(orders.text.trim().split("\n")).toHaveLength(1);
  expect((await ask(`/app/monitor?q=${encodeURIComponent(order.name)}&_data=${encodeURIComponent("routes/app.monitor")}`)).text).toContain(
    '"deliveries":[]',
  );
  expect(stranger.watch.complaints).toEqual([]);
});
