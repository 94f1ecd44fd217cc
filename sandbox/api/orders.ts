import { z } from "zod";
import { cancelOrder } from "../commerce/cancel-order.ts";
import { changeOrder, findProductOfVariant } from "../commerce/commit.ts";
import { editOrder } from "../commerce/edit-order.ts";
import { addFulfillmentEvent, deliverOrder, EVENT_STATUSES, fulfillOrder } from "../commerce/fulfill-order.ts";
import type { Outcome } from "../commerce/happening.ts";
import { touch } from "../commerce/happening.ts";
import { amountIn, idText, parseInput } from "../commerce/inputs.ts";
import { payOrder } from "../commerce/pay-order.ts";
import { placeOrder, placeOrderSchema } from "../commerce/place-order.ts";
import { refundOrder } from "../commerce/refund-order.ts";
import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";
import { fulfillableOf } from "../shop/statuses.ts";
import type { Order } from "../shop/types.ts";
import { shopOfOrder } from "./find-shop.ts";
import { orderSummary } from "./views.ts";

type Change = (order: Order, at: number, newId: (kind: string) => string) => Outcome;

/** A route that changes one order: `read` checks the body and gives the change. */
function orderAction(name: string, read: (request: RouteRequest, ctx: SandboxContext, shop: string) => Change): Route {
  return {
    method: "POST",
    pattern: `/sandbox/orders/:id/${name}`,
    handle(request, ctx): RouteAnswer {
      const shop = shopOfOrder(ctx, request.params["id"]!);
      const { order, webhooks } = changeOrder(ctx, shop, request.params["id"]!, read(request, ctx, shop));
      return { status: 200, body: { order: orderSummary(shop, order), webhooks } };
    },
  };
}

const amount = z.union([z.string(), z.number()]);
const lineRef = z.strictObject({ line_id: idText, quantity: z.int().min(1).optional() });
const fulfillSchema = z.strictObject({
  lines: z.array(lineRef).min(1).optional(),
  location_id: idText.optional(),
  tracking: z.strictObject({ company: z.string().nullish(), number: z.string().nullish(), url: z.string().nullish() }).optional(),
});
const deliverSchema = z.strictObject({
  fulfillment_id: idText.optional(),
  status: z.enum(EVENT_STATUSES).default("delivered"),
  message: z.string().nullish(),
});
const cancelSchema = z.strictObject({
  reason: z.enum(["customer", "declined", "fraud", "inventory", "other", "staff"]).default("customer"),
  refund: z.boolean().default(true),
  restock: z.boolean().default(true),
});
const refundSchema = z.strictObject({
  lines: z.array(lineRef.extend({ restock: z.boolean().default(true) })).optional(),
  shipping: z.union([z.boolean(), amount]).optional(),
  amount: amount.optional(),
  note: z.string().nullish(),
});
const editSchema = z.strictObject({
  add: z.array(z.strictObject({ variant_id: idText, quantity: z.int().min(1).default(1) })).default([]),
  remove: z.array(lineRef.extend({ restock: z.boolean().default(true) })).default([]),
});

function quantityOf(order: Order, each: { line_id: string; quantity?: number | undefined }): number {
  return each.quantity ?? order.lines.find((line) => line.id === each.line_id)?.currentQuantity ?? 1;
}

function leftToShip(order: Order, lineId: string): number {
  const line = order.lines.find((each) => each.id === lineId);
  return line ? fulfillableOf(line) : 1;
}

const refund = orderAction("refund", (request) => {
  const input = parseInput(refundSchema, request.json());
  return (order, at, newId) => {
    // An empty body refunds everything that is left, shipping included.
    const isAll = input.lines === undefined && input.amount === undefined && input.shipping === undefined;
    const lines = isAll
      ? order.lines
          .filter((line) => !line.isTip && line.currentQuantity > 0)
          .map((line) => ({ line_id: line.id, quantity: line.currentQuantity, restock: true }))
      : (input.lines ?? []);
    const shipping =
      isAll || input.shipping === true
        ? "full"
        : input.shipping === undefined || input.shipping === false
          ? 0
          : amountIn(input.shipping, order.currency, "shipping");
    return refundOrder(
      order,
      {
        lines: lines.map((each) => ({
          lineId: each.line_id,
          quantity: quantityOf(order, each),
          restockType: each.restock ? "return" : "no_restock",
          locationId: null,
        })),
        shipping,
        note: input.note ?? null,
        amount: input.amount === undefined ? undefined : amountIn(input.amount, order.currency, "amount"),
      },
      at,
      newId,
    );
  };
});

const edit = orderAction("edit", (request, ctx, shop) => {
  const input = parseInput(editSchema, request.json());
  const add = input.add.map((each) => {
    const product = findProductOfVariant(ctx, shop, each.variant_id);
    const variant = product?.variants.find((candidate) => candidate.id === each.variant_id);
    if (!product || !variant) throw new Refusal(422, "add", `${shop} has no variant ${each.variant_id}`, "see GET /sandbox/products");
    return { product, variant, quantity: each.quantity };
  });
  return (order, at, newId) =>
    editOrder(
      order,
      { add, remove: input.remove.map((each) => ({ lineId: each.line_id, quantity: quantityOf(order, each), restock: each.restock })) },
      at,
      newId,
    );
});

export const orderRoutes: Route[] = [
  {
    method: "POST",
    pattern: "/sandbox/orders",
    handle(request, ctx) {
      const { order, webhooks } = placeOrder(ctx, parseInput(placeOrderSchema, request.json()));
      return { status: 201, body: { order: orderSummary(shopOfOrder(ctx, order.id), order), webhooks } };
    },
  },
  orderAction("pay", () => (order, at, newId) => payOrder(order, at, newId)),
  orderAction("fulfill", (request) => {
    const input = parseInput(fulfillSchema, request.json());
    return (order, at, newId) => {
      const number = `1Z999AA1${order.number}`;
      const tracking = { company: "UPS", number, url: `https://www.example.com/track/${number}`, ...input.tracking };
      const lines = input.lines?.map((each) => ({ lineId: each.line_id, quantity: each.quantity ?? leftToShip(order, each.line_id) }));
      return fulfillOrder(
        order,
        {
          lines,
          locationId: input.location_id ?? null,
          tracking: { company: tracking.company ?? null, number: tracking.number ?? null, url: tracking.url ?? null },
        },
        at,
        newId,
      );
    };
  }),
  orderAction("deliver", (request) => {
    const input = parseInput(deliverSchema, request.json());
    return (order, at, newId) => {
      if (input.status === "delivered" && !input.fulfillment_id) return deliverOrder(order, at, newId);
      const fulfillmentId = input.fulfillment_id ?? order.fulfillments.at(-1)?.id;
      if (!fulfillmentId) throw new Refusal(409, "id", `order ${order.name} has no fulfilment`, "fulfil it first");
      return addFulfillmentEvent(order, fulfillmentId, { status: input.status, message: input.message ?? null }, at, newId);
    };
  }),
  orderAction("cancel", (request) => {
    const input = parseInput(cancelSchema, request.json());
    return (order, at, newId) =>
      cancelOrder(order, { ...input, reason: input.reason.toUpperCase() as NonNullable<Order["cancelReason"]> }, at, newId);
  }),
  refund,
  edit,
  orderAction("delete", () => (order, at) => {
    touch(order, at);
    return { happenings: [{ topic: "orders/delete" }], stock: [] };
  }),
];
