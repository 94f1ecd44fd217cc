import type { SandboxContext } from "../context.ts";
import type { RouteAnswer } from "../http.ts";
import { standInBadge } from "../install/grant-page.ts";
import { listInstalls } from "../install/installs.ts";
import { STAFF_USER } from "../install/session-token.ts";
import { html, htmlPage, jsonForScript } from "./html.ts";
import type { Html } from "./html.ts";
import { frameAddress, SHOPIFY_PARAMETERS } from "./frame-address.ts";
import { APP_NAME, appPath, displayName, handleOf } from "./shops.ts";

/** The admin around the app: bar, navigation, title bar and the frame; client/host/ brings it to life. */
export function hostPage(ctx: SandboxContext, shop: string, path: string, query: URLSearchParams): RouteAnswer {
  const config = {
    shop,
    handle: handleOf(shop),
    appName: APP_NAME,
    appOrigin: ctx.appUrl,
    basePath: appPath(shop),
    shopifyParameters: SHOPIFY_PARAMETERS,
    user: { id: STAFF_USER.id, name: `${STAFF_USER.first_name} ${STAFF_USER.last_name}`, email: STAFF_USER.email, accountAccess: "full" },
  };
  return htmlPage({
    title: `${APP_NAME} · ${displayName(shop)}`,
    styles: ["admin/client/admin.css", "admin/client/host.css"],
    scripts: ["admin/client/host/main.js"],
    frameSource: ctx.appUrl,
    body: html`<body class="host">
      <script type="application/json" id="host-config">
        ${jsonForScript(config)}
      </script>
      ${topBar(ctx, shop)}
      <div class="save-bar" id="save-bar" role="region" aria-label="Unsaved changes" hidden></div>
      ${navigation(shop)}
      <main class="app-area">
        <div class="loading-bar" id="loading-bar" role="progressbar" aria-label="Loading" hidden></div>
        <div class="title-bar">
          <span class="app-icon" aria-hidden="true">C</span>
          <h1 id="app-title">${APP_NAME}</h1>
          <div class="title-bar-actions" id="title-bar-actions"></div>
          <details class="menu" id="app-menu">
            <summary class="button button-plain" aria-label="More about this app">···</summary>
            <div class="menu-list">
              <button type="button" id="show-access">What ${APP_NAME} can access</button>
              <button type="button" id="uninstall" class="critical">Uninstall ${APP_NAME}</button>
            </div>
          </details>
        </div>
        <iframe
          id="app-frame"
          name="app-iframe"
          title="${APP_NAME}"
          data-address="${frameAddress(ctx, shop, path, query)}"
          allow="clipboard-write"
        ></iframe>
      </main>
      <div class="toasts" id="toasts" role="status" aria-live="polite"></div>
      ${standInBadge()}
    </body>`,
  });
}

function topBar(ctx: SandboxContext, shop: string): Html {
  return html`<header class="top-bar">
    <button type="button" class="top-bar-menu" id="toggle-navigation" aria-expanded="false" aria-controls="navigation" aria-label="Navigation">
      ☰
    </button>
    <span class="top-bar-brand">Stand-in admin</span>
    <details class="menu top-bar-shop">
      <summary><span class="shop-initial" aria-hidden="true">${displayName(shop).charAt(0)}</span>${displayName(shop)}</summary>
      <div class="menu-list">
        ${listInstalls(ctx).map(
          (install) =>
            html`<a href="/store/${handleOf(install.shop)}" ${install.shop === shop && html`aria-current="true"`}>
              ${displayName(install.shop)}<span class="subdued">${install.installed ? "app installed" : "not installed"}</span>
            </a>`,
        )}
      </div>
    </details>
  </header>`;
}

function navigation(shop: string): Html {
  return html`<nav class="navigation" id="navigation" aria-label="Admin">
    <a href="/store/${handleOf(shop)}/floor">Shop floor</a>
    <p class="navigation-hint">Place, ship, refund and edit orders; change stock.</p>
    <a href="/woo/demo">WooCommerce store</a>
    <p class="navigation-hint">The same for the connected WooCommerce store.</p>
    <p class="navigation-group">Apps</p>
    <a href="${appPath(shop)}" id="app-link">${APP_NAME}</a>
    <ul id="app-navigation"></ul>
  </nav>`;
}
