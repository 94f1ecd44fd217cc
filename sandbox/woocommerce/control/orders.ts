/** What customers and the merchant do in the store: POST /sandbox/woocommerce/orders… */
import { z } from "zod";
import { parseInput } from "../../commerce/inputs.ts";
import type { SandboxContext } from "../../context.ts";
import { Refusal } from "../../http.ts";
import type { Route, RouteAnswer, RouteRequest } from "../../http.ts";
import { createPrng } from "../../shop/prng.ts";
import { listWoo, readWoo } from "../entities.ts";
import { changeStatus, completePayment, saveOrder } from "../orders/change-status.ts";
import { orderJson } from "../orders/order-json.ts";
import { createRefund, refundedSoFar } from "../orders/refunds.ts";
import { writableStatuses } from "../orders/statuses.ts";
import { createOrder, deleteOrder, restoreOrder, trashOrder, updateOrder } from "../orders/write-order.ts";
import { RestError } from "../rest/answer.ts";
import { seedPerson } from "../seed/people.ts";
import { inStore, requireStore } from "../store.ts";
import type { StoreWork } from "../store.ts";
import type { WooOrder } from "../types.ts";
import { randomBasket } from "./baskets.ts";

export const storeName = z.string().default("demo");
const line = z.strictObject({
  product_id: z.int(),
  variation_id: z.int().optional(),
  quantity: z.int().positive().default(1),
  total: z.string().optional(),
});

const placeSchema = z.strictObject({
  store: storeName,
  /** null: a guest. Left out: somebody. */
  customer_id: z.int().positive().nullable().optional(),
  lines: z.array(line).min(1).optional(),
  coupon: z.string().optional(),
  fee: z.strictObject({ name: z.string(), total: z.string() }).optional(),
  note: z.string().optional(),
  status: z.string().optional(),
  paid: z.boolean().default(false),
});

const steps = {
  pay: (work: StoreWork, order: WooOrder) => settled(work, order, () => completePayment(work, order, `txn_${order.id}`)),
  complete: (work: StoreWork, order: WooOrder) => settled(work, order, () => changeStatus(work, order, "completed")),
  hold: (work: StoreWork, order: WooOrder) => settled(work, order, () => changeStatus(work, order, "on-hold")),
  cancel: (work: StoreWork, order: WooOrder) => settled(work, order, () => changeStatus(work, order, "cancelled")),
  fail: (work: StoreWork, order: WooOrder) => settled(work, order, () => changeStatus(work, order, "failed")),
  trash: trashOrder,
  restore: restoreOrder,
  delete: deleteOrder,
} as const;

function settled(work: StoreWork, order: WooOrder, act: () => void): void {
  act();
  saveOrder(work, order);
}

const refundSchema = z.strictObject({
  store: storeName,
  amount: z.string().optional(),
  lines: z.array(z.strictObject({ line_id: z.int(), quantity: z.int().positive().optional() })).optional(),
  reason: z.string().optional(),
  restock: z.boolean().default(true),
});

const editSchema = z.strictObject({
  store: storeName,
  add: z.array(line).optional(),
  remove: z.array(z.int()).optional(),
  note: z.string().optional(),
});

/** An unsuccessful step is a 422 in the sandbox's own form. */
function inOrder(request: RouteRequest, ctx: SandboxContext, store: string, act: (work: StoreWork, order: WooOrder) => void): RouteAnswer {
  return answerOrder(ctx, store, (work) => {
    const order = readWoo(ctx, work.store.slug, "order", Number(request.params["id"]));
    if (!order) throw new Refusal(404, "id", `${store} has no order ${request.params["id"]}`, "see GET /sandbox/woocommerce/orders");
    act(work, order);
    return order;
  });
}

function answerOrder(ctx: SandboxContext, slug: string, act: (work: StoreWork) => WooOrder, status = 200): RouteAnswer {
  const store = requireStore(ctx, slug);
  try {
    return inStore(ctx, store, (work) => {
      const { id } = act(work);
      const order = readWoo(ctx, slug, "order", id);
      return { status, body: { order: order ? orderJson(ctx, store, order) : null, events: work.events } };
    });
  } catch (error) {
    if (error instanceof RestError) throw new Refusal(422, null, error.message, "see the store's orders");
    throw error;
  }
}

