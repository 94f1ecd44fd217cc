import { startMenus } from "../../admin/client/host/menus.js";
import { loadActivity, loadCatalog } from "./api.js";
import { drawFaults } from "./faults.js";
import { drawOrders } from "./orders.js";
import { drawPlaceOrder } from "./place-order.js";
import { drawPrivacy } from "./privacy.js";
import { drawStock } from "./stock.js";
import { startTabs } from "./tabs.js";
import { drawWebhooks } from "./webhooks.js";

const REFRESH_MS = 2000;
const panel = (name) => document.getElementById(`panel-${name}`);

/** What the page knows; every part draws itself out of it and calls refresh() after a change. */
const floor = { catalog: null, activity: null, refresh, refreshCatalog };

startMenus();
startTabs();
await refreshCatalog();
drawPlaceOrder(document.getElementById("place-order"), floor);
drawFaults(panel("faults"), floor);
drawPrivacy(panel("privacy"), floor);
await refresh();
setInterval(() => document.visibilityState === "visible" && refresh(), REFRESH_MS);

async function refreshCatalog() {
  floor.catalog = await loadCatalog();
  drawStock(panel("stock"), floor);
}

async function refresh() {
  const activity = await loadActivity();
  if (!activity) return;
  // Drawing again would close an open menu and move the focus: only when something is new.
  const isNew = JSON.stringify(activity) !== JSON.stringify(floor.activity);
  floor.activity = activity;
  if (!isNew) return;
  drawOrders(panel("orders"), floor);
  drawWebhooks(panel("webhooks"), floor);
  document.getElementById("install-banner").hidden = activity.installed;
  drawFaultBanner(activity.faults);
}

function drawFaultBanner(faults) {
  const active = Object.keys(faults).filter((name) => name !== "until");
  const banner = document.getElementById("fault-banner");
  banner.hidden = active.length === 0;
  banner.textContent = active.length === 0 ? "" : `Faults are on: ${active.join(", ").replaceAll("_", " ")}. See the Faults tab.`;
}
