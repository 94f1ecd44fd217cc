import { describe, expect, it } from "vitest";
import { canonicalEventSchema } from "#app/domain/events.ts";
import type { ConnectionFacts } from "../contract.ts";
import { interpret } from "./interpret.ts";
import { TOPICS } from "./topics.ts";

const connection: ConnectionFacts = { externalId: "demo.myshopify.com", currency: "USD", country: "US", timezone: null };
const at = (iso: string): number => Date.parse(iso);

function read(topic: string, body: unknown, facts = connection) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return interpret({ topic, headers: {}, body: new TextEncoder().encode(text), triggeredAt: null }, facts);
}
function value(topic: string, body: unknown, facts = connection) {
  const read_ = read(topic, body, facts);
  if (!read_.ok) throw new Error(read_.error.message);
  canonicalEventSchema.parse(read_.value.event);
  return read_.value;
}

const set = (amount: string, other = amount, currency = "USD") => ({
  shop_money: { amount, currency_code: "USD" },
  presentment_money: { amount: other, currency_code: currency },
});
const order = {
  id: 450789469,
  name: "#1001",
  currency: "USD",
  created_at: "2026-11-20T10:00:00-05:00",
  updated_at: "2026-11-21T10:00:00-05:00",
  financial_status: "paid",
  total_price: "20.00",
  subtotal_price: "20.00",
  note: "",
  tags: "b, a",
  email: "bob@example.com",
  phone: "(415) 555-2671",
  shipping_address: {
    first_name: "Bob",
    last_name: "Norman",
    name: "Bob Norman",
    address1: "1 Main St",
    address2: "",
    country_code: "US",
    phone: "",
  },
  line_items: [
    {
      id: 2,
      title: "Cup",
      quantity: 1,
      price: "10.00",
      variant_title: "Default Title",
      sku: "",
      requires_shipping: true,
      taxable: true,
      discount_allocations: [],
    },
    {
      id: 1,
      title: "Pot",
      quantity: 1,
      price: "12.00",
      requires_shipping: true,
      discount_allocations: [{ amount: "2.00", discount_application_index: 1 }],
    },
  ],
  discount_applications: [
    { type: "manual", title: "unused" },
    { type: "discount_code", code: "TWO", title: "TWO" },
  ],
};
const refund = {
  id: 509562969,
  order_id: 450789469,
  created_at: "2026-11-21T11:00:00-05:00",
  note: "broken",
  refund_line_items: [{ line_item_id: 1, quantity: 1, subtotal: 10, total_tax: 0, restock_type: "return", location_id: 7 }],
  transactions: [
    { kind: "refund", status: "success", amount: "10.00", currency: "USD" },
    { kind: "refund", status: "failure", amount: "10.00", currency: "USD" },
  ],
};
const fulfillment = {
  id: 255858046,
  order_id: 450789469,
  name: "#1001.1",
  status: "success",
  shipment_status: null,
  created_at: "2026-11-21T09:00:00-05:00",
  updated_at: "2026-11-21T09:30:00-05:00",
  tracking_company: "UPS",
  tracking_numbers: ["1Z1"],
  tracking_urls: [],
  line_items: [
    { id: 1, quantity: 1 },
    { id: 2, quantity: 1 },
  ],
  location_id: 7,
};

