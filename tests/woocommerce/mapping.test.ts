/** Orders as the real WooCommerce adds them up, in the ways a store can be set: each is read, adds up by our sum rule, and says what the store says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { woocommerce } from "#app/channels/woocommerce/index.ts";
import { currencyExponent } from "#app/domain/money.ts";
import { canonicalEventSchema, type Order } from "#app/domain/events.ts";
import { wooEvent } from "../helpers/woocommerce-things.ts";
import { startWordPress, type WordPressSite } from "../wordpress/start-wordpress.ts";
import { openStore, type Json, type RestOrder, type Store } from "./store.ts";

const connection = { externalId: "https://shop.example.com", currency: "USD", country: "US", timezone: null };
const AT = "2026-11-21T10:00:00.001Z";

interface Case {
  name: string;
  currency: string;
  decimals: number;
  isInclusive: boolean;
  price: string;
  order: Json;
}
const shipped = { shipping_lines: [{ method_id: "flat_rate", method_title: "Flat rate", total: "4.99" }] };
const free = { shipping_lines: [] };
const both = { coupon_lines: [{ code: "ten" }, { code: "five" }], fee_lines: [{ name: "Gift wrap", total: "3.33" }] };
const CASES: Case[] = [
  { name: "tax on top", currency: "USD", decimals: 2, isInclusive: false, price: "19.99", order: shipped },
  {
    name: "tax included, a coupon",
    currency: "USD",
    decimals: 2,
    isInclusive: true,
    price: "19.99",
    order: { ...shipped, coupon_lines: [{ code: "ten" }] },
  },
  { name: "tax on top, two coupons, a fee", currency: "USD", decimals: 2, isInclusive: false, price: "33.33", order: { ...shipped, ...both } },
  { name: "tax included, two coupons, a fee", currency: "USD", decimals: 2, isInclusive: true, price: "33.33", order: { ...shipped, ...both } },
  { name: "no decimals", currency: "JPY", decimals: 0, isInclusive: true, price: "1999", order: free },
  { name: "three decimals", currency: "KWD", decimals: 3, isInclusive: false, price: "1.999", order: { ...free, coupon_lines: [{ code: "ten" }] } },
  {
    name: "more decimals than the currency has",
    currency: "USD",
    decimals: 4,
    isInclusive: false,
    price: "1.9995",
    order: { ...free, coupon_lines: [{ code: "ten" }] },
  },
];

describe("the real WooCommerce's orders", () => {
  let site: WordPressSite;
  let store: Store;
  beforeAll(async () => {
    site = await startWordPress({ woocommerce: true });
    store = await openStore(site);
    await store.rest("POST", "taxes", { country: "US", state: "CA", rate: "7.25", name: "State Tax", priority: 7, shipping: true });
    await store.rest("POST", "coupons", { code: "ten", discount_type: "percent", amount: "10" });
    await store.rest("POST", "coupons", { code: "five", discount_type: "fixed_cart", amount: "5" });
  }, 120_000);
  afterAll(() => site?.stop());

  const make = async ({ currency, decimals, isInclusive, price, order }: Omit<Case, "name">): Promise<RestOrder> => {
    const options = { currency, price_num_decimals: String(decimals), prices_include_tax: isInclusive ? "yes" : "no", calc_taxes: "yes" };
    await site.php(
      Object.entries(options)
        .map(([name, value]) => `update_option("woocommerce_${name}", "${value}");`)
        .join(""),
    );
    return store.makeOrder((await store.makeProduct({ regular_price: price })).id, order);
  };
  const read = (order: Json, refunds: unknown[]): Order => {
    const body = Buffer.from(JSON.stringify(wooEvent("order.updated", 1, AT, order, { refunds })));
    const answer = woocommerce.interpret({ topic: "order.updated", headers: {}, body, triggeredAt: null }, connection);
    if (!answer.ok) throw new Error(answer.error.message);
    const event = canonicalEventSchema.parse(answer.value.event);
    if (event.type !== "order_snapshot") throw new Error(event.type);
    return event.order;
  };

  it.each(CASES)("add up: $name", async ({ name: _, ...one }) => {
    const told = await make(one);
    const order = read(told, []);
    const inMinor = (value: unknown) => Math.round(Number(value) * 10 ** currencyExponent(one.currency));
    expect(order).toMatchObject({ quarantine: null, currency: one.currency, taxes_included: one.isInclusive, total_minor: inMinor(told.total) });
    const sum = order.subtotal_minor + order.shipping_minor + order.fees_minor + (one.isInclusive ? 0 : order.tax_minor);
    expect(Math.abs(sum - order.total_minor)).toBeLessThanOrEqual(2);
    expect(order.taxes.find(({ title }) => title === "State Tax")).toMatchObject({ rate: "0.0725" });
    expect(Math.abs(order.tax_minor - inMinor(told.total_tax))).toBeLessThanOrEqual(1);
    expect(order.discounts.length > 0).toBe("coupon_lines" in one.order);
  });

  it("have refunds that name the lines they give back", async () => {
    const made = await make({ ...CASES[0]!, order: { ...shipped, status: "processing", set_paid: true } });
    const line = made.line_items[0]!;
    await store.rest("POST", `orders/${made.id}/refunds`, {
      amount: "19.99",
      api_refund: false,
      line_items: [{ id: line.id, quantity: 1, refund_total: 19.99 }],
    });
    const order = read(await store.order(made.id), await store.rest("GET", `orders/${made.id}/refunds`));
    expect(order).toMatchObject({
      refunded_minor: 1999,
      financial_status: "partially_refunded",
      refunds: [{ amount_minor: 1999, lines: [{ line_external_id: String(line.id), quantity: 1, subtotal_minor: 1999 }] }],
      lines: [{ current_quantity: line.quantity - 1 }],
    });
  });
});
