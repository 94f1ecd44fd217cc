import { html } from "../admin/html.ts";
import type { Html } from "../admin/html.ts";

const PAGES = [
  ["whatsapp", "WhatsApp"],
  ["mail", "Mail"],
] as const;

/** The bar of the pages that play the customers' side. */
export function messagingBar(current: (typeof PAGES)[number][0]): Html {
  return html`<header class="top-bar">
    <a class="top-bar-brand" href="/store/demo-shop">Stand-in admin</a>
    <nav class="messaging-nav" aria-label="Sandbox">
      ${PAGES.map(([path, label]) => html`<a href="/${path}" ${path === current && html`aria-current="page"`}>${label}</a>`)}
      <a href="/store/demo-shop/floor">Shop floor</a>
      <a href="/woo/demo">WooCommerce</a>
    </nav>
  </header>`;
}