describe("orders", () => {
  it("reads a snapshot into the hub's words", () => {
    const { event, entityType, externalId, orderRef } = value("orders/create", order);
    expect([entityType, externalId, orderRef]).toEqual(["order", "450789469", "SH-#1001"]);
    expect(event).toMatchObject({
      type: "order_snapshot",
      order: {
        note: null,
        tags: ["a", "b"],
        customer: null,
        customer_name: "Bob Norman",
        phone_given: "(415) 555-2671",
        phone_e164: "+14155552671",
        hub_status: "CONFIRMED",
        fulfillment_status: "unfulfilled",
        source_created_at: at("2026-11-20T15:00:00Z"),
        total_minor: 2000,
        current_total_minor: 2000,
        presentment_total_minor: 2000,
        quarantine: null,
        lines: [
          { external_id: "1", position: 1, discount_minor: 200 },
          { external_id: "2", position: 2, variant_title: null, sku: null },
        ],
        discounts: [{ position: 1, target: "line", target_external_id: "1", code: "TWO", title: null, amount_minor: 200 }],
      },
      facts: [{ kind: "lifecycle", value: "created", occurred_at: at("2026-11-20T15:00:00Z") }],
    });
  });

  it("leaves out discounts of nothing, and adds up what one discount gives a line twice", () => {
    const allocations = [
      { amount: "0.00", discount_application_index: 0 },
      { amount: "1.00", discount_application_index: 1 },
      { amount: "1.00", discount_application_index: 1 },
    ];
    const body = { ...order, line_items: [order.line_items[0], { ...order.line_items[1], discount_allocations: allocations }] };
    expect(value("orders/create", body).event).toMatchObject({
      order: { discounts: [{ code: "TWO", amount_minor: 200 }], lines: [{ discount_minor: 200 }, {}] },
    });
  });

  it("keeps ids beyond 2^53", () => {
    const body = JSON.stringify(order).replace("450789469", "820982911946154508").replace('"id":2,', '"id":820982911946154509,');
    const { event, externalId } = value("orders/updated", body);
    expect(externalId).toBe("820982911946154508");
    expect(event).toMatchObject({
      order: { external_id: "820982911946154508", lines: [{ external_id: "1" }, { external_id: "820982911946154509" }] },
    });
  });

  it("states the same facts whichever topic tells them, each at the source's own time", () => {
    const whole = {
      ...order,
      refunds: [refund],
      fulfillments: [fulfillment],
      cancelled_at: "2026-11-21T12:00:00-05:00",
      closed_at: "2026-11-21T13:00:00-05:00",
    };
    const factsOf = (topic: string, body: unknown): string[] => {
      const { event } = value(topic, body);
      return "facts" in event ? event.facts.map((fact) => `${fact.kind} ${fact.value} ${new Date(fact.occurred_at).toISOString().slice(0, 16)}`) : [];
    };
    const common = [
      "lifecycle created 2026-11-20T15:00",
      "lifecycle cancelled 2026-11-21T17:00",
      "lifecycle closed 2026-11-21T18:00",
      "financial refunded 2026-11-21T16:00",
      "fulfillment shipped 2026-11-21T14:00",
    ];
    for (const topic of ["orders/create", "orders/updated", "orders/cancelled"]) expect(factsOf(topic, whole)).toEqual(common);
    expect(factsOf("orders/paid", whole)).toEqual(expect.arrayContaining([...common, "financial paid 2026-11-21T15:00"]));
    expect(factsOf("orders/fulfilled", whole)).toEqual(expect.arrayContaining([...common, "fulfillment fulfilled 2026-11-21T14:00"]));
    expect(factsOf("orders/partially_fulfilled", whole)).toContain("fulfillment partially_fulfilled 2026-11-21T14:00");
    expect(factsOf("refunds/create", refund)).toEqual(["financial refunded 2026-11-21T16:00"]);
    expect(factsOf("fulfillments/create", fulfillment)).toEqual(["fulfillment shipped 2026-11-21T14:00"]);
    expect(factsOf("orders/edited", { order_edit: { order_id: 450789469, created_at: "2026-11-21T10:00:00Z" } })).toEqual([
      "lifecycle edited 2026-11-21T10:00",
    ]);
  });

  it("is RETURNED when everything that was shipped came back, and not when only the money did", () => {
    const shipped = { ...order, fulfillment_status: "fulfilled", fulfillments: [fulfillment] };
    const back = (type: string) => ({
      ...refund,
      refund_line_items: [1, 2].map((line) => ({ ...refund.refund_line_items[0], line_item_id: line, restock_type: type })),
    });
    const status = (refunds: unknown[]): unknown =>
      (value("orders/updated", { ...shipped, refunds }).event as { order: { hub_status: string } }).order.hub_status;
    expect(status([back("return")])).toBe("RETURNED");
    expect(status([back("no_restock")])).toBe("SHIPPED");
    expect(status([refund])).toBe("SHIPPED");
    const oneCancelled = {
      ...back("return"),
      refund_line_items: [
        { line_item_id: 1, quantity: 1, restock_type: "cancel" },
        { line_item_id: 2, quantity: 1, restock_type: "return" },
      ],
    };
    expect(status([oneCancelled])).toBe("RETURNED");
  });

  it("works without anything that Shopify may withhold", () => {
    const { email: _e, phone: _p, shipping_address: _s, ...bare } = order;
    const withheld = {
      ...bare,
      email: null,
      customer: { id: 5, first_name: null, email: null },
      billing_address: { province: "Ohio", country_code: "US" },
      shipping_address: { name: null },
    };
    expect(value("orders/create", withheld).event).toMatchObject({
      order: {
        customer: { external_id: "5", name: null, email: null },
        customer_name: null,
        email: null,
        phone_given: null,
        phone_e164: null,
        shipping_address: null,
        billing_address: null,
      },
    });
  });
});

