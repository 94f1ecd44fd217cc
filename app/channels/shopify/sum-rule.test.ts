import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromMinor } from "#app/domain/money.ts";
import type { ConnectionFacts } from "../contract.ts";
import { mapOrder } from "./map-order.ts";
import { checkSums } from "./sum-rule.ts";
import type { Sums } from "./sum-rule.ts";

const connection: ConnectionFacts = { externalId: "demo.myshopify.com", currency: "USD", country: "US", timezone: null };

const cents = fc.integer({ min: 0, max: 5_000_000 });
const sale = fc.record({
  currency: fc.constantFrom("USD", "JPY", "KWD"),
  presentment: fc.constantFrom("USD", "JPY", "EUR"),
  taxesIncluded: fc.boolean(),
  lines: fc.array(
    fc.record({ price: cents, quantity: fc.integer({ min: 1, max: 9 }), discountPercent: fc.integer({ min: 0, max: 100 }), tax: cents }),
    { minLength: 1, maxLength: 5 },
  ),
  shipping: fc.array(fc.record({ price: cents, discountPercent: fc.integer({ min: 0, max: 100 }), tax: cents }), { maxLength: 2 }),
  tip: cents,
  duties: cents,
  fees: cents,
  rounding: fc.integer({ min: -4, max: 4 }),
});
type Sale = typeof sale extends fc.Arbitrary<infer T> ? T : never;

/** A webhook body of the sale with the totals that Shopify would state; `extra` is added to the total, `extraSubtotal` to the subtotal. */
function bodyOf(of: Sale, extra = 0, extraSubtotal = 0): object {
  const set = (minor: number) => ({
    shop_money: { amount: fromMinor(minor, of.currency), currency_code: of.currency },
    presentment_money: { amount: "7", currency_code: of.presentment },
  });
  const cut = (amount: number, percent: number) => Math.floor((amount * percent) / 100);
  const allocation = (minor: number) => (minor === 0 ? [] : [{ amount_set: set(minor), discount_application_index: 0 }]);
  const lines = of.lines.map((line, at) => ({
    id: at + 1,
    title: "Thing",
    quantity: line.quantity,
    price_set: set(line.price),
    requires_shipping: true,
    taxable: true,
    discount_allocations: allocation(cut(line.price * line.quantity, line.discountPercent)),
    tax_lines: [{ title: "VAT", rate: 0.2, price_set: set(line.tax) }],
  }));
  const tip =
    of.tip === 0 ? [] : [{ id: 99, title: "Tip", quantity: 1, price_set: set(of.tip), requires_shipping: false, taxable: false, gift_card: false }];
  const shipping = of.shipping.map((line, at) => ({
    id: at + 1,
    title: "Post",
    price_set: set(line.price),
    discounted_price_set: set(line.price - cut(line.price, line.discountPercent)),
    discount_allocations: allocation(cut(line.price, line.discountPercent)),
    tax_lines: [{ title: "VAT", rate: 0.2, price_set: set(line.tax) }],
  }));
  const sum = (amounts: number[]) => amounts.reduce((a, b) => a + b, 0);
  const subtotal = sum(of.lines.map((line) => line.price * line.quantity - cut(line.price * line.quantity, line.discountPercent)));
  const freight = sum(of.shipping.map((line) => line.price - cut(line.price, line.discountPercent)));
  const tax = sum([...of.lines, ...of.shipping].map((line) => line.tax));
  const total = subtotal + freight + of.tip + of.duties + of.fees + (of.taxesIncluded ? 0 : tax);
  return {
    id: 1,
    name: "#1001",
    currency: of.currency,
    presentment_currency: of.presentment,
    created_at: "2026-11-21T10:00:00Z",
    taxes_included: of.taxesIncluded,
    line_items: [...lines, ...tip],
    shipping_lines: shipping,
    discount_applications: [{ type: "manual", title: "Kindness" }],
    subtotal_price_set: set(subtotal + extraSubtotal),
    total_tax_set: set(tax),
    total_tip_received: fromMinor(of.tip, of.currency),
    original_total_duties_set: of.duties === 0 ? null : set(of.duties),
    original_total_additional_fees_set: of.fees === 0 ? null : set(of.fees),
    total_cash_rounding_payment_adjustment_set: set(of.rounding),
    total_price_set: set(total + extra + extraSubtotal),
  };
}

const quarantineOf = (body: object) => mapOrder(body, "orders/create", connection).order.quarantine;

describe("Shopify's sum rule", () => {
  it("holds for every order that adds up: taxes in or out, tips, duties, fees, cash rounding, any currency", () => {
    fc.assert(
      fc.property(sale, (of) => {
        expect(quarantineOf(bodyOf(of))).toBeNull();
      }),
    );
  });

  it("quarantines every order whose total is off, with exactly the difference", () => {
    fc.assert(
      fc.property(sale, fc.integer({ min: 1, max: 100_000 }), (of, off) => {
        expect(quarantineOf(bodyOf(of, off))).toMatchObject({ difference_minor: -off, reason: expect.stringContaining("total says") as string });
      }),
    );
  });

  it("quarantines every order whose lines do not come to the subtotal", () => {
    fc.assert(
      fc.property(sale, fc.integer({ min: 1, max: 100_000 }), (of, off) => {
        expect(quarantineOf(bodyOf(of, 0, off))).toMatchObject({
          difference_minor: -off,
          reason: expect.stringContaining("subtotal says") as string,
        });
      }),
    );
  });

  const sums: Sums = {
    currency: "USD",
    taxesIncluded: false,
    lines: 1000,
    subtotal: 1000,
    shipping: 500,
    removedShipping: 0,
    tax: 200,
    tip: 0,
    duties: 0,
    fees: 0,
    total: 1700,
  };

  it("is not applied where the source gives no totals", () => {
    expect(checkSums({ ...sums, subtotal: null, total: 5 })).toBeNull();
    expect(checkSums({ ...sums, lines: null })).toBeNull();
  });

  it("counts tax once", () => {
    expect(checkSums(sums)).toBeNull();
    expect(checkSums({ ...sums, taxesIncluded: true })).toEqual({
      reason: "Subtotal, shipping, tip, duties, fees come to 15.00 USD, but Shopify's total says 17.00 USD.",
      difference_minor: -200,
    });
    expect(checkSums({ ...sums, taxesIncluded: true, total: 1500 })).toBeNull();
  });

  it("takes a removed shipping line either way", () => {
    expect(checkSums({ ...sums, shipping: 0, removedShipping: 500 })).toBeNull();
    expect(checkSums({ ...sums, shipping: 0, removedShipping: 500, total: 1200 })).toBeNull();
    expect(checkSums({ ...sums, shipping: 0, removedShipping: 500, total: 1300 })?.difference_minor).toBe(-100);
  });
});
