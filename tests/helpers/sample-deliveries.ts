/** Signed deliveries as Shopify sends them, small and invented, for tests that need many. */
import { createHmac } from "node:crypto";

export interface SignedDelivery {
  webhookId: string;
  headers: Record<string, string>;
  body: string;
}

export interface SignOptions {
  shop: string;
  secret: string;
  topic: string;
  webhookId: string;
  triggeredAt?: string;
}

export function signDelivery(body: string, { shop, secret, topic, webhookId, triggeredAt = "2026-01-01T12:00:00Z" }: SignOptions): SignedDelivery {
  return {
    webhookId,
    body,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": shop,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": webhookId,
      "x-shopify-event-id": `event-${webhookId}`,
      "x-shopify-triggered-at": triggeredAt,
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
    },
  };
}

/** An order with one line, paid or not; `number` makes its ids. */
export function sampleOrderBody(number: number, patch: Record<string, unknown> = {}): string {
  const price = (amount: string) => ({ shop_money: { amount, currency_code: "USD" }, presentment_money: { amount, currency_code: "USD" } });
  const id = 5_000_000_000 + number;
  return JSON.stringify({
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${10_000 + number}`,
    currency: "USD",
    presentment_currency: "USD",
    email: `buyer-${number}@example.com`,
    phone: "+15555550100",
    created_at: "2026-01-01T12:00:00Z",
    updated_at: "2026-01-01T12:00:00Z",
    processed_at: "2026-01-01T12:00:00Z",
    subtotal_price: "20.00",
    total_discounts: "0.00",
    total_tax: "1.60",
    total_tip_received: "0.00",
    total_price: "26.60",
    current_total_price: "26.60",
    total_outstanding: "26.60",
    total_price_set: price("26.60"),
    subtotal_price_set: price("20.00"),
    total_tax_set: price("1.60"),
    current_total_price_set: price("26.60"),
    total_shipping_price_set: price("5.00"),
    taxes_included: false,
    financial_status: "pending",
    fulfillment_status: null,
    test: false,
    tags: "",
    note: null,
    line_items: [
      {
        id: id * 10,
        product_id: 7001,
        variant_id: 8001,
        sku: "MUG-1",
        title: "Mug",
        name: "Mug",
        quantity: 2,
        current_quantity: 2,
        price: "10.00",
        price_set: price("10.00"),
        requires_shipping: true,
        taxable: true,
        gift_card: false,
        total_discount: "0.00",
        discount_allocations: [],
        tax_lines: [{ title: "State tax", rate: 0.08, price: "1.60", price_set: price("1.60") }],
      },
    ],
    shipping_lines: [
      {
        id: id * 10 + 1,
        title: "Standard",
        code: "standard",
        price: "5.00",
        price_set: price("5.00"),
        discounted_price: "5.00",
        discounted_price_set: price("5.00"),
        discount_allocations: [],
        tax_lines: [],
      },
    ],
    discount_applications: [],
    refunds: [],
    fulfillments: [],
    shipping_address: {
      first_name: "Test",
      last_name: "Buyer",
      address1: "1 Example Street",
      city: "Springfield",
      zip: "01101",
      country_code: "US",
      province_code: "MA",
      phone: "+15555550100",
    },
    ...patch,
  });
}