describe("parts of orders", () => {
  it("a refund names its order; only money that moved counts", () => {
    expect(value("refunds/create", refund)).toMatchObject({
      entityType: "order",
      externalId: "450789469",
      event: {
        type: "refund_seen",
        order_external_id: "450789469",
        refund: {
          external_id: "509562969",
          amount_minor: 1000,
          note: "broken",
          lines: [{ line_external_id: "1", quantity: 1, subtotal_minor: 1000, restock_type: "return", location_external_id: "7" }],
        },
      },
    });
    expect(value("refunds/create", { ...refund, transactions: [] }).event).toMatchObject({ refund: { amount_minor: 0 }, facts: [] });
  });

  it("a refund in another currency than the shop's is worth its items, shipping and adjustments in the shop's", () => {
    const euro = {
      ...refund,
      refund_line_items: [
        {
          line_item_id: 1,
          quantity: 1,
          subtotal_set: set("10.00", "9.10", "EUR"),
          total_tax_set: set("2.00", "1.82", "EUR"),
          restock_type: "return",
        },
      ],
      refund_shipping_lines: [{ subtotal_amount_set: set("5.00", "4.55", "EUR"), tax_amount_set: set("1.00", "0.91", "EUR") }],
      order_adjustments: [
        { kind: "shipping_refund", amount_set: set("-5.00") },
        { kind: "refund_discrepancy", amount_set: set("-0.50", "-0.45", "EUR") },
      ],
      transactions: [{ kind: "refund", status: "success", amount: "16.83", currency: "EUR" }],
    };
    const amounts = (paid: string): unknown[] => {
      const given = { ...euro, transactions: [{ kind: "refund", status: "success", amount: paid, currency: "EUR" }] };
      const whole = value("orders/updated", { ...order, presentment_currency: "EUR", refunds: [given] }).event as {
        order: { refunded_minor: number };
      };
      const part = value("refunds/create", given).event as { refund: { amount_minor: number } };
      return [whole.order.refunded_minor, part.refund.amount_minor];
    };
    // What was paid back tells whether tax came on top: 9.10 + 4.55 + 0.45, and 1.82 + 0.91 of tax. The refund's own payload says the same.
    expect(amounts("16.83")).toEqual(Array(2).fill(1000 + 500 + 50 + 200 + 100));
    expect(amounts("14.10")).toEqual(Array(2).fill(1000 + 500 + 50));
    expect(amounts("14.11")).toEqual(Array(2).fill(1000 + 500 + 50));
  });

  it("a line refunded twice in one refund is one line", () => {
    const twice = {
      ...refund,
      refund_line_items: [
        { line_item_id: 1, quantity: 1, subtotal: "5.00", total_tax: "1.00", restock_type: "return", location_id: 7 },
        { line_item_id: 1, quantity: 2, subtotal: "10.00", total_tax: "2.00", restock_type: "no_restock", location_id: null },
      ],
    };
    expect(value("refunds/create", twice).event).toMatchObject({
      refund: {
        lines: [{ line_external_id: "1", quantity: 3, subtotal_minor: 1500, tax_minor: 300, restock_type: "no_restock", location_external_id: null }],
      },
    });
  });

  it("a fulfilment and its events", () => {
    expect(value("fulfillments/update", { ...fulfillment, status: "cancelled" }).event).toMatchObject({
      type: "fulfillment_seen",
      fulfillment: {
        status: "cancelled",
        tracking_numbers: ["1Z1"],
        lines: [
          { line_external_id: "1", quantity: 1 },
          { line_external_id: "2", quantity: 1 },
        ],
      },
      facts: [{ value: "shipped" }, { value: "shipment_cancelled", occurred_at: at("2026-11-21T14:30:00Z") }],
    });
    const event = { id: 1, fulfillment_id: 255858046, order_id: 450789469, status: "delivered", happened_at: "2026-11-22T09:00:00-05:00" };
    expect(value("fulfillment_events/create", event).event).toEqual({
      type: "shipment_event",
      order_external_id: "450789469",
      fulfillment_external_id: "255858046",
      shipment_status: "delivered",
      happened_at: at("2026-11-22T14:00:00Z"),
      facts: [{ kind: "shipment", value: "delivered", occurred_at: at("2026-11-22T14:00:00Z") }],
    });
  });
});

