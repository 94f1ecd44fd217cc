import type { SandboxContext } from "../../context.ts";
import type { Prng } from "../../shop/prng.ts";
import { listWoo } from "../entities.ts";
import { changeStatus, saveOrder } from "../orders/change-status.ts";
import { createRefund } from "../orders/refunds.ts";
import { createOrder, trashOrder } from "../orders/write-order.ts";
import type { StoreWork } from "../store.ts";
import type { WooOrder, WooStore } from "../types.ts";
import { randomBasket } from "../control/baskets.ts";
import { seedPerson } from "./people.ts";

interface OrderSeeding {
  ctx: SandboxContext;
  store: WooStore;
  random: Prng;
  endAt: number;
  count: number;
  country: string | undefined;
}

const HOUR = 3_600_000;
const DAYS = 55;

/** Orders of the last weeks in every state: paid, waiting, cancelled, failed, refunded in part and whole, with coupons and fees, of guests and customers. */
export function seedOrders(seeding: OrderSeeding): void {
  for (let index = 0; index < seeding.count; index++) seedOrder(seeding, index);
}

function seedOrder({ ctx, store, random, endAt, count, country }: OrderSeeding, index: number): void {
  const createdAt = endAt - Math.round(((count - index) / count) * DAYS * 24) * HOUR + random.int(0, 50) * 60_000;
  // Some were placed while the store's prices contained the tax.
  const then: WooStore = index % 6 === 4 ? { ...store, prices_include_tax: true } : store;
  const at = (hours: number): StoreWork => ({ ctx, store: then, at: Math.min(createdAt + Math.round(hours * HOUR), endAt - 60_000), events: [] });
  const customers = listWoo(ctx, store.slug, "customer");
  const isGuest = index % 5 === 3;
  const customer = isGuest ? null : customers[random.int(0, customers.length - 1)]!;
  const person = isGuest ? seedPerson(200 + index, country) : customer!.billing;
  const order = createOrder(
    at(0),
    {
      customer_id: customer?.id ?? 0,
      billing: { ...person },
      shipping: { ...person },
      ...randomBasket(at(0), random),
      ...(index % 7 === 2 ? { coupon_lines: [{ code: index % 14 === 2 ? "welcome10" : "fiver" }] } : {}),
      ...(index % 9 === 5 ? { fee_lines: [{ name: "Gift wrap", total: store.decimals === 0 ? "350" : "3.50" }] } : {}),
      customer_note: index % 11 === 7 ? "Please ring twice." : "",
    },
    "checkout",
  );
  settle(at, order, index);
}

/** What became of it since. */
function settle(at: (hours: number) => StoreWork, order: WooOrder, index: number): void {
  const move = (hours: number, status: string): void => {
    const work = at(hours);
    changeStatus(work, order, status);
    saveOrder(work, order);
  };
  const kind = index % 16;
  if (kind === 15) return move(24, "cancelled");
  if (kind === 14) return move(0.1, "failed");
  if (kind === 13) return;
  if (kind === 12) return move(0.1, "on-hold");
  move(0.05, "processing");
  if (index >= 68 && kind !== 6) return;
  if (kind !== 5) move(46, "completed");
  if (kind === 6) refund(at(80), order, 1);
  if (kind === 9) refund(at(90), order, order.line_items.length);
  if (index === 42) trashOrder(at(100), order);
}

/** The first lines come back; all of them with shipping and fees when every line does. */
function refund(work: StoreWork, order: WooOrder, lines: number): void {
  const taxOf = (line: { taxes: { id: number; total: number }[] }): object[] =>
    line.taxes.map((tax) => ({ id: tax.id, refund_total: Number(tax.total.toFixed(work.store.decimals)) }));
  const back = order.line_items.slice(0, lines).map((line) => ({
    id: line.id,
    quantity: line.quantity,
    refund_total: Number(line.total.toFixed(work.store.decimals)),
    refund_tax: taxOf(line),
  }));
  const isWhole = lines === order.line_items.length;
  const rest = [...order.shipping_lines, ...order.fee_lines].map((line) => ({
    id: line.id,
    quantity: 0,
    refund_total: line.total,
    refund_tax: taxOf(line),
  }));
  createRefund(work, order, {
    reason: isWhole ? "Returned" : "One piece was broken",
    line_items: isWhole ? [...back, ...rest] : back,
    ...(isWhole ? { amount: String(order.total) } : {}),
  });
}
