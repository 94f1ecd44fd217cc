/** The page of a WooCommerce connection: its name, both status maps, and the orders that came before a change. */
import type { Browser } from "playwright";
import { expect, it } from "vitest";
import { onBrowserStand } from "../helpers/browser-stand.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { addHookStore, hookOf, sendHook } from "../helpers/woocommerce-hooks.ts";
import { wooOrder } from "../helpers/woocommerce-things.ts";

let browser: Browser;
let stand: Stand;
let here: StandServices;
onBrowserStand((made) => ({ browser, stand, here } = made));

it("is named, and says both ways what a status means", { timeout: 600_000 }, async () => {
  const { merchant_id: merchantId } = await setUpShop(stand, here, "empty-shop");
  const { db } = here.ctx;
  const secret = { webhook_secret: "secret-of-the-pottery" };
  const store = await addHookStore(db, stand.secrets.ENCRYPTION_KEYS, { merchantId, name: "pottery", site: "https://pottery.example.com", secret });
  const of = { connection_id: store.connectionId };
  for (const [id, status] of [
    [901, "processing"],
    [902, "processing"],
    [903, "processing"],
    [904, "on-hold"],
  ] as const) {
    const hook = hookOf(store, "order.updated", wooOrder({ id, number: String(id), status }));
    expect((await sendHook(`${stand.appUrl}/webhooks/woocommerce/${store.connectionId}`, hook)).status).toBe(200);
  }
  const orders = () =>
    db.read.selectFrom("orders").select(["id", "hub_status"]).where("connection_id", "=", store.connectionId).orderBy("order_ref").execute();
  await waitUntil("four orders are here", async () => (await orders()).length === 4);
  const outOf = async (status: string) =>
    (await db.write((tx) => tx.find("status_mappings", { ...of, direction: "out", from_value: status })))?.to_value ?? null;

  const merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "empty-shop" });
  const { app } = merchant;
  await merchant.open("/app/integrations", "Integrations");
  await merchant.press("Rename pottery");
  await app.getByLabel("Name", { exact: true }).fill("Pottery Lane");
  await merchant.press("Save name");
  await merchant.toast("Renamed");
  await lookAtPage(merchant, "integrations-renamed");
  await app.getByRole("link", { name: "Open Pottery Lane" }).click();
  await merchant.arriveAt("Pottery Lane");
  await merchant.press("Rename");
  await app.getByLabel("Name", { exact: true }).fill("Pottery\u202eLane");
  await merchant.press("Save name");
  await app.getByText("A name has no control characters").waitFor();
  await lookAtPage(merchant, "rename-refused");
  await app.getByLabel("Name", { exact: true }).fill("The Pottery");
  await merchant.press("Save name");
  await merchant.arriveAt("The Pottery");

  // From Crossdock to the store: another status than those known, first as its label is written, then as the store writes it.
  await lookAtPage(merchant, "status-maps");
  await app.getByLabel("What Packed becomes in the store", { exact: true }).selectOption({ label: "Another status …" });
  await app.getByLabel("Status of the store for Packed", { exact: true }).fill("Ready to ship");
  await merchant.press("Save what Packed becomes in the store");
  await app.getByText("17 at most, such as ready-to-ship").waitFor();
  await lookAtPage(merchant, "status-out-refused");
  await app.getByLabel("Status of the store for Packed", { exact: true }).fill("wc-ready-to-ship");
  await merchant.press("Save what Packed becomes in the store");
  await app.getByText("“ready-to-ship” has no meaning above yet").waitFor();
  expect(await outOf("PACKED")).toBe("ready-to-ship");
  await app.getByLabel("What Shipped becomes in the store", { exact: true }).selectOption({ label: "completed" });
  await merchant.press("Save what Shipped becomes in the store");
  await app.getByRole("button", { name: "Back to processing for Shipped" }).waitFor();
  await lookAtPage(merchant, "status-out-changed");
  await merchant.press("Back to processing for Packed");
  await app.getByText("“ready-to-ship” has no meaning above yet").waitFor({ state: "detached" });
  expect([await outOf("PACKED"), await outOf("SHIPPED")]).toEqual([null, "completed"]);

  // From the store to Crossdock: three orders came before, and are changed when it is asked for.
  await app.getByLabel("What “processing” means", { exact: true }).selectOption({ label: "Confirmed" });
  await merchant.press("Save what “processing” means");
  await app.getByText("3 orders have another status here.").waitFor();
  expect((await orders()).map((one) => one.hub_status)).toEqual(["PROCESSING", "PROCESSING", "PROCESSING", "PENDING"]);
  await lookAtPage(merchant, "status-differs");
  await merchant.press("Change them to Confirmed: orders with “processing”");
  await app.getByRole("heading", { name: "Change 3 orders to Confirmed?" }).waitFor();
  await lookAtPage(merchant, "status-apply");
  await merchant.press("Change 3 orders");
  await merchant.toast("3 orders are being changed");
  await waitUntil("they are changed", async () => (await orders()).filter((one) => one.hub_status === "CONFIRMED").length === 3);
  await app.getByText("have another status here.").waitFor({ state: "detached" });
  await merchant.open(`/app/orders/${(await orders())[0]!.id}`, "WC-901");
  await app.getByText("Order: the meaning of its status in the store changed").first().waitFor();
  await lookAtPage(merchant, "status-applied-order");
  expect(merchant.watch.complaints).toEqual([]);
});
