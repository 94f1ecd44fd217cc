import { html, htmlPage, jsonForScript, redirectTo } from "../../admin/html.ts";
import type { SandboxContext } from "../../context.ts";
import type { Route, RouteAnswer } from "../../http.ts";
import { listStores, requireStore } from "../store.ts";
import { storeBar, wooBadge } from "./bar.ts";

const TABS = [
  ["orders", "Orders"],
  ["stock", "Stock"],
  ["webhooks", "Webhooks"],
  ["faults", "Faults"],
  ["keys", "Keys"],
] as const;

/** Where a person plays the store's customers, its owner and its bad days; client/ fills it. */
function storePage(ctx: SandboxContext, slug: string): RouteAnswer {
  const store = requireStore(ctx, slug);
  const others = listStores(ctx).filter((other) => other.slug !== slug);
  return htmlPage({
    title: `${store.name} · WooCommerce sandbox`,
    styles: ["admin/client/admin.css", "floor/client/floor.css", "messaging/client/messaging.css", "woocommerce/client/woo.css"],
    scripts: ["woocommerce/client/main.js"],
    body: html`<body class="floor">
      <script type="application/json" id="floor-config">
        ${jsonForScript({ store: slug, decimals: store.decimals, currency: store.currency })}
      </script>
      ${storeBar(store, others)}
      <main class="floor-main">
        <div class="floor-head">
          <div>
            <h1>${store.name}</h1>
            <p class="subdued">Play the customers and the owner. What you do here reaches Crossdock as webhooks, each sent once.</p>
          </div>
          <a class="button button-primary" href="/store/demo-shop">Open Crossdock</a>
        </div>
        <p class="banner banner-warning" id="fault-banner" hidden></p>
        <p class="banner banner-warning" id="hook-banner" hidden></p>
        <p class="banner" id="connection-banner" hidden>No webhook is made in this store, so nothing is told to anybody.</p>
        <div class="floor-columns">
          <form class="card place-order" id="place-order" aria-labelledby="place-order-title"></form>
          <section class="card floor-tabs">
            <div class="tabs" role="tablist" aria-label="${store.name}">
              ${TABS.map(
                ([id, label], index) =>
                  html`<button
                    type="button"
                    role="tab"
                    id="tab-${id}"
                    aria-controls="panel-${id}"
                    aria-selected="${index === 0 ? "true" : "false"}"
                    tabindex="${index === 0 ? 0 : -1}"
                  >
                    ${label}
                  </button>`,
              )}
            </div>
            ${TABS.map(
              ([id], index) =>
                html`<div role="tabpanel" id="panel-${id}" aria-labelledby="tab-${id}" ${index > 0 && html`hidden`}>
                  <p class="empty">Loading…</p>
                </div>`,
            )}
          </section>
        </div>
      </main>
      <div class="notices" id="notices" role="status" aria-live="polite"></div>
      ${wooBadge()}
    </body>`,
  });
}

export const storePageRoutes: Route[] = [
  { method: "GET", pattern: "/woo", handle: () => redirectTo("/woo/demo") },
  { method: "GET", pattern: "/woo/:store", handle: (request, ctx) => storePage(ctx, request.params["store"]!) },
  // With the slash that addresses of WordPress end with.
  { method: "GET", pattern: "/woo/:store/", handle: (request, ctx) => storePage(ctx, request.params["store"]!) },
];
