import { confirmLeaving } from "./save-bar.js";

/** The app's place in the address bar and in the navigation. */
export function startNavigation(bridge, config, frame) {
  const list = document.getElementById("app-navigation");
  const appLink = document.getElementById("app-link");
  const toggle = document.getElementById("toggle-navigation");
  let links = [];
  let currentPath = "/";

  const closeDrawer = () => {
    document.body.classList.remove("has-navigation");
    toggle.setAttribute("aria-expanded", "false");
  };
  toggle.addEventListener("click", () => {
    const isOpen = document.body.classList.toggle("has-navigation");
    toggle.setAttribute("aria-expanded", String(isOpen));
  });

  async function go(href) {
    closeDrawer();
    if (await confirmLeaving()) bridge.tell("navigate", { href });
  }

  function draw() {
    const home = links.find((link) => link.rel === "home");
    const visible = links.filter((link) => link !== home);
    const current = longestMatch(visible, currentPath);
    list.replaceChildren(...visible.map((link) => item(link, link === current, () => go(link.href), config)));
    appLink.toggleAttribute("aria-current", !current);
    if (!current) appLink.setAttribute("aria-current", "page");
    appLink.onclick = (event) => {
      if (!home || isModified(event)) return;
      event.preventDefault();
      void go(home.href);
    };
  }

  bridge.answer("navMenu", (payload) => {
    links = payload.links;
    draw();
  });

  // The frame's own entries are in the browser's history already: Back works through them, so we only follow.
  bridge.answer("location", ({ path }) => {
    const url = new URL(path, config.appOrigin);
    for (const name of config.shopifyParameters) url.searchParams.delete(name);
    if (url.searchParams.has("shopify-reload")) return;
    currentPath = url.pathname;
    history.replaceState(null, "", config.basePath + (url.pathname === "/" ? "" : url.pathname) + url.search);
    draw();
  });

  frame.addEventListener("load", () => document.body.classList.add("has-app"));
  draw();
}

function item(link, isCurrent, onChosen, config) {
  const anchor = document.createElement("a");
  anchor.href = config.basePath + link.href;
  anchor.textContent = link.text;
  if (isCurrent) anchor.setAttribute("aria-current", "page");
  anchor.addEventListener("click", (event) => {
    if (isModified(event)) return;
    event.preventDefault();
    void onChosen();
  });
  const entry = document.createElement("li");
  entry.append(anchor);
  return entry;
}

/** The link whose path is the longest beginning of where we are. */
function longestMatch(links, path) {
  const fits = (href) => path === href || path.startsWith(`${href.replace(/\/$/, "")}/`);
  const pathOf = (link) => new URL(link.href, "http://app").pathname;
  return links.filter((link) => fits(pathOf(link))).sort((a, b) => pathOf(b).length - pathOf(a).length)[0];
}

/** A click that means "in a new tab". */
function isModified(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
}
