import { BILLING, makeProduct, makeVariable } from "./scenes-of-orders.ts";
import type { Scene, Stage } from "./transcript.ts";

async function sumsOf(stage: Stage): Promise<void> {
  const { id: mug } = await makeProduct(stage);
  const { product, small } = await makeVariable(stage);
  const line = { product_id: mug, quantity: 3 };
  const base = { billing: BILLING };
  const coupon = async (type: string, amount: string) =>
    (
      await stage.call(
        "a coupon",
        "POST",
        "/coupons",
        { code: `${stage.mark}-${type}`, discount_type: type, amount },
        { _fields: "code,amount,discount_type" },
      )
    ).code;
  await stage.call("goods, shipping, fee", "POST", "/orders", {
    ...base,
    line_items: [line, { product_id: product, variation_id: small, quantity: 1 }],
    shipping_lines: [{ method_id: "flat_rate", method_title: "Flat rate", total: "7.30" }],
    fee_lines: [{ name: "Gift wrap", total: "1.99" }],
  });
  await stage.call("prices of its own", "POST", "/orders", { ...base, line_items: [{ ...line, subtotal: "37.50", total: "30.00" }] });
  await stage.call("a fee that takes off", "POST", "/orders", { ...base, line_items: [line], fee_lines: [{ name: "Goodwill", total: "-5.00" }] });
  await stage.call("a fee without tax", "POST", "/orders", {
    ...base,
    line_items: [line],
    fee_lines: [{ name: "Deposit", total: "5.00", tax_status: "none" }],
  });
  await stage.call("shipped where no tax is", "POST", "/orders", { ...base, shipping: { country: "US", state: "OR" }, line_items: [line] });
  await stage.call("ten per cent off", "POST", "/orders", {
    ...base,
    line_items: [line, { product_id: product, variation_id: small, quantity: 1 }],
    coupon_lines: [{ code: await coupon("percent", "10") }],
  });
  await stage.call("an amount off", "POST", "/orders", {
    ...base,
    line_items: [line, { product_id: product, variation_id: small, quantity: 1 }],
    coupon_lines: [{ code: (await coupon("fixed_cart", "7")).toUpperCase() }],
  });
  const refused = await stage.call("a coupon that is none", "POST", "/orders", {
    ...base,
    line_items: [line],
    coupon_lines: [{ code: "none-such" }],
  });
  const draft = String(refused.data.new_draft_order_id);
  await stage.call("the draft it leaves", "GET", `/orders/${draft}`, undefined, { _fields: "id,status,total" });
  await stage.call("drafts are in no list", "GET", "/orders", undefined, { include: draft, _fields: "id,status" });
}

const moneyScenes: readonly Scene[] = [
  { name: "sums without taxes", play: sumsOf },
  {
    name: "sums with taxes on top",
    async play(stage) {
      await stage.settings({ calc_taxes: true });
      await sumsOf(stage);
    },
  },
  {
    name: "sums with taxes inside",
    async play(stage) {
      await stage.settings({ calc_taxes: true, prices_include_tax: true });
      await sumsOf(stage);
    },
  },
  {
    name: "a currency without decimals",
    async play(stage) {
      await stage.settings({ currency: "JPY", decimals: 0, calc_taxes: true, prices_include_tax: true });
      const { id } = await makeProduct(stage, { regular_price: "1980" });
      const order = await stage.call("an order", "POST", "/orders", {
        billing: BILLING,
        set_paid: true,
        line_items: [{ product_id: id, quantity: 2 }],
        shipping_lines: [{ method_id: "flat_rate", method_title: "Flat rate", total: "800" }],
      });
      await stage.call("a refund", "POST", `/orders/${order.id}/refunds`, { amount: "500", api_refund: false });
      await stage.call("after it", "GET", `/orders/${order.id}`);
    },
  },
];

async function paidOrder(stage: Stage) {
  const { id: mug } = await makeProduct(stage);
  const { product, small } = await makeVariable(stage);
  return stage.call("an order", "POST", "/orders", {
    billing: BILLING,
    set_paid: true,
    line_items: [
      { product_id: mug, quantity: 3 },
      { product_id: product, variation_id: small, quantity: 2 },
    ],
    shipping_lines: [{ method_id: "flat_rate", method_title: "Flat rate", total: "7.30" }],
  });
}

const refunds: Scene = {
  name: "refunds",
  async play(stage) {
    await stage.settings({ calc_taxes: true });
    const order = await paidOrder(stage);
    const path = `/orders/${order.id}/refunds`;
    const [first, second] = order.line_items;
    const rate = order.tax_lines[0].rate_id;
    const one = await stage.call("one piece", "POST", path, {
      api_refund: false,
      amount: "13.53",
      reason: "broken",
      line_items: [{ id: first.id, quantity: 1, refund_total: 12.5, refund_tax: [{ id: rate, refund_total: 1.03 }] }],
    });
    await stage.call("read", "GET", `${path}/${one.id}`);
    await stage.call("amount of its lines", "POST", path, { api_refund: false, line_items: [{ id: second.id, quantity: 1, refund_total: 15 }] });
    await stage.call("not back on the shelf", "POST", path, {
      api_refund: false,
      api_restock: false,
      amount: "2",
      line_items: [{ id: second.id, quantity: 1, refund_total: 2 }],
    });
    await stage.call("shipping", "POST", path, {
      api_refund: false,
      amount: "7.90",
      line_items: [{ id: order.shipping_lines[0].id, quantity: 0, refund_total: 7.3, refund_tax: [{ id: rate, refund_total: 0.6 }] }],
    });
    await stage.call("too much", "POST", path, { api_refund: false, amount: "1000" });
    await stage.call("less than nothing", "POST", path, { api_refund: false, amount: "-1" });
    await stage.call("of no order", "POST", "/orders/999999/refunds", { amount: "1" });
    await stage.call("list", "GET", path, undefined, { order: "asc", orderby: "id" });
    await stage.call("of all orders", "GET", "/refunds", undefined, { include: String(one.id) });
    await stage.call("unknown", "GET", `${path}/999999`);
    await stage.call("the order", "GET", `/orders/${order.id}`);
    await stage.call("into the trash", "DELETE", `${path}/${one.id}`);
    await stage.call("deleted", "DELETE", `${path}/${one.id}`, undefined, { force: "true" });
    await stage.call("the order again", "GET", `/orders/${order.id}`, undefined, { _fields: "id,status,total,refunds,line_items" });
    await stage.call("notes", "GET", `/orders/${order.id}/notes`, undefined, { _fields: "id,note,author" });
  },
};

const wholeRefund: Scene = {
  name: "everything is refunded",
  async play(stage) {
    const order = await paidOrder(stage);
    const line_items = order.line_items.map((line: { id: number; quantity: number; total: string }) => ({
      id: line.id,
      quantity: line.quantity,
      refund_total: Number(line.total),
    }));
    await stage.call("all of it", "POST", `/orders/${order.id}/refunds`, { api_refund: false, amount: order.total, line_items });
    await stage.call("the order", "GET", `/orders/${order.id}`);
    await stage.call("notes", "GET", `/orders/${order.id}/notes`, undefined, { _fields: "id,note" });
    const other = await paidOrder(stage);
    await stage.call("by status", "PUT", `/orders/${other.id}`, { status: "refunded" });
    await stage.call("what it made", "GET", `/orders/${other.id}/refunds`);
  },
};

export const MONEY_SCENES: readonly Scene[] = [...moneyScenes, refunds, wholeRefund];
