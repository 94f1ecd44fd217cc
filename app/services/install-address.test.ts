import { expect, it } from "vitest";
import { installAddress } from "./install-address.server.ts";

it("leads to Shopify's own install page", () => {
  expect(installAddress("my-store", { SHOPIFY_API_KEY: "key", SHOPIFY_SANDBOX_ORIGIN: undefined })).toBe(
    "https://admin.shopify.com/store/my-store/oauth/install?client_id=key",
  );
});
it("leads to the stand-in admin in the sandbox", () => {
  expect(installAddress("my-store.myshopify.com", { SHOPIFY_API_KEY: "key", SHOPIFY_SANDBOX_ORIGIN: "http://127.0.0.1:3001" })).toBe(
    "http://127.0.0.1:3001/store/my-store",
  );
});
it("never leads anywhere else", () =>
  expect(installAddress("https://evil.example.com", { SHOPIFY_API_KEY: "key", SHOPIFY_SANDBOX_ORIGIN: undefined })).toBeNull());
