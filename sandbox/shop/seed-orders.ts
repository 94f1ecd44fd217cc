import { buildOrder } from "../commerce/build-order.ts";
import type { OrderInput } from "../commerce/build-order.ts";
import { cancelOrder } from "../commerce/cancel-order.ts";
import { editOrder } from "../commerce/edit-order.ts";
import { addFulfillmentEvent, fulfillGiftCards, fulfillOrder } from "../commerce/fulfill-order.ts";
import type { NewId } from "../commerce/happening.ts";
import { payOrder } from "../commerce/pay-order.ts";
import { refundOrder } from "../commerce/refund-order.ts";
import { pickVariant, taxRatesFor } from "../commerce/random-order.ts";
import type { Prng } from "./prng.ts";
import { computeTotals } from "./totals.ts";
import type { Customer, DiscountApplication, Order, Product, Shop } from "./types.ts";

const HOUR = 3_600_000;

interface Scenario {
  /** Changes to the plain order. */
  input?: Partial<OrderInput>;
  /** What happens afterwards; `at` is an hour later with every call of step(). */
  then?: (order: Order, step: () => number, tools: { newId: NewId; extra: Product }) => void;
}

const percent = (kind: DiscountApplication["kind"], title: string, value: number): DiscountApplication => ({
  kind,
  title,
  code: kind === "discount_code" ? title : null,
  valueType: "percentage",
  value,
  allocationMethod: "across",
  targetSelection: "all",
  targetType: "line_item",
});
const fixed = (title: string, value: number): DiscountApplication => ({ ...percent("manual", title, value), valueType: "fixed_amount" });
const freeShipping: DiscountApplication = { ...percent("discount_code", "SHIPFREE", 100), targetType: "shipping_line", allocationMethod: "each" };
const ship = (order: Order, at: number, newId: NewId) =>
  fulfillOrder(
    order,
    { tracking: { company: "UPS", number: `1Z999AA1${order.number}`, url: `https://www.example.com/track/1Z999AA1${order.number}` } },
    at,
    newId,
  );
const oneOf = (order: Order, index = 0) => ({ lineId: order.lines[index]!.id, quantity: 1, restockType: "return" as const, locationId: null });
const euro = { presentmentCurrency: "EUR", taxesIncluded: true };
const yen = { presentmentCurrency: "JPY", taxesIncluded: true };

function deliver(order: Order, step: () => number, newId: NewId): void {
  ship(order, step(), newId);
  for (const status of ["in_transit", "out_for_delivery", "delivered"])
    addFulfillmentEvent(order, order.fulfillments.at(-1)!.id, { status, message: null }, step(), newId);
}

