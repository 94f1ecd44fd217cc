import { expect, it } from "vitest";
import { contentSecurityPolicy, setDocumentHeaders, shopDomainOf } from "./document-headers.ts";

it("lets exactly this shop and the admin frame the page", () => {
  expect(contentSecurityPolicy("a.myshopify.com", undefined)).toMatch(/^frame-ancestors https:\/\/a\.myshopify\.com https:\/\/admin\.shopify\.com;/);
});
it("adds the stand-in admin only when there is one", () => {
  expect(contentSecurityPolicy("a.myshopify.com", "http://127.0.0.1:3001")).toContain(" http://127.0.0.1:3001;");
});
it.each([null, "", "evil.com", "a.myshopify.com; script-src *", "a.myshopify.com.evil.com", "https://a.myshopify.com"])(
  "lets nobody frame a page for %j",
  (shop) => {
    expect(contentSecurityPolicy(shopDomainOf(shop), undefined)).toContain("frame-ancestors 'none'");
  },
);
it("keeps pages of the app out of caches", () => {
  const headers = new Headers();
  setDocumentHeaders(headers, new URL("http://127.0.0.1/app/orders?shop=a.myshopify.com"), undefined);
  expect(headers.get("cache-control")).toBe("no-store");
});
