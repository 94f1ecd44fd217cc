import { confirm } from "./dialogs.js";

/** The title and buttons the app asks for, and the admin's own menu of the app. */
export function startTitleBar(bridge, config) {
  const title = document.getElementById("app-title");
  const actions = document.getElementById("title-bar-actions");

  bridge.answer("titleBar", (payload) => {
    title.textContent = payload.title || config.appName;
    document.title = payload.title && payload.title !== config.appName ? `${payload.title} · ${config.appName}` : config.appName;
    const described = payload.buttons ?? [];
    // Breadcrumbs come first, primary actions last, as in the admin.
    const ordered = [...described].sort((a, b) => rank(a) - rank(b));
    actions.replaceChildren(...ordered.map((one) => (one.items ? menu(one, bridge) : button(one, bridge))));
  });

  document.getElementById("uninstall").addEventListener("click", async () => {
    const isSure = await confirm({
      title: `Uninstall ${config.appName}?`,
      text: "Its access ends at once. Shopify asks it to erase this shop's data 48 hours later.",
      action: "Uninstall",
      tone: "critical",
    });
    if (!isSure) return;
    await fetch(`/store/${config.handle}/uninstall`, { method: "POST" });
    location.assign(`/store/${config.handle}/install`);
  });
}

function rank(button) {
  return { breadcrumb: 0, primary: 2 }[button.variant] ?? 1;
}

function button(described, bridge) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button";
  if (described.variant === "primary") element.classList.add("button-primary");
  if (described.variant === "breadcrumb") element.classList.add("button-plain");
  if (described.tone === "critical") element.classList.add("button-critical");
  element.textContent = described.variant === "breadcrumb" ? `‹ ${described.text}` : described.text;
  element.disabled = described.disabled || described.loading;
  element.toggleAttribute("aria-busy", described.loading);
  element.addEventListener("click", () => bridge.tell("press", { id: described.id }));
  return element;
}

function menu(described, bridge) {
  const details = document.createElement("details");
  details.className = "menu";
  const summary = document.createElement("summary");
  summary.className = "button";
  summary.textContent = described.text;
  const list = document.createElement("div");
  list.className = "menu-list";
  list.append(
    ...described.items.map((one) => {
      const element = button(one, bridge);
      element.className = "";
      return element;
    }),
  );
  details.append(summary, list);
  return details;
}
