import { describe, expect, it } from "vitest";
import type { Row } from "#app/data/database.ts";
import { order } from "../../tests/helpers/seed-model.ts";
import { addressLines } from "./address.ts";
import { changeLines } from "./changes.ts";
import { headerLines } from "./delivery.server.ts";
import { failureWords, messageInWords } from "./failure-words.server.ts";
import { fieldName, topicName } from "./names.ts";
import { moneyLines } from "./order-money.server.ts";
import { presentTimeline } from "./order-timeline.server.ts";
import { rateText, sumWords } from "./order.server.ts";
import { orderItem } from "./orders.server.ts";
import { percent } from "./statistics.server.ts";
import { testOrderPlace } from "./test-order.ts";

const context = { currency: "EUR", timeZone: "UTC", now: Date.UTC(2026, 10, 21), titles: new Map([["1", "Blue mug"]]) };
const lines = (...changes: object[]) => changeLines(JSON.stringify(changes), context);

describe("changes", () => {
  it("shows money, flags, times and statuses as people write them", () => {
    expect(lines({ field: "total_minor", before: 100, after: 250 })).toEqual([{ field: "Total", before: "€1.00", after: "€2.50" }]);
    expect(lines({ field: "is_test", before: 0, after: 1 })[0]).toMatchObject({ before: "No", after: "Yes" });
    expect(lines({ field: "hub_status", before: "PENDING", after: "OUT_FOR_DELIVERY" })[0]).toMatchObject({
      before: "Pending",
      after: "Out for delivery",
    });
    expect(lines({ field: "cancelled_at", before: null, after: 0 })[0]?.after).toMatch(/1 January 1970/);
    expect(lines({ field: "tags", before: "[]", after: '["vip","new"]' })[0]).toMatchObject({ before: "–", after: "vip, new" });
  });
  it("names an item by its title", () =>
    expect(lines({ field: "lines.1.current_quantity", before: 3, after: 0 })[0]?.field).toBe("Item Blue mug: current quantity"));
  it("leaves out what is the same to a person", () => {
    expect(lines({ field: "shipping_address", before: '{"city":"Berlin","zip":"10115"}', after: '{"zip":"10115","city":"Berlin"}' })).toEqual([]);
  });
  it("survives a row of another shape", () => {
    expect(changeLines("not json", context)).toEqual([]);
    expect(changeLines('{"active":3}', context)).toEqual([]);
  });
});

it("calls the customer's amount what it is, paid or not", () => {
  const unpaid = order({ merchantId: "m", connectionId: "c" }, 1, { presentment_currency: "JPY", presentment_total_minor: 13171 }) as Row<"orders">;
  expect(moneyLines(unpaid).at(-1)).toEqual({ label: "In the customer's currency (JPY)", amount: "¥13,171", isTotal: false });
});

it("puts facts of the same second in the order in which an order goes its way, newest first", () => {
  const fact = (kind: string, value: string) =>
    ({
      id: `${kind}/${value}`,
      merchant_id: "m",
      order_id: "o",
      kind,
      value,
      occurred_at: context.now,
      delivery_id: null,
    }) satisfies Row<"status_history">;
  const facts = [
    fact("lifecycle", "cancelled"),
    fact("shipment", "delivered"),
    fact("financial", "paid"),
    fact("fulfillment", "fulfilled"),
    fact("lifecycle", "created"),
    fact("financial", "refunded"),
    fact("fulfillment", "shipped"),
  ];
  const none = { deliveries: [], attempts: [], changes: [], syncItems: [], isCut: false };
  expect(presentTimeline(none, facts, context).map((entry) => entry.key.split("/")[1])).toEqual(
    ["created", "paid", "shipped", "fulfilled", "delivered", "refunded", "cancelled"].reverse(),
  );
});

it("sends a merchant to their own admin for a test order, and to the shop floor of a practice store", () => {
  const connection = { external_id: "demo-shop.myshopify.com" };
  expect(testOrderPlace(connection, undefined)).toEqual({ url: "shopify://admin/draft_orders/new", isSandbox: false });
  expect(testOrderPlace(connection, "http://127.0.0.1:4802").url).toBe("http://127.0.0.1:4802/store/demo-shop/floor");
});

it("writes a sum that does not add up with the page's own amounts, as part of a sentence", () =>
  expect(sumWords("Lines less discounts come to 90.00 EUR, but Shopify's subtotal says 1200 JPY.")).toBe(
    "Lines less discounts come to €90.00, but Shopify's subtotal says ¥1,200",
  ));

it("gives a cancelled order no yellow badge for what will never be sent", () => {
  const row = (patch: object) => order({ merchantId: "m", connectionId: "c" }, 1, patch) as Row<"orders">;
  expect(orderItem(row({ hub_status: "CANCELLED" }), null, context.now).fulfillment).toBe("never_fulfilled");
  expect(orderItem(row({ hub_status: "CANCELLED", fulfillment_status: "fulfilled" }), null, context.now).fulfillment).toBe("fulfilled");
  expect(orderItem(row({}), null, context.now).fulfillment).toBeNull();
});

it("hides whatever could be a secret", () => {
  const hidden = headerLines(
    JSON.stringify({
      Authorization: "Bearer x",
      "X-Api-Key": "x",
      cookie: "x",
      "webhook-signature": "x",
      "x-shopify-hmac-sha256": "x",
      "x-shopify-topic": "orders/create",
    }),
  );
  expect(hidden.filter((header) => !header.isHidden).map((header) => header.name)).toEqual(["x-shopify-topic"]);
  expect(JSON.stringify(hidden)).not.toContain("Bearer");
});

it("writes American addresses the American way", () => {
  expect(
    addressLines(
      JSON.stringify({ name: "Ada Example", address1: "126 Canal Street", city: "New York", province: "New York", zip: "10013", country_code: "US" }),
    ),
  ).toEqual(["Ada Example", "126 Canal Street", "New York, New York 10013", "United States"]);
  expect(addressLines("nonsense")).toEqual([]);
});

describe("a body that cannot be read", () => {
  const raw = "order.currency: Invalid input: expected string, received undefined";
  it("is told by its field, with the checker's words kept aside", () => {
    const words = failureWords("body_unreadable", "rejected", raw);
    expect(words?.happened).toMatch(/ The field order\.currency is missing\.$/);
    expect(words?.detail).toBe(raw);
    expect(messageInWords("body_unreadable", "order.lines.0.price: not a decimal")).toBe(
      "The field order.lines.0.price is missing or not as expected.",
    );
  });
  it("is told as it was where no field is named, and other failures are left alone", () => {
    expect(messageInWords("body_unreadable", "The body is not JSON")).toBe("The body is not JSON");
    expect(messageInWords("unexpected_error", "a: b")).toBe("a: b");
    expect(failureWords("topic_unknown", "rejected", null)?.detail).toBeNull();
  });
});

it("never rounds up to all", () => {
  expect(percent(999_999, 1_000_000)).toBe("99.9%");
  expect(percent(5, 5)).toBe("100%");
});

it("reads rates exactly", () => expect(["0.0725", "0.19", "0.04875", "0"].map(rateText)).toEqual(["7.25%", "19%", "4.875%", "0%"]));
it("names what it does not know", () =>
  expect([topicName("some/new_topic"), fieldName("some_new_field")]).toEqual(["Some new topic", "Some new field"]));
