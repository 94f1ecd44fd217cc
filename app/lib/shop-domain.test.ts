import { expect, it } from "vitest";
import { shopDomainFrom } from "./shop-domain.ts";

it.each([
  "my-store",
  " My-Store ",
  "my-store.myshopify.com",
  "https://my-store.myshopify.com/admin/products?x=1",
  "admin.shopify.com/store/my-store",
  "https://admin.shopify.com/store/my-store/apps",
])("reads %j", (text) => expect(shopDomainFrom(text)).toBe("my-store.myshopify.com"));
it.each(["", "example.com", "my-store.myshopify.com.evil.com", "my store", "-x", "javascript:alert(1)", "a@b", "//evil.com"])("refuses %j", (text) =>
  expect(shopDomainFrom(text)).toBeNull(),
);
