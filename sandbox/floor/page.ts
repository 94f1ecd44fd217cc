import { html, htmlPage, jsonForScript } from "../admin/html.ts";
import type { Html } from "../admin/html.ts";
import { APP_NAME, appPath, displayName, handleOf } from "../admin/shops.ts";
import type { SandboxContext } from "../context.ts";
import type { RouteAnswer } from "../http.ts";
import { standInBadge } from "../install/grant-page.ts";
import { listInstalls } from "../install/installs.ts";

const TABS = [
  { id: "orders", label: "Orders" },
  { id: "stock", label: "Stock" },
  { id: "webhooks", label: "Webhooks" },
  { id: "faults", label: "Faults" },
  { id: "privacy", label: "Privacy" },
];

/** The shop floor: where a person plays customer, warehouse and bad network; floor/client/ fills it. */
export function floorPage(ctx: SandboxContext, shop: string): RouteAnswer {
  return htmlPage({
    title: `Shop floor · ${displayName(shop)}`,
    styles: ["admin/client/admin.css", "floor/client/floor.css"],
    scripts: ["floor/client/main.js"],
    body: html`<body class="floor">
      <script type="application/json" id="floor-config">
        ${jsonForScript({ shop, handle: handleOf(shop) })}
      </script>
      ${topBar(ctx, shop)}
      <main class="floor-main">
        <div class="floor-head">
          <div>
            <h1>Shop floor</h1>
            <p class="subdued">Play the customer and the warehouse of ${displayName(shop)}. What you do here reaches ${APP_NAME} as webhooks.</p>
          </div>
          <div class="floor-links">
            <a class="button" href="/woo/demo">WooCommerce store</a>
            <a class="button button-primary" href="${appPath(shop)}">Open ${APP_NAME}</a>
          </div>
        </div>
        <p class="banner banner-warning" id="fault-banner" hidden></p>
        <p class="banner" id="install-banner" hidden>
          ${APP_NAME} is not installed on this shop, so nothing is sent. <a href="/store/${handleOf(shop)}/install">Install it</a>
        </p>
        <div class="floor-columns">
          <form class="card place-order" id="place-order" aria-labelledby="place-order-title"></form>
          <section class="card floor-tabs">
            <div class="tabs" role="tablist" aria-label="Shop floor">
              ${TABS.map(
                (tab, index) =>
                  html`<button
                    type="button"
                    role="tab"
                    id="tab-${tab.id}"
                    aria-controls="panel-${tab.id}"
                    aria-selected="${index === 0 ? "true" : "false"}"
                    tabindex="${index === 0 ? 0 : -1}"
                  >
                    ${tab.label}
                  </button>`,
              )}
            </div>
            ${TABS.map((tab, index) => html`<div role="tabpanel" id="panel-${tab.id}" aria-labelledby="tab-${tab.id}" ${index > 0 && html`hidden`}><p class="empty">Loading…</p></div>`)}
          </section>
        </div>
      </main>
      <div class="notices" id="notices" role="status" aria-live="polite"></div>
      ${standInBadge()}
    </body>`,
  });
}

function topBar(ctx: SandboxContext, shop: string): Html {
  return html`<header class="top-bar">
    <a class="top-bar-brand" href="/store/${handleOf(shop)}">Stand-in admin</a>
    <details class="menu top-bar-shop">
      <summary><span class="shop-initial" aria-hidden="true">${displayName(shop).charAt(0)}</span>${displayName(shop)}</summary>
      <div class="menu-list">
        ${listInstalls(ctx).map(
          (install) =>
            html`<a href="/store/${handleOf(install.shop)}/floor" ${install.shop === shop && html`aria-current="true"`}>
              ${displayName(install.shop)}<span class="subdued">${install.installed ? "app installed" : "not installed"}</span>
            </a>`,
        )}
      </div>
    </details>
  </header>`;
}
