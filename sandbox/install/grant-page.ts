import { html, htmlPage } from "../admin/html.ts";
import type { Html } from "../admin/html.ts";
import { APP_NAME, appPath, displayName, handleOf } from "../admin/shops.ts";
import type { RouteAnswer } from "../http.ts";
import type { Install } from "./installs.ts";
import { describeScope } from "./scope-words.ts";

export interface GrantQuestion {
  install: Install;
  /** Scopes the page asks for. */
  scopes: string[];
  /** Which of them are optional ones that the app asked for in the address. */
  optional: string[];
}

/** The page on which a merchant installs the app, or agrees to what it newly asks for. */
export function grantPage(question: GrantQuestion): RouteAnswer {
  const { install, scopes, optional } = question;
  const isUpdate = install.installed;
  const shopName = displayName(install.shop);
  const heading = isUpdate ? `Update ${APP_NAME}'s access to ${shopName}` : `Install ${APP_NAME} on ${shopName}?`;
  return htmlPage({
    title: `${isUpdate ? "Update access" : "Install"} · ${APP_NAME}`,
    styles: ["admin/client/admin.css", "admin/client/grant.css"],
    body: html`<body class="grant-body">
      <header class="top-bar">
        <span class="top-bar-brand">Stand-in admin</span>
        <span class="top-bar-shop">${shopName}</span>
      </header>
      <main class="grant-card">
        <div class="grant-app" aria-hidden="true">C</div>
        <h1>${heading}</h1>
        <p class="subdued">
          ${isUpdate ? "This app asks for more than you granted. It opens again once you have agreed." : "This app will be able to:"}
        </p>
        <ul class="grant-list">
          ${scopes.map((scope) => scopeItem(scope, optional.includes(scope)))}
        </ul>
        <p class="subdued grant-note">
          You can remove the app at any time; its access ends at that moment and its data about your customers is erased 48 hours later.
        </p>
        <form method="post" class="grant-actions">
          ${optional.map((scope) => html`<input type="hidden" name="optional_scope" value="${scope}" />`)}
          <a class="button" href="${isUpdate && optional.length > 0 ? appPath(install.shop) : `/store/${handleOf(install.shop)}/floor`}">Cancel</a>
          <button class="button button-primary" type="submit">${isUpdate ? "Update" : "Install"}</button>
        </form>
      </main>
      ${standInBadge()}
    </body>`,
  });
}

/** Shown on every page, so that nobody takes it for Shopify. */
export function standInBadge(): Html {
  return html`<p class="stand-in-badge">Stand-in for the Shopify admin. Nothing here is real.</p>`;
}

function scopeItem(scope: string, isOptional: boolean): Html {
  const words = describeScope(scope);
  return html`<li>
    <strong>${words.title}</strong> ${isOptional && html`<span class="tag">optional</span>`}
    <span class="subdued">${words.detail}</span>
  </li>`;
}