function placeOrder(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const input = parseInput(placeSchema, request.json());
  return answerOrder(
    ctx,
    input.store,
    (work) => {
      const random = createPrng(Math.floor(Math.random() * 2 ** 32));
      const customers = listWoo(ctx, input.store, "customer");
      const customer =
        input.customer_id === undefined
          ? customers.length > 0
            ? random.pick(customers)
            : null
          : customers.find(({ id }) => id === input.customer_id);
      const person = customer ? customer.billing : seedPerson(random.int(300, 900));
      const basket = randomBasket(work, random);
      if (input.lines === undefined && basket.line_items.length === 0)
        throw new Refusal(422, "lines", `${input.store} has nothing that could be bought`, "make a product there first, or say which lines");
      const order = createOrder(
        work,
        {
          ...basket,
          ...(input.lines ? { line_items: input.lines } : {}),
          ...(input.coupon ? { coupon_lines: [{ code: input.coupon }] } : {}),
          ...(input.fee ? { fee_lines: [input.fee] } : {}),
          customer_id: customer?.id ?? 0,
          billing: { ...person },
          shipping: { ...person },
          customer_note: input.note ?? "",
          ...(input.status ? { status: known(work, input.status) } : {}),
        },
        "checkout",
      );
      if (input.paid) steps.pay(work, order);
      return order;
    },
    201,
  );
}

function known(work: StoreWork, status: string): string {
  if (writableStatuses(work.store).includes(status)) return status;
  throw new Refusal(422, "status", `${work.store.slug} has no status ${status}`, "register it: POST /sandbox/woocommerce/statuses");
}

function refundOrder(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const input = parseInput(refundSchema, request.json());
  return inOrder(request, ctx, input.store, (work, order) => {
    const { store } = work;
    const digits = store.decimals;
    const left = order.total - refundedSoFar(ctx, store, order);
    const chosen = input.lines ?? (input.amount === undefined ? order.line_items.map(({ id }) => ({ line_id: id, quantity: undefined })) : []);
    const line_items = chosen.map(({ line_id, quantity }) => {
      const sold = order.line_items.find(({ id }) => id === line_id);
      if (!sold) throw new Refusal(422, "lines", `the order has no line ${line_id}`, "see its line_items");
      const part = (quantity ?? sold.quantity) / sold.quantity;
      const refund_tax = sold.taxes.map((tax) => ({ id: tax.id, refund_total: Number((tax.total * part).toFixed(digits)) }));
      return { id: sold.id, quantity: quantity ?? sold.quantity, refund_total: Number((sold.total * part).toFixed(digits)), refund_tax };
    });
    const amount = input.amount ?? (input.lines ? undefined : left.toFixed(digits));
    createRefund(work, order, { line_items, reason: input.reason ?? "", api_restock: input.restock, ...(amount === undefined ? {} : { amount }) });
  });
}

function editOrder(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const input = parseInput(editSchema, request.json());
  const line_items = [...(input.add ?? []), ...(input.remove ?? []).map((id) => ({ id, quantity: 0 }))];
  return inOrder(request, ctx, input.store, (work, order) => {
    updateOrder(work, order, {
      ...(line_items.length > 0 ? { line_items } : {}),
      ...(input.note === undefined ? {} : { customer_note: input.note }),
    });
  });
}

const bare = z.strictObject({ store: storeName });

export const orderControlRoutes: Route[] = [
  { method: "POST", pattern: "/sandbox/woocommerce/orders", handle: placeOrder },
  { method: "POST", pattern: "/sandbox/woocommerce/orders/:id/refund", handle: refundOrder },
  { method: "POST", pattern: "/sandbox/woocommerce/orders/:id/edit", handle: editOrder },
  {
    method: "POST",
    pattern: "/sandbox/woocommerce/orders/:id/status",
    handle(request, ctx) {
      const { store, status } = parseInput(z.strictObject({ store: storeName, status: z.string() }), request.json());
      return inOrder(request, ctx, store, (work, order) => settled(work, order, () => changeStatus(work, order, known(work, status))));
    },
  },
  ...Object.entries(steps).map(([name, act]): Route => ({
    method: "POST",
    pattern: `/sandbox/woocommerce/orders/:id/${name}`,
    handle: (request, ctx) => inOrder(request, ctx, parseInput(bare, request.json()).store, act),
  })),
  {
    method: "GET",
    pattern: "/sandbox/woocommerce/orders",
    handle(request, ctx) {
      const store = requireStore(ctx, request.query.get("store") ?? "demo");
      const orders = listWoo(ctx, store.slug, "order").reverse();
      return {
        status: 200,
        body: {
          count: orders.length,
          orders: orders.slice(0, Number(request.query.get("limit") ?? 50)).map((order) => orderJson(ctx, store, order)),
        },
      };
    },
  },
];
