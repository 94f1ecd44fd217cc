/** What people type or paste for their store → the store's domain. */

const HANDLE = /^[a-z0-9][a-z0-9-]{0,59}$/;

/**
 * "my-store", "my-store.myshopify.com", "https://my-store.myshopify.com/admin", "admin.shopify.com/store/my-store" → "my-store.myshopify.com".
 * Null for anything else, such as the store's public domain: that does not say which store it is.
 */
export function shopDomainFrom(text: string): string | null {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "");
  const handle = /^admin\.shopify\.com\/store\/([^/?#]+)/.exec(typed)?.[1] ?? /^([^./?#]+)(?:\.myshopify\.com)?(?:[/?#]|$)/.exec(typed)?.[1] ?? "";
  return HANDLE.test(handle) ? `${handle}.myshopify.com` : null;
}
