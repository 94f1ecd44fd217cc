import { followHostPresses } from "./buttons.js";
import { defineNavigationElements, defineTitleBar, hideHostDrawnElements } from "./chrome-elements.js";
import { defineModal } from "./modal.js";
import { followHostNavigation, interceptLinks, patchWindowOpen, reportLocation } from "./navigation.js";
import { defineSaveBar, leaveConfirmation, watchSaveBarForms } from "./save-bar.js";
import { fetchIdToken, patchFetch, reloadWithToken } from "./session-fetch.js";
import { callHost, onHostEvent, startTransport, tellHost } from "./transport.js";
import { watchWebVitals } from "./web-vitals.js";

/** Everything the script does, in the order in which an app may notice it. */
export function startAppBridge() {
  if (window.shopify) return;
  const config = readConfig();
  startTransport();
  patchFetch();
  patchWindowOpen();
  window.shopify = makeGlobal(config);
  reloadWithToken();
  hideHostDrawnElements();
  defineNavigationElements();
  defineTitleBar();
  defineSaveBar();
  defineModal();
  watchSaveBarForms();
  interceptLinks();
  followHostPresses();
  followHostNavigation();
  reportLocation();
}

/** The key stands on the script tag or in <meta name="shopify-api-key">; the rest in the address of the first page. */
function readConfig() {
  const apiKey = document.currentScript?.dataset.apiKey ?? document.querySelector('meta[name="shopify-api-key"]')?.content;
  if (!apiKey) console.error('App Bridge: no API key. Give the script data-api-key, or add <meta name="shopify-api-key">.');
  const query = new URLSearchParams(location.search);
  const remembered = (name) => {
    const value = query.get(name) ?? sessionStorage.getItem(`app-bridge-${name}`);
    if (value) sessionStorage.setItem(`app-bridge-${name}`, value);
    return value ?? undefined;
  };
  return { apiKey, host: remembered("host"), shop: remembered("shop"), locale: remembered("locale") ?? "en" };
}

function makeGlobal(config) {
  const element = (id) => document.getElementById(id);
  return {
    config,
    origin: location.origin,
    ready: Promise.resolve(),
    setSignals() {},
    environment: { mobile: false, embedded: true, pos: false, intent: false },
    loading: (isLoading = true) => tellHost("loading", { isLoading }),
    idToken: fetchIdToken,
    user: () => callHost("user"),
    toast: makeToasts(),
    resourcePicker: async (options) => withSelection(await callHost("resourcePicker", plain(options))),
    picker: async (options) => ({ selected: callHost("picker", plain(options)) }),
    modal: { show: (id) => element(id).show(), hide: (id) => element(id).hide(), toggle: (id) => element(id).toggle() },
    saveBar: { show: (id) => element(id).show(), hide: (id) => element(id).hide(), toggle: (id) => element(id).toggle(), leaveConfirmation },
    scopes: {
      query: () => callHost("scopes.query"),
      request: (scopes) => callHost("scopes.request", { scopes }),
      revoke: (scopes) => callHost("scopes.revoke", { scopes }),
    },
    webVitals: watchWebVitals(),
    app: { extensions: async () => [] },
    reviews: { request: async () => ({ success: false, code: "merchant-ineligible", message: "The stand-in admin takes no reviews." }) },
    support: { registerHandler: async () => {} },
    intents: { invoke: async () => ({ complete: Promise.resolve({ code: "closed" }) }) },
    tools: { register: () => () => {}, unregister() {}, clear() {} },
  };
}

function makeToasts() {
  const callbacks = new Map();
  let lastId = 0;
  onHostEvent("toast", ({ id, what }) => {
    callbacks.get(id)?.[what]?.();
    if (what === "onDismiss") callbacks.delete(id);
  });
  return {
    show(message, { duration = 5000, isError = false, action, onAction, onDismiss } = {}) {
      lastId += 1;
      const id = String(lastId);
      callbacks.set(id, { onAction, onDismiss });
      tellHost("toast.show", { id, message, duration, isError, action });
      return id;
    },
    hide: (id) => tellHost("toast.hide", { id }),
  };
}

/** A picker's answer is an array that also has itself as `.selection`, as Shopify's has; undefined when cancelled. */
function withSelection(items) {
  if (!items) return undefined;
  items.selection = [...items];
  return items;
}

/** Functions and class instances cannot be posted. */
function plain(value) {
  return JSON.parse(JSON.stringify(value ?? {}));
}
