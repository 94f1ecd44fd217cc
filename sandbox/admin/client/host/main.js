import { startBridge } from "./bridge.js";
import { startMenus } from "./menus.js";
import { confirmLeaving, startSaveBar } from "./save-bar.js";
import { startNavigation } from "./navigation.js";
import { startTitleBar } from "./title-bar.js";
import { startToasts } from "./toasts.js";
import { startPickers } from "./pickers.js";
import { startScopes } from "./scopes.js";
import { openTop } from "./shopify-address.js";

// The admin around the app. Each part registers what the app may ask of it with bridge.answer, and tells the app
// something with bridge.tell.
const config = JSON.parse(document.getElementById("host-config").textContent);
const frame = document.getElementById("app-frame");
const bridge = startBridge(frame, config.appOrigin);

bridge.answer("idToken", async () => {
  const answer = await fetch("/sandbox/session-tokens", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ shop: config.shop }),
  });
  if (!answer.ok) throw new Error(`No session token (${answer.status})`);
  return (await answer.json()).session_token;
});
bridge.answer("user", () => config.user);
bridge.answer("openTop", async ({ url }) => (await confirmLeaving()) && openTop(url, config));
bridge.answer("modal", ({ showing }) => document.body.classList.toggle("is-dimmed", showing));
bridge.answer("loading", ({ isLoading }) => {
  document.getElementById("loading-bar").hidden = !isLoading;
});

startMenus();
startNavigation(bridge, config, frame);
startTitleBar(bridge, config);
startSaveBar(bridge);
startToasts(bridge);
startPickers(bridge, config);
startScopes(bridge, config);

// Last: what the app says before somebody listens would be lost.
frame.src = frame.dataset.address;
