import { html } from "../../admin/html.ts";
import type { Html } from "../../admin/html.ts";
import type { WooStore } from "../types.ts";

/** The bar of the stand-in store's pages; its menu leads to the other stores and to the rest of the sandbox. */
export function storeBar(store: WooStore, others: readonly WooStore[] = []): Html {
  const stores = [store, ...others];
  return html`<header class="top-bar">
    <a class="top-bar-brand" href="/woo/${store.slug}">Stand-in store</a>
    <details class="menu top-bar-shop">
      <summary><span class="shop-initial" aria-hidden="true">${store.name.charAt(0)}</span>${store.name}</summary>
      <div class="menu-list">
        ${stores.map(
          (each) =>
            html`<a href="/woo/${each.slug}" ${each.slug === store.slug && html`aria-current="true"`}>
              ${each.name}<span class="subdued">WooCommerce, ${each.currency}</span>
            </a>`,
        )}
        <a href="/store/demo-shop/floor">Demo Shop<span class="subdued">Shopify</span></a>
        <a href="/whatsapp">WhatsApp</a>
        <a href="/mail">Mail</a>
      </div>
    </details>
  </header>`;
}

/** Shown on every page, so that nobody takes it for a real shop. */
export const wooBadge = (): Html => html`<p class="stand-in-badge">Stand-in for a WooCommerce store. Nothing here is real.</p>`;
