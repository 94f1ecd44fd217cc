import { describe, expect, it } from "vitest";
import { readShopifyHeaders, signatureHeader } from "./headers.ts";

const given = {
  "x-shopify-topic": "orders/create",
  "x-shopify-shop-domain": "Demo.myshopify.com",
  "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
  "x-shopify-event-id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
  "x-shopify-triggered-at": "2026-11-21T10:29:06.123456789Z",
  "x-shopify-api-version": "2026-10",
  "x-shopify-hmac-sha256": "abc",
};
const without = (name: string) => Object.fromEntries(Object.entries(given).filter(([key]) => key !== name));

describe("readShopifyHeaders", () => {
  it("reads the established and the newer family alike", () => {
    const newer = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.replace("x-", ""), value]));
    const read = readShopifyHeaders(given);
    expect(read).toEqual({
      ok: true,
      value: {
        shop: "demo.myshopify.com",
        topic: "orders/create",
        webhookId: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        eventId: "98880550-7158-44d4-b7cd-2c97c8a091b5",
        triggeredAt: Date.UTC(2026, 10, 21, 10, 29, 6, 123),
        apiVersion: "2026-10",
      },
    });
    expect(readShopifyHeaders(newer)).toEqual(read);
    expect(signatureHeader(newer)).toBe("abc");
    expect(signatureHeader(without("x-shopify-hmac-sha256"))).toBeNull();
  });

  it.each(["topic", "shop-domain", "webhook-id"])("needs %s", (name) => {
    expect(readShopifyHeaders(without(`x-shopify-${name}`))).toMatchObject({ ok: false, error: { reason: "missing" } });
    expect(readShopifyHeaders({ ...given, [`x-shopify-${name}`]: " " })).toMatchObject({ ok: false, error: { reason: "missing" } });
  });

  it.each([
    ["shop-domain", "demo.myshopify.com.evil.example"],
    ["shop-domain", "../demo.myshopify.com"],
    ["shop-domain", "-x.myshopify.com"],
    ["topic", "orders"],
    ["topic", "orders/create/../x"],
    ["webhook-id", "a b"],
    ["webhook-id", "x".repeat(201)],
  ])("refuses %s: %s", (name, value) => {
    expect(readShopifyHeaders({ ...given, [`x-shopify-${name}`]: value })).toMatchObject({ ok: false, error: { reason: "malformed" } });
  });

  it("does without the rest; an unreadable time is no time", () => {
    const bare = {
      "x-shopify-topic": "shop/redact",
      "x-shopify-shop-domain": "demo.myshopify.com",
      "x-shopify-webhook-id": "1",
      "x-shopify-triggered-at": "yesterday",
    };
    expect(readShopifyHeaders(bare)).toMatchObject({ ok: true, value: { eventId: null, triggeredAt: null, apiVersion: null } });
  });
});
