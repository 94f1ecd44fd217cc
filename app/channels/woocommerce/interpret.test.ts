import { describe, expect, it } from "vitest";
import { canonicalEventSchema, type CanonicalEvent, type Order } from "#app/domain/events.ts";
import {
  bytes,
  wooCustomer,
  wooEvent,
  wooLine,
  wooOrder,
  wooProduct,
  wooRefund,
  wooVariation,
  type Json,
} from "../../../tests/helpers/woocommerce-things.ts";
import { interpret } from "./interpret.ts";
import { seemsAbout } from "./seems-about.ts";

const connection = { externalId: "https://shop.example.com", currency: "USD", country: "US", timezone: null };
const AT = "2026-11-20T10:00:05.123Z";

const answerTo = (topic: string, body: unknown, facts = connection) => interpret({ topic, headers: {}, body: bytes(body), triggeredAt: null }, facts);
function read(topic: string, body: unknown): CanonicalEvent {
  const answer = answerTo(topic, body);
  if (!answer.ok) throw new Error(answer.error.message);
  return canonicalEventSchema.parse(answer.value.event);
}
function orderOf(body: unknown, topic = "order.updated"): Order {
  const event = read(topic, body);
  if (event.type !== "order_snapshot") throw new Error(event.type);
  return event.order;
}
const told = (over: Json = {}, data: Json = {}) => orderOf(wooEvent("order.updated", 1, AT, wooOrder(over), data));

