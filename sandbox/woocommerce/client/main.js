import { startMenus } from "../../admin/client/host/menus.js";
import { startTabs } from "../../floor/client/tabs.js";
import { load, store } from "./api.js";
import { drawFaults } from "./faults.js";
import { drawKeys } from "./keys.js";
import { drawOrders } from "./orders.js";
import { drawPlaceOrder } from "./place-order.js";
import { drawStock } from "./stock.js";
import { drawWebhooks } from "./webhooks.js";

const REFRESH_MS = 2000;
const panel = (name) => document.getElementById(`panel-${name}`);

/** What the page knows; every part draws itself out of it and calls refresh() after a change. */
const floor = { products: [], state: null, orders: null, deliveries: null, refresh, refreshProducts };

startMenus();
startTabs();
await Promise.all([refreshProducts(), refresh()]);
drawPlaceOrder(document.getElementById("place-order"), floor);
drawFaults(panel("faults"), floor);
setInterval(() => document.visibilityState === "visible" && refresh(), REFRESH_MS);

async function refreshProducts() {
  const answer = await load(`products?store=${store}`);
  if (!answer) return;
  floor.products = answer.products;
  drawStock(panel("stock"), floor);
}

async function refresh() {
  const [state, orders, deliveries] = await Promise.all([
    load("state"),
    load(`orders?store=${store}&limit=40`),
    load(`deliveries?store=${store}&limit=100`),
  ]);
  if (!state || !orders || !deliveries) return;
  const seen = { state: state.stores.find(({ slug }) => slug === store), faults: state.faults, orders, deliveries: deliveries.deliveries };
  // Drawing again would close an open menu and move the focus: only when something is new.
  const isNew = JSON.stringify(seen) !== JSON.stringify(floor.seen);
  Object.assign(floor, seen, { seen });
  if (!isNew) return;
  drawOrders(panel("orders"), floor);
  drawWebhooks(panel("webhooks"), floor);
  drawKeys(panel("keys"), floor);
  drawBanners();
}

function drawBanners() {
  const faults = Object.keys(floor.faults);
  const silenced = floor.state.webhooks.filter(({ status }) => status === "disabled");
  show("fault-banner", faults.length > 0, `Faults are on: ${faults.join(", ").replaceAll("_", " ")}. See the Faults tab.`);
  show("hook-banner", silenced.length > 0, `WooCommerce has disabled ${silenced.length} of ${floor.state.webhooks.length} webhooks.`);
  show("connection-banner", floor.state.webhooks.length === 0);
}

function show(id, isShown, words) {
  const banner = document.getElementById(id);
  banner.hidden = !isShown;
  if (words && isShown) banner.textContent = words;
}