describe("everything else", () => {
  it("customers, products, stock", () => {
    expect(
      value("customers/update", {
        id: 5,
        first_name: "Bob",
        last_name: "Norman",
        phone: "07504 415315",
        default_address: { country_code: "GB" },
        tags: "vip",
      }).event,
    ).toMatchObject({
      type: "customer_snapshot",
      customer: { external_id: "5", name: "Bob Norman", phone_e164: "+447504415315", country: "GB", tags: [] },
    });
    const product = {
      id: 6,
      title: "Pot",
      status: "active",
      tags: "",
      variants: [
        { id: 8, price: "10.00", position: 2 },
        { id: 9, price: "12.50", position: 1, compare_at_price: "", inventory_item_id: 3 },
      ],
    };
    expect(value("products/update", product).event).toMatchObject({
      product: { variants: [{ external_id: "9", price_minor: 1250, compare_at_minor: null, currency: "USD" }, { external_id: "8" }] },
    });
    expect(value("products/update", { ...product, variant_gids: [{}, {}, {}] }).event).toMatchObject({
      type: "read_again",
      entity: "product",
      external_id: "6",
    });
    expect(read("products/update", product, { ...connection, currency: null })).toMatchObject({
      ok: false,
      error: { class: "conflict", code: "shop_not_read_yet" },
    });
    expect(
      value("inventory_levels/update", { inventory_item_id: 3, location_id: 7, available: null, updated_at: "2026-11-21T10:00:00Z" }).event,
    ).toMatchObject({ level: { available: null } });
  });

  it("deletions, scopes, shop and compliance", () => {
    expect(value("orders/delete", { id: 1 }).event).toEqual({ type: "deleted", entity: "order", external_id: "1" });
    expect(value("app/scopes_update", { previous: [], current: ["write_orders", "read_orders"] }).event).toEqual({
      type: "scopes_changed",
      scopes: ["read_orders", "write_orders"],
    });
    expect(value("shop/update", { name: "Demo", currency: "EUR", country: "DE", iana_timezone: "Europe/Berlin" }).event).toEqual({
      type: "shop_changed",
      name: "Demo",
      currency: "EUR",
      country: "DE",
      timezone: "Europe/Berlin",
    });
    expect(
      value("customers/data_request", {
        shop_id: 1,
        customer: { id: 5, email: "bob@example.com" },
        orders_requested: [1, 2],
        data_request: { id: 9 },
      }).event,
    ).toEqual({
      type: "data_request",
      request_key: "9",
      customer_external_id: "5",
      email: "bob@example.com",
      phone: null,
      order_external_ids: ["1", "2"],
    });
    expect(value("customers/redact", { customer: { id: 5 }, orders_to_redact: [] })).toMatchObject({
      entityType: "customer",
      externalId: "5",
      event: { type: "customer_redact", order_external_ids: [] },
    });
    expect(value("shop/redact", { shop_id: 1, shop_domain: "demo.myshopify.com" }).event).toEqual({ type: "shop_redact" });
  });

  it("reads every declared topic: each refuses an empty object with the field it misses, or needs nothing", () => {
    for (const { topic } of TOPICS) {
      const answer = read(topic, {});
      if (!answer.ok)
        expect(answer.error, topic).toMatchObject({
          class: "rejected",
          code: "body_unreadable",
          message: expect.stringMatching(/^[\w/]+\.[\w.]+: .+/) as string,
        });
      expect(read(topic, "[]").ok, topic).toBe(topic === "app/uninstalled");
    }
  });

  it("refuses with a reason and never with the value", () => {
    expect(read("orders/create", "{")).toMatchObject({ ok: false, error: { class: "rejected", code: "body_unreadable" } });
    expect(read("themes/publish", {})).toMatchObject({ ok: false, error: { code: "topic_unknown" } });
    expect(read("constructor", {})).toMatchObject({ ok: false, error: { code: "topic_unknown" } });
    const bad = read("orders/create", { ...order, total_price: "secret@example.com" });
    expect(bad).toMatchObject({ ok: false, error: { message: "total_price: not an amount of USD (not a decimal)" } });
    expect(read("orders/create", { ...order, line_items: [{ id: 1, quantity: "many" }] })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("order.line_items.0.quantity") as string },
    });
    expect(read("refunds/create", { ...refund, order_id: null })).toMatchObject({ ok: false, error: { message: "refund.order_id: missing" } });
  });
});