describe("an order", () => {
  it("is read whole from our plugin's event, with the exact time it was so", () => {
    const event = read("order.updated", wooEvent("order.updated", 1, AT, wooOrder()));
    expect(event).toMatchObject({ type: "order_snapshot", is_exact: true });
    expect(told()).toMatchObject({
      external_id: "723",
      name: "723",
      order_ref: "WC-723",
      customer: { external_id: "25", name: "Ada Muster", email: "ada@example.com", phone_e164: "+14155552671", source_updated_at: null },
      customer_name: "Ada Muster",
      email: "ada@example.com",
      phone_given: "(415) 555-2671",
      phone_e164: "+14155552671",
      currency: "USD",
      subtotal_minor: 2000,
      shipping_minor: 500,
      tax_minor: 145,
      tip_minor: 0,
      total_minor: 2645,
      current_total_minor: 2645,
      outstanding_minor: 0,
      taxes_included: false,
      hub_status: "PROCESSING",
      source_status: "processing",
      financial_status: "paid",
      processed_at: Date.UTC(2026, 10, 20, 10, 0, 4),
      source_created_at: Date.UTC(2026, 10, 20, 10, 0, 0),
      source_updated_at: Date.UTC(2026, 10, 20, 10, 0, 5, 123),
      lines: [
        {
          external_id: "315",
          position: 1,
          product_external_id: "405",
          variant_external_id: "405",
          sku: "MUG-315",
          quantity: 2,
          unit_price_minor: 1000,
          discount_minor: 0,
          is_taxable: true,
        },
      ],
      taxes: [{ target: "line", target_external_id: "315", title: "State Tax", rate: "0.0725", amount_minor: 145 }],
      shipping_lines: [{ external_id: "317", title: "Flat rate", code: "flat_rate", price_minor: 500 }],
      shipping_address: { city: "Springfield", country_code: "US", phone: null },
      quarantine: null,
    });
  });

  it("is the same from a core webhook's bare body, but for its version: the store's own time of change, in whole seconds", () => {
    const { source_updated_at, ...bare } = orderOf(wooOrder());
    const { source_updated_at: exact, ...whole } = told();
    expect(bare).toEqual(whole);
    expect(source_updated_at).toBe(Date.UTC(2026, 10, 20, 10, 0, 5));
    expect(exact).not.toBe(source_updated_at);
    expect(read("order.updated", wooOrder())).not.toHaveProperty("is_exact");
  });

  it("states facts with times of their own", () => {
    const event = read(
      "order.updated",
      wooEvent("order.updated", 1, AT, wooOrder({ status: "completed", date_completed_gmt: "2026-11-21T09:00:00" }), { refunds: [wooRefund(900)] }),
    );
    expect(event.type === "order_snapshot" && event.facts).toEqual([
      { kind: "lifecycle", value: "created", occurred_at: Date.UTC(2026, 10, 20, 10) },
      { kind: "financial", value: "paid", occurred_at: Date.UTC(2026, 10, 20, 10, 0, 4) },
      { kind: "lifecycle", value: "completed", occurred_at: Date.UTC(2026, 10, 21, 9) },
      { kind: "financial", value: "refunded", occurred_at: Date.UTC(2026, 10, 20, 12) },
    ]);
    expect(event).toMatchObject({
      order: {
        fulfillment_status: "fulfilled",
        hub_status: "DELIVERED",
        delivered_at: Date.UTC(2026, 10, 21, 9),
        financial_status: "partially_refunded",
      },
    });
  });

  it("of a guest has no customer, but who bought", () => {
    expect(told({ customer_id: 0 })).toMatchObject({ customer: null, customer_name: "Ada Muster", email: "ada@example.com" });
  });

  it("has refunds with their lines, at their own time", () => {
    const order = told({ refunds: [{ id: 900, reason: "one was broken", total: "-10.00" }] }, { refunds: [wooRefund(900)] });
    expect(order).toMatchObject({
      refunded_minor: 1000,
      current_total_minor: 1645,
      financial_status: "partially_refunded",
      lines: [{ quantity: 2, current_quantity: 1 }],
      refunds: [
        { external_id: "900", note: "one was broken", amount_minor: 1000, lines: [{ line_external_id: "315", quantity: 1, subtotal_minor: 1000 }] },
      ],
    });
    expect(told({ status: "refunded", total: "26.45" }, { refunds: [wooRefund(900, { amount: "26.45", line_items: [] })] })).toMatchObject({
      hub_status: "RETURNED",
      financial_status: "refunded",
      current_total_minor: 0,
    });
  });

  it("with refunds that a webhook only names is read again", () => {
    expect(read("order.updated", wooOrder({ refunds: [{ id: 900, total: "-10.00" }] }))).toMatchObject({ type: "read_again", external_id: "723" });
    const { refunds: _, ...without } = wooEvent("order.updated", 1, AT, wooOrder({ refunds: [{ id: 900, total: "-10.00" }] })).data as Json;
    expect(read("order.updated", { ...wooEvent("order.updated", 1, AT, {}), data: without })).toMatchObject({ type: "read_again" });
  });

  it("has its coupon on the lines it reduced; of several nobody knows which took what", () => {
    const reduced = wooLine(315, { total: "15.00", total_tax: "1.09", taxes: [{ id: 7, total: "1.09" }] });
    const sums = { discount_total: "5.00", discount_tax: "0.36", total: "21.09", total_tax: "1.09", line_items: [reduced] };
    const one = told({ ...sums, coupon_lines: [{ id: 5, code: "five" }] });
    expect(one).toMatchObject({
      discount_minor: 500,
      subtotal_minor: 1500,
      quarantine: null,
      lines: [{ unit_price_minor: 1000, discount_minor: 500 }],
    });
    expect(one.discounts).toEqual([{ position: 1, target: "line", target_external_id: "315", code: "five", title: null, amount_minor: 500 }]);
    const two = told({
      ...sums,
      coupon_lines: [
        { id: 6, code: "b" },
        { id: 5, code: "a" },
      ],
    });
    expect(two.discounts).toMatchObject([{ code: null, title: "a, b", amount_minor: 500 }]);
  });

  it("adds fees, negative ones too", () => {
    expect(
      told({
        fee_lines: [
          { id: 1, name: "Gift wrap", total: "3.00" },
          { id: 2, name: "Bonus", total: "-1.00" },
        ],
        total: "28.45",
      }),
    ).toMatchObject({
      fees_minor: 200,
      quarantine: null,
    });
  });

  it("has amounts with tax where the store's prices include it", () => {
    const line = wooLine(315, { subtotal: "16.81", subtotal_tax: "3.19", total: "8.40", total_tax: "1.60", taxes: [{ id: 7, total: "1.60" }] });
    const order = told({
      prices_include_tax: true,
      line_items: [line],
      shipping_lines: [{ id: 317, method_title: "DHL", method_id: "flat", total: "4.20", total_tax: "0.80", taxes: [{ id: 7, total: "0.80" }] }],
      discount_total: "8.41",
      discount_tax: "1.59",
      total_tax: "2.40",
      total: "15.00",
    });
    expect(order).toMatchObject({
      taxes_included: true,
      subtotal_minor: 1000,
      discount_minor: 1000,
      shipping_minor: 500,
      tax_minor: 240,
      total_minor: 1500,
      quarantine: null,
      lines: [{ unit_price_minor: 1000, discount_minor: 1000 }],
    });
    expect(order.subtotal_minor + order.shipping_minor + order.fees_minor).toBe(order.total_minor);
    expect(order.taxes).toHaveLength(2);
  });

  it("has the decimals of its currency: none in JPY, three in KWD, and what a store shows beyond them rounded", () => {
    const plain = { tax_lines: [], total_tax: "0", shipping_lines: [], discount_total: "0" };
    const yen = told({
      ...plain,
      currency: "JPY",
      total: "1200",
      line_items: [wooLine(1, { subtotal: "1200", total: "1200", subtotal_tax: "0", total_tax: "0", taxes: [] })],
    });
    expect(yen).toMatchObject({ total_minor: 1200, subtotal_minor: 1200, quarantine: null });
    const dinar = told({
      ...plain,
      currency: "KWD",
      total: "1.234",
      line_items: [wooLine(1, { subtotal: "1.234", total: "1.234", subtotal_tax: "0", total_tax: "0", taxes: [] })],
    });
    expect(dinar).toMatchObject({ total_minor: 1234, quarantine: null });
    const four = told({
      ...plain,
      total: "19.9950",
      line_items: [wooLine(1, { subtotal: "19.9950", total: "19.9949", subtotal_tax: "0", total_tax: "0", taxes: [] })],
    });
    expect(four).toMatchObject({ total_minor: 2000, subtotal_minor: 1999, quarantine: null });
  });

  it("that does not add up is quarantined with the difference; what is only rounding is not", () => {
    expect(told({ total: "30.00" }).quarantine).toEqual({
      reason: "Items, shipping, fees and tax make 26.45 USD, but the order's total is 30.00 USD.",
      difference_minor: 355,
    });
    // Four figures, each half a cent off at most.
    expect(told({ total: "26.47" }).quarantine).toBeNull();
    expect(told({ total: "26.48" }).quarantine).toMatchObject({ difference_minor: 3 });
    expect(told({ line_items: undefined, total: "99.00" }).quarantine).toBeNull();
  });

  it("keeps the word of a status that nobody knows, also one that a JavaScript object has", () => {
    for (const status of ["wc-picking", "picking", "constructor", "__proto__"])
      expect(told({ status })).toMatchObject({ source_status: status.replace("wc-", ""), hub_status: "PENDING", delivered_at: null });
  });

  it("is owed until it is paid, in a status in which somebody pays", () => {
    expect(told({ date_paid_gmt: null, status: "on-hold" })).toMatchObject({
      outstanding_minor: 2645,
      financial_status: "pending",
      hub_status: "PENDING",
    });
    expect(told({ date_paid_gmt: null, status: "cancelled" })).toMatchObject({ outstanding_minor: 0, hub_status: "CANCELLED" });
  });

  it("that somebody is still filling in is nothing yet", () => {
    for (const status of ["checkout-draft", "auto-draft"])
      expect(read("order.created", wooEvent("order.created", 1, AT, wooOrder({ status })))).toMatchObject({ type: "nothing_to_do" });
  });

  it("is gone when trashed or deleted, as of that time; a webhook does not say when", () => {
    for (const state of ["trashed", "deleted"])
      expect(read(`order.${state}`, wooEvent(`order.${state}`, 2, AT, null, { state }, { resource_id: 723 }))).toEqual({
        type: "deleted",
        entity: "order",
        external_id: "723",
        version: Date.parse(AT),
      });
    expect(read("order.deleted", { id: 723 })).toEqual({ type: "deleted", entity: "order", external_id: "723" });
    expect(read("order.updated", wooOrder({ status: "trash" }))).toEqual({ type: "deleted", entity: "order", external_id: "723" });
    // A restore whose state is told by name: the topic alone does not decide.
    expect(read("order.trashed", wooEvent("order.trashed", 3, AT, wooOrder()))).toMatchObject({ type: "order_snapshot" });
  });

  it("names variations by their product", () => {
    const line = wooLine(315, { name: "Shirt - Blue, XL", parent_name: "Shirt", product_id: 50, variation_id: 51 });
    expect(told({ line_items: [line] }).lines).toMatchObject([
      { title: "Shirt", variant_title: "Blue, XL", product_external_id: "50", variant_external_id: "51" },
    ]);
    expect(told({ line_items: [wooLine(315, { product_id: 0, sku: null })] }).lines).toMatchObject([
      { product_external_id: null, variant_external_id: null, sku: null },
    ]);
  });

  it("of which a line costs what a piece cannot has a rounded price a piece, and its true total", () => {
    const line = wooLine(315, { quantity: 3, subtotal: "10.00", total: "10.00", total_tax: "0.00", taxes: [] });
    expect(told({ line_items: [line], total_tax: "0", total: "15.00" })).toMatchObject({
      subtotal_minor: 1000,
      lines: [{ unit_price_minor: 333, discount_minor: 0 }],
      quarantine: null,
    });
  });

  it("cannot be read with half a piece, two lines of one id, or no currency", () => {
    for (const over of [
      { line_items: [wooLine(1, { quantity: 0.5 })] },
      { line_items: [wooLine(1), wooLine(1)] },
      { currency: "" },
      { total: "many" },
    ])
      expect(answerTo("order.updated", wooOrder(over))).toMatchObject({ ok: false, error: { class: "rejected", code: "body_unreadable" } });
  });
});

