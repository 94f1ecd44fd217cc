import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parseInput } from "../commerce/inputs.ts";
import type { Happening } from "../commerce/happening.ts";
import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import type { Route } from "../http.ts";
import { DEMO_DOMAIN } from "../shop/seed.ts";
import { financialStatusOf, fulfillmentStateOf } from "../shop/statuses.ts";
import { computeTotals } from "../shop/totals.ts";
import type { Order } from "../shop/types.ts";
import { listEntities, readEntity } from "../store/entities.ts";
import { readSettings } from "../store/settings.ts";
import { requireShop } from "../store/shops.ts";
import { formatTriggeredAt } from "../webhooks/emit.ts";
import { happeningPayload } from "../webhooks/payload/happened.ts";
import { stringifyLossless } from "../webhooks/payload/scalars.ts";
import { webhookHeaders } from "../webhooks/sign.ts";
import { shopOfOrder } from "./find-shop.ts";
import { orderSummary } from "./views.ts";
import { readLimit } from "./paging.ts";

const TOPICS = [
  "orders/create",
  "orders/updated",
  "orders/paid",
  "orders/fulfilled",
  "orders/partially_fulfilled",
  "orders/cancelled",
  "orders/delete",
  "refunds/create",
  "fulfillments/create",
  "fulfillments/update",
  "fulfillment_events/create",
] as const;
const payloadSchema = z.strictObject({
  topic: z.enum(TOPICS),
  /** Refund, fulfilment or event; the latest one where left out. */
  part_id: z.string().optional(),
  webhook_id: z.uuid().optional(),
  triggered_at: z.iso.datetime({ offset: true }).optional(),
});

export const orderViewRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/sandbox/orders",
    handle(request, ctx) {
      const shop = requireShop(ctx, request.query.get("shop") ?? DEMO_DOMAIN);
      const orders = listEntities(ctx, shop.domain, "Order").toReversed().slice(0, readLimit(request.query, 250));
      return { status: 200, body: { orders: orders.map((order) => orderSummary(shop.domain, order)) } };
    },
  },
  {
    method: "GET",
    pattern: "/sandbox/orders/:id",
    handle(request, ctx) {
      const { shop, order } = loadOrder(ctx, request.params["id"]!);
      const body = {
        shop: shop.domain,
        // The internal form: ids are strings, amounts integers in minor units, times milliseconds.
        order,
        totals: computeTotals(order),
        status: { financial: financialStatusOf(order), fulfillment: fulfillmentStateOf(order) },
        payload: bodyOf(ctx, { topic: "orders/updated" }, order),
      };
      return { status: 200, headers: { "content-type": "application/json; charset=utf-8" }, body: stringifyLossless(body) };
    },
  },
  {
    // A delivery that is signed but not sent: tests repeat and reorder such deliveries themselves.
    method: "POST",
    pattern: "/sandbox/orders/:id/payloads",
    handle(request, ctx) {
      const { shop, order } = loadOrder(ctx, request.params["id"]!);
      const input = parseInput(payloadSchema, request.json());
      const body = stringifyLossless(bodyOf(ctx, toHappening(input.topic, order, input.part_id), order));
      const eventId = randomUUID();
      const triggeredAt = input.triggered_at ?? formatTriggeredAt(ctx.now(), readSettings(ctx).triggered_at_precision, eventId);
      const headers = webhookHeaders(ctx, {
        webhookId: input.webhook_id ?? randomUUID(),
        eventId,
        shop: shop.domain,
        topic: input.topic,
        triggeredAt,
        body,
      });
      return { status: 200, body: { topic: input.topic, headers, body } };
    },
  },
];

function loadOrder(ctx: SandboxContext, id: string) {
  const shop = requireShop(ctx, shopOfOrder(ctx, id));
  return { shop, order: readEntity(ctx, shop.domain, "Order", id)! };
}

function bodyOf(ctx: SandboxContext, happening: Happening, order: Order): object {
  const shop = requireShop(ctx, shopOfOrder(ctx, order.id));
  const customer = order.customerId ? readEntity(ctx, shop.domain, "Customer", order.customerId) : null;
  return happeningPayload(happening, order, customer, shop);
}

function toHappening(topic: (typeof TOPICS)[number], order: Order, partId: string | undefined): Happening {
  const missing = (what: string) => new Refusal(409, "topic", `order ${order.name} has no ${what}`, "do that to the order first");
  if (topic === "refunds/create") {
    const refund = partId ? order.refunds.find((each) => each.id === partId) : order.refunds.at(-1);
    if (!refund) throw missing("such refund");
    return { topic, refundId: refund.id };
  }
  if (topic === "fulfillment_events/create") {
    const fulfillment = order.fulfillments.findLast((each) => each.events.some((event) => !partId || event.id === partId));
    if (!fulfillment) throw missing("such fulfilment event");
    return { topic, fulfillmentId: fulfillment.id, eventId: partId ?? fulfillment.events.at(-1)!.id };
  }
  if (topic === "fulfillments/create" || topic === "fulfillments/update") {
    const fulfillment = partId ? order.fulfillments.find((each) => each.id === partId) : order.fulfillments.at(-1);
    if (!fulfillment) throw missing("such fulfilment");
    return { topic, fulfillmentId: fulfillment.id };
  }
  return { topic };
}
