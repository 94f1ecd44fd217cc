/** Where a merchant places a test order: the draft orders of the admin, or the practice store's shop floor. */
export interface TestOrderPlace {
  url: string;
  isSandbox: boolean;
}

/** @param sandboxOrigin of the stand-in Shopify; undefined at the real one. */
export function testOrderPlace(connection: { external_id: string }, sandboxOrigin: string | undefined): TestOrderPlace {
  if (sandboxOrigin === undefined) return { url: "shopify://admin/draft_orders/new", isSandbox: false };
  return { url: `${sandboxOrigin}/store/${connection.external_id.replace(/\.myshopify\.com$/, "")}/floor`, isSandbox: true };
}