describe("a product", () => {
  it("without variations is one variant, with its stock in the store", () => {
    const event = read("product.updated", wooEvent("product.updated", 1, AT, wooProduct()));
    expect(event).toMatchObject({
      type: "product_snapshot",
      is_exact: true,
      product: {
        external_id: "94",
        title: "Tom & Jerry Mug",
        status: "active",
        product_type: "Kitchen",
        tags: ["blue", "new"],
        image_url: "https://shop.example.com/mug.jpg",
        variants: [{ external_id: "94", inventory_item_external_id: "94", sku: "MUG-1", price_minor: 900, compare_at_minor: 1200, currency: "USD" }],
      },
      levels: [{ inventory_item_external_id: "94", location_external_id: "store", available: 7, source_updated_at: Date.parse(AT) }],
    });
  });

  it("has its variations as variants, each counted by itself, together, or not at all", () => {
    const variations = [
      wooVariation(52, { menu_order: 2 }),
      wooVariation(51, { manage_stock: "parent", menu_order: 1 }),
      wooVariation(53, { menu_order: 3, manage_stock: false }),
    ];
    const event = read(
      "product.updated",
      wooEvent("product.updated", 1, AT, wooProduct({ id: 50, type: "variable", variations: [51, 52, 53] }), { variations }),
    );
    expect(event).toMatchObject({
      product: {
        variants: [
          { external_id: "51", inventory_item_external_id: "50", title: "Blue, XL", position: 1 },
          { external_id: "52", inventory_item_external_id: "52" },
          { external_id: "53", inventory_item_external_id: "53" },
        ],
      },
      levels: [
        { inventory_item_external_id: "50", available: 7 },
        { inventory_item_external_id: "52", available: 3 },
        { inventory_item_external_id: "53", available: null },
      ],
    });
  });

  it("whose variations a webhook only counts is read again; a variation's webhook is its product's", () => {
    expect(read("product.updated", wooProduct({ type: "variable", variations: [51] }))).toMatchObject({
      type: "read_again",
      entity: "product",
      external_id: "94",
    });
    expect(read("product.updated", wooProduct({ id: 51, type: "variation", parent_id: 50 }))).toMatchObject({
      type: "read_again",
      external_id: "50",
    });
  });

  it("is priced in the store's currency, which the event or the connection must say", () => {
    const nowhere = { ...connection, currency: null } as unknown as typeof connection;
    expect(answerTo("product.updated", wooProduct(), nowhere)).toMatchObject({ ok: false, error: { class: "conflict", code: "shop_not_read_yet" } });
    const event = answerTo("product.updated", wooEvent("product.updated", 1, AT, wooProduct(), { currency: "EUR" }), nowhere);
    expect(event).toMatchObject({ ok: true, value: { event: { product: { variants: [{ currency: "EUR" }] } } } });
  });

  it("is gone in the trash", () => {
    expect(read("product.updated", wooProduct({ status: "trash" }))).toMatchObject({ type: "deleted", entity: "product", external_id: "94" });
  });
});

