/**
 * Where an address of the admin leads here; null for an address that is not the admin's.
 *   shopify://admin/apps/…                    the current shop's admin
 *   https://admin.shopify.com/store/<handle>/… that shop's admin
 *   https://<shop>.myshopify.com/admin/…       the same by the shop's own name
 */
export function translateAddress(address, config) {
  const ownScheme = /^shopify:\/*admin\/?(.*)$/i.exec(address);
  if (ownScheme) return `/store/${config.handle}/${ownScheme[1]}`;

  const url = new URL(address, location.origin);
  if (url.hostname === "admin.shopify.com") return url.pathname + url.search;
  const shop = /^([a-z0-9-]+)\.myshopify\.com$/i.exec(url.hostname);
  if (shop) return `/store/${shop[1].toLowerCase()}${url.pathname.replace(/^\/admin/, "")}${url.search}`;
  return null;
}

/** Leaves the frame. An app's own page opened so would be without the admin, as it would be at Shopify. */
export function openTop(address, config) {
  const own = translateAddress(address, config);
  if (own) return location.assign(own);
  const url = new URL(address);
  if (url.protocol === "https:" || url.protocol === "http:") location.assign(url);
}