/** Twenty-four kinds of order; the demo shop has five of each. */
export const SCENARIOS: readonly Scenario[] = [
  {},
  { input: { payment: "pending", gateway: "Bank Deposit" } },
  { input: { payment: "authorized" } },
  { then: (order, step, { newId }) => void ship(order, step(), newId) },
  { then: (order, step, { newId }) => deliver(order, step, newId) },
  { then: (order, step, { newId }) => void fulfillOrder(order, { lines: [{ lineId: order.lines[0]!.id, quantity: 1 }] }, step(), newId) },
  { then: (order, step, { newId }) => void refundOrder(order, { lines: [oneOf(order)], shipping: 0, note: "Damaged in transit" }, step(), newId) },
  {
    then: (order, step, { newId }) =>
      void refundOrder(
        order,
        {
          lines: order.lines.map((line) => ({ lineId: line.id, quantity: line.currentQuantity, restockType: "return", locationId: null })),
          shipping: "full",
          note: null,
        },
        step(),
        newId,
      ),
  },
  { input: { discounts: [percent("discount_code", "AUTUMN15", 15)] } },
  {
    input: {
      discounts: [
        { ...fixed("Loyal customer", 350), targetSelection: "explicit", allocationMethod: "one", line: 0 } as OrderInput["discounts"][number],
      ],
    },
  },
  { input: { discounts: [freeShipping, percent("automatic", "Bundle", 10)] } },
  { input: { tip: 500 } },
  { input: euro, then: (order, step, { newId }) => void ship(order, step(), newId) },
  { input: yen },
  {
    then: (order, step, { newId, extra }) =>
      void editOrder(order, { add: [{ product: extra, variant: extra.variants[0]!, quantity: 2 }], remove: [] }, step(), newId),
  },
  {
    then: (order, step, { newId }) =>
      void editOrder(order, { add: [], remove: [{ lineId: order.lines[0]!.id, quantity: 1, restock: true }] }, step(), newId),
  },
  { input: { note: "A gift" }, then: (order, step, { newId }) => void fulfillGiftCards(order, step(), newId) },
  { then: (order, step, { newId }) => void cancelOrder(order, { reason: "CUSTOMER", refund: true, restock: true }, step(), newId) },
  {
    input: { payment: "pending" },
    then: (order, step, { newId }) => void cancelOrder(order, { reason: "DECLINED", refund: false, restock: true }, step(), newId),
  },
  { input: euro, then: (order, step, { newId }) => void refundOrder(order, { lines: [oneOf(order)], shipping: "full", note: null }, step(), newId) },
  { input: { ...yen, tip: 300, discounts: [fixed("Opening week", 450)] }, then: (order, step, { newId }) => deliver(order, step, newId) },
  { then: (order, step, { newId }) => void refundOrder(order, { lines: [], shipping: 0, amount: 275, note: "Late delivery" }, step(), newId) },
  {
    then: (order, step, { newId, extra }) => {
      editOrder(
        order,
        {
          add: [{ product: extra, variant: extra.variants[0]!, quantity: 1 }],
          remove: [{ lineId: order.lines[0]!.id, quantity: 1, restock: false }],
        },
        step(),
        newId,
      );
      if (computeTotals(order).outstanding.shop > 0) payOrder(order, step(), newId);
    },
  },
  { input: { taxesIncluded: true, test: true, tags: ["pos"], gateway: "cash" }, then: (order) => roundToNickel(order) },
];

/** Cash paid in five-cent steps: the transaction carries the rounding. */
function roundToNickel(order: Order): void {
  const payment = order.transactions[0]!;
  const rounding = Math.round(payment.amount.shop / 5) * 5 - payment.amount.shop;
  payment.rounding = { shop: rounding, presentment: rounding };
}

/** `count` orders, one every `spacing`, the last one `spacing` before `endAt`; what follows on an order takes a few hours at most. */
export function buildOrders(
  shop: Shop,
  customers: Customer[],
  products: Product[],
  count: number,
  random: Prng,
  endAt: number,
  newId: NewId,
): Order[] {
  const spacing = 10 * HOUR;
  const goods = products.filter((product) => !product.isGiftCard);
  const giftCard = products.find((product) => product.isGiftCard)!;
  return Array.from({ length: count }, (_, index) => {
    const kind = index % SCENARIOS.length;
    const scenario = SCENARIOS[kind]!;
    const at = endAt - (count - index) * spacing + random.int(0, 3599) * 1000;
    const customer = index % 17 === 16 ? null : random.pick(customers);
    // Two units at least in the first line, so that a part of it can be shipped, refunded or removed.
    const lines = Array.from({ length: random.int(1, 3) }, (__, position) => ({
      ...pickVariant(goods, random),
      quantity: position === 0 ? random.int(2, 4) : random.int(1, 3),
    }));
    if (kind === 16) lines.push({ product: giftCard, variant: giftCard.variants[0]!, quantity: 1 });
    const input: OrderInput = {
      shop,
      number: 1001 + index,
      customer,
      lines,
      shipping: { title: "Standard", code: "STANDARD", price: random.pick([490, 790, 1250]) },
      discounts: [],
      tip: 0,
      presentmentCurrency: shop.currency,
      taxesIncluded: false,
      payment: "paid",
      gateway: "bogus",
      note: null,
      tags: [],
      test: false,
      at,
      ...scenario.input,
      taxRates: [],
    };
    const order = buildOrder({ ...input, taxRates: taxRatesFor(input.presentmentCurrency, customer) }, newId);
    let now = at;
    scenario.then?.(order, () => (now += HOUR), { newId, extra: random.pick(goods) });
    return order;
  });
}
