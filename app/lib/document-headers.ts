/** Headers of every HTML page: who may frame it, and nothing it does not need. */

const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i;

/** A shop's domain as Shopify writes it, or null: it goes into a header, so nothing else may pass. */
export const shopDomainOf = (text: string | null | undefined): string | null =>
  text && text.length <= 255 && SHOP.test(text) ? text.toLowerCase() : null;

/**
 * Shopify asks for frame-ancestors of exactly this shop and the admin, per request
 * (https://shopify.dev/docs/apps/build/security/set-up-iframe-protection). A page that names no shop may not be framed at all.
 * @param sandboxOrigin origin of the stand-in admin; undefined outside the sandbox.
 */
export function contentSecurityPolicy(shop: string | null, sandboxOrigin: string | undefined): string {
  const ancestors = shop === null ? "'none'" : [`https://${shop}`, "https://admin.shopify.com", ...(sandboxOrigin ? [sandboxOrigin] : [])].join(" ");
  return `frame-ancestors ${ancestors}; object-src 'none'; base-uri 'self'`;
}

export function setDocumentHeaders(headers: Headers, url: URL, sandboxOrigin: string | undefined): void {
  headers.set("Content-Security-Policy", contentSecurityPolicy(shopDomainOf(url.searchParams.get("shop")), sandboxOrigin));
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Referrer-Policy", "origin-when-cross-origin");
  if (/^\/app(\/|$)/.test(url.pathname)) headers.set("Cache-Control", "no-store");
}
