import { afterAll, beforeAll, expect, test } from "vitest";
import { listEntities } from "../store/entities.ts";
import { startTestSandbox } from "../testing/harness.ts";
import type { Json, TestSandbox } from "../testing/harness.ts";
import { orderPayload } from "../webhooks/payload/order.ts";
import { stringifyLossless } from "../webhooks/payload/scalars.ts";
import { decimalsOf } from "./money.ts";
import { SCENARIOS } from "./seed-orders.ts";
import type { Order } from "./types.ts";

const DEMO = "demo-shop.myshopify.com";
let sandbox: TestSandbox;
let orders: Order[];
beforeAll(async () => {
  sandbox = await startTestSandbox();
  orders = listEntities(sandbox.ctx, DEMO, "Order");
});
afterAll(() => sandbox.stop());

type Side = "shop_money" | "presentment_money";

/** Works on the webhook's own text, with its own arithmetic: minor units out of decimal strings. */
function checkSums(payload: Json, side: Side): void {
  const minor = (set: Json): number => Math.round(Number(set[side].amount) * 10 ** decimalsOf(set[side].currency_code));
  const sum = (list: Json[], value: (item: Json) => number): number => list.reduce((total, item) => total + value(item), 0);
  const discounts = (line: Json): number => sum(line.discount_allocations, (each) => minor(each.amount_set));
  const taxes = (line: Json): number => sum(line.tax_lines, (tax) => minor(tax.price_set));
  const sold = payload.line_items.filter((line: Json) => !line.tip);
  const tips = sum(
    payload.line_items.filter((line: Json) => line.tip),
    (line) => minor(line.price_set) * line.quantity,
  );
  const items = sum(sold, (line) => minor(line.price_set) * line.quantity);
  const lineDiscounts = sum(sold, discounts);
  const shipping = sum(payload.shipping_lines, (line) => minor(line.price_set));
  const allDiscounts = lineDiscounts + sum(payload.shipping_lines, discounts);
  const tax = sum([...sold, ...payload.shipping_lines], taxes);
  const total = items - allDiscounts + shipping + tips + (payload.taxes_included ? 0 : tax);
  expect(minor(payload.total_line_items_price_set)).toBe(items);
  expect(minor(payload.subtotal_price_set)).toBe(items - lineDiscounts);
  expect(minor(payload.total_discounts_set)).toBe(allDiscounts);
  expect(minor(payload.total_shipping_price_set)).toBe(shipping);
  expect(minor(payload.total_tax_set)).toBe(tax);
  expect(sum(payload.tax_lines, (each) => minor(each.price_set))).toBe(tax);
  expect(minor(payload.total_price_set)).toBe(total);

  let current = total;
  let paidBack = 0;
  for (const refund of payload.refunds) {
    const lines = sum(refund.refund_line_items, (line) => minor(line.subtotal_set) + (payload.taxes_included ? 0 : minor(line.total_tax_set)));
    const back = sum(
      refund.refund_shipping_lines,
      (line) => minor(line.subtotal_amount_set) + (payload.taxes_included ? 0 : minor(line.tax_amount_set)),
    );
    const discrepancy = sum(
      refund.order_adjustments.filter((each: Json) => each.kind === "refund_discrepancy"),
      (each) => minor(each.amount_set),
    );
    current += discrepancy - lines - back;
    if (refund.transactions.length > 0) {
      const money = sum(refund.transactions, (transaction) => Math.round(Number(transaction.amount) * 10 ** decimalsOf(transaction.currency)));
      if (side === "presentment_money") expect(money).toBe(lines + back - discrepancy);
      paidBack += money;
    }
    for (const taken of refund.refund_line_items) expect(taken.quantity).toBeGreaterThan(0);
  }
  expect(minor(payload.current_total_price_set)).toBe(current);
  for (const line of sold)
    expect(line.current_quantity).toBe(
      line.quantity -
        sum(
          payload.refunds.flatMap((refund: Json) => refund.refund_line_items).filter((taken: Json) => taken.line_item_id === line.id),
          (taken) => taken.quantity,
        ),
    );
  expect(paidBack).toBeGreaterThanOrEqual(0);
}

test("all 120 orders add up by Shopify's rule, in the shop's and in the customer's currency", () => {
  expect(orders).toHaveLength(120);
  for (const order of orders) {
    const payload = JSON.parse(stringifyLossless(orderPayload(order, null, { timezone: "America/New_York", customerData: true, shopDomain: DEMO })));
    for (const side of ["shop_money", "presentment_money"] as const)
      try {
        checkSums(payload, side);
      } catch (error) {
        throw new Error(`${order.name} (${side})`, { cause: error });
      }
  }
});

test("the demo shop has every kind of order five times, in three currencies, all within 60 days", () => {
  expect(SCENARIOS).toHaveLength(24);
  expect(new Set(orders.map((order) => order.presentmentCurrency))).toEqual(new Set(["USD", "EUR", "JPY"]));
  expect(orders.filter((order) => order.cancelledAt !== null)).toHaveLength(10);
  expect(orders.filter((order) => order.isEdited)).toHaveLength(15);
  expect(orders.filter((order) => order.lines.some((line) => line.isTip))).toHaveLength(10);
  expect(orders.some((order) => order.lines.some((line) => line.isGiftCard))).toBe(true);
  expect(orders.every((order) => sandbox.ctx.now() - order.createdAt < 60 * 86_400_000 && order.updatedAt <= sandbox.ctx.now())).toBe(true);
  expect(orders.every((order) => BigInt(order.id) > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true);
  expect([
    listEntities(sandbox.ctx, DEMO, "Product").length,
    listEntities(sandbox.ctx, DEMO, "Location").length,
    listEntities(sandbox.ctx, DEMO, "Customer").length,
  ]).toEqual([30, 3, 40]);
});

test("the same seed makes the same shop", async () => {
  const second = await startTestSandbox();
  try {
    expect(listEntities(second.ctx, DEMO, "Order")).toEqual(orders);
    expect(
      listEntities(second.ctx, DEMO, "Customer").every(
        (customer) => customer.email.endsWith("@example.com") && (customer.phone ?? "+1555").startsWith("+1555"),
      ),
    ).toBe(true);
  } finally {
    await second.stop();
  }
});
