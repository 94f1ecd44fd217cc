import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWooSandbox } from "../testing/woo-sandbox.ts";
import type { WooSandbox } from "../testing/woo-sandbox.ts";

type Order = ReturnType<typeof JSON.parse>;
let woo: WooSandbox;
let demo: Order[];
let yen: Order[];

beforeAll(async () => {
  woo = await startWooSandbox();
  const ordersOf = async (store: string): Promise<Order[]> =>
    (await woo.sandbox.api("GET", `/sandbox/woocommerce/orders?store=${store}&limit=1000`)).body.orders;
  [demo, yen] = await Promise.all([ordersOf("demo"), ordersOf("yen")]);
});
afterAll(() => woo.sandbox.stop());

const minor = (amounts: readonly string[], digits: number): number =>
  amounts.reduce((sum, amount) => sum + Math.round(Number(amount) * 10 ** digits), 0);
const totals = (lines: readonly { total: string }[]): string[] => lines.map(({ total }) => total);

describe("the demo stores", () => {
  it("have what an integration has to cope with", () => {
    expect(demo).toHaveLength(80);
    const having = (fits: (order: Order) => boolean): number => demo.filter(fits).length;
    expect(having((order) => order.customer_id === 0)).toBeGreaterThan(10);
    expect(having((order) => order.refunds.length > 0 && order.status === "refunded")).toBeGreaterThan(0);
    expect(having((order) => order.refunds.length > 0 && order.status !== "refunded")).toBeGreaterThan(0);
    expect(having((order) => order.fee_lines.length > 0)).toBeGreaterThan(0);
    expect(having((order) => order.coupon_lines.length > 0)).toBeGreaterThan(0);
    expect(having((order) => order.prices_include_tax)).toBeGreaterThan(0);
    expect(having((order) => order.line_items.some((line: Order) => line.variation_id > 0))).toBeGreaterThan(0);
    const statuses = new Set(demo.map(({ status }) => status));
    for (const status of ["pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "trash"])
      expect(statuses).toContain(status);
  });

  it("have orders that add up, in a currency without decimals too", () => {
    for (const [orders, digits] of [
      [demo, 2],
      [yen, 0],
    ] as const)
      for (const order of orders) {
        const parts = [...totals(order.line_items), ...totals(order.shipping_lines), ...totals(order.fee_lines), order.total_tax];
        expect([order.id, minor(parts, digits)]).toEqual([order.id, minor([order.total], digits)]);
      }
    expect(yen.every(({ total, currency }) => /^\d+$/.test(total) && currency === "JPY")).toBe(true);
  });

  it("have clocks of their own", () => {
    const hours = (order: Order): number => (Date.parse(`${order.date_created}Z`) - Date.parse(`${order.date_created_gmt}Z`)) / 3_600_000;
    expect([hours(demo[0]), hours(yen[0])]).toEqual([-6, 9]);
  });

  it("are told to nobody who was not there", async () => {
    expect((await woo.sandbox.api("GET", "/sandbox/woocommerce/deliveries")).body.deliveries).toEqual([]);
  });
});
