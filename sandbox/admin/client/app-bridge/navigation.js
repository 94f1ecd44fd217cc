import { onHostEvent, tellHost } from "./transport.js";

/** Addresses that belong to the admin, not to the app: shopify://admin/…, shopify:admin/… */
function isAdminAddress(href) {
  return /^shopify:/i.test(href);
}

/** The host's address bar follows the app's. */
export function reportLocation() {
  const report = () => tellHost("location", { path: location.pathname + location.search, title: document.title });
  for (const method of ["pushState", "replaceState"]) {
    const native = history[method].bind(history);
    history[method] = (...args) => {
      native(...args);
      report();
    };
  }
  window.addEventListener("popstate", report);
  report();
}

/** window.open(…, "_top") and shopify: addresses must leave the frame, which only the host can do. */
export function patchWindowOpen() {
  const nativeOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    const href = String(url ?? "");
    if (!isAdminAddress(href) && target !== "_top" && target !== "_parent") return nativeOpen(url, target, features);
    tellHost("openTop", { url: isAdminAddress(href) ? href : new URL(href, location.href).href });
    return null;
  };
}

/** The same for links. */
export function interceptLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.button !== 0) return;
    const href = link.getAttribute("href");
    const leavesFrame = isAdminAddress(href) || link.target === "_top" || link.target === "_parent";
    if (!leavesFrame) return;
    event.preventDefault();
    tellHost("openTop", { url: isAdminAddress(href) ? href : link.href });
  });
}

/**
 * A click on the app's navigation in the host. Routers listen for `shopify:navigate` and read the target's href; a page
 * that does not listen is loaded the ordinary way.
 */
export function followHostNavigation() {
  let isHandled = false;
  const nativeAdd = window.addEventListener.bind(window);
  window.addEventListener = (type, ...rest) => {
    if (type === "shopify:navigate") isHandled = true;
    return nativeAdd(type, ...rest);
  };

  onHostEvent("navigate", ({ href }) => {
    if (!isHandled) return location.assign(href);
    const link = document.createElement("a");
    link.setAttribute("href", href);
    document.head.append(link);
    link.dispatchEvent(new Event("shopify:navigate", { bubbles: true }));
    link.remove();
  });
}