describe("a customer, a note and a test", () => {
  it("reads a customer", () => {
    expect(read("customer.updated", wooEvent("customer.updated", 1, AT, wooCustomer()))).toMatchObject({
      type: "customer_snapshot",
      is_exact: true,
      customer: { external_id: "25", name: "Ada Muster", phone_e164: "+14155552671", country: "US", source_updated_at: Date.parse(AT) },
    });
    expect(read("customer.deleted", { id: 25 })).toMatchObject({ type: "deleted", entity: "customer" });
  });

  it("reads a note with the order it is on, wherever that is said", () => {
    const note = { id: 281, author: "Ada", date_created_gmt: "2026-11-20T11:00:00", note: "Ring twice", customer_note: true };
    const links = { _links: { up: [{ href: "https://shop.example.com/wp-json/wc/v3/orders/723" }] } };
    for (const body of [
      wooEvent("order_note.created", 1, AT, { ...note, ...links }),
      wooEvent("order_note.created", 1, AT, note, { order_id: 723 }),
      wooEvent("order_note.created", 1, AT, { ...note, order_id: 723 }),
    ])
      expect(read("order_note.created", body)).toEqual({
        type: "order_note",
        note: {
          external_id: "281",
          order_external_id: "723",
          author: "Ada",
          body: "Ring twice",
          is_customer_note: true,
          source_created_at: Date.UTC(2026, 10, 20, 11),
        },
      });
    expect(answerTo("order_note.created", wooEvent("order_note.created", 1, AT, note))).toMatchObject({ ok: false });
    expect(read("order_note.deleted", wooEvent("order_note.deleted", 2, AT, null, { state: "deleted" }, { resource_id: 281 }))).toEqual({
      type: "order_note_deleted",
      external_id: "281",
      order_external_id: null,
    });
  });

  it("does nothing about a test", () => {
    expect(read("test.event", wooEvent("test.event", 1, AT, null))).toMatchObject({ type: "nothing_to_do" });
  });
});

describe("what cannot be read", () => {
  it("is an error that the store signed in place of the data", () => {
    const body = { code: "woocommerce_rest_shop_order_invalid_id", message: "Invalid ID.", data: { status: 404 } };
    expect(answerTo("order.updated", body)).toMatchObject({ ok: false, error: { class: "rejected", code: "store_sent_an_error" } });
  });

  it("seems to be about the order it names", () => {
    expect(seemsAbout("order.updated", bytes(wooOrder({ currency: "" })))).toEqual({ entityType: "order", externalId: "723", orderRef: "WC-723" });
    expect(seemsAbout("order.updated", bytes(wooEvent("order.updated", 1, AT, wooOrder({ total: "x" }))))).toMatchObject({ orderRef: "WC-723" });
    for (const body of ["", "{", "[]", "null", '{"id":{}}', '{"data":1}']) expect(seemsAbout("order.updated", bytes(body))).toBeNull();
    expect(seemsAbout("test.event", bytes({ id: 1 }))).toBeNull();
  });
});
