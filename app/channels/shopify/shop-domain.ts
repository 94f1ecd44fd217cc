const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$/;

/** A permanent shop domain, and nothing that could lead a request elsewhere (https://shopify.dev/docs/apps/build/authentication-authorization). */
export const isShopDomain = (text: string): boolean => SHOP_DOMAIN.test(text);
