import { changeOrder } from "../../commerce/commit.ts";
import { addFulfillmentEvent, fulfillOrder } from "../../commerce/fulfill-order.ts";
import { Refusal } from "../../http.ts";
import { findOwner, readEntity } from "../../store/entities.ts";
import { idOf } from "../gids.ts";
import { eventView, fulfillmentView } from "../views/fulfillment.ts";
import type { MutationDefinition } from "./define.ts";

interface FulfillmentArgument {
  lineItemsByFulfillmentOrder: { fulfillmentOrderId: string; fulfillmentOrderLineItems?: { id: string; quantity: number }[] | null }[];
  trackingInfo?: { company?: string | null; number?: string | null; numbers?: string[] | null; url?: string | null; urls?: string[] | null } | null;
}

const create: MutationDefinition = {
  name: "fulfillmentCreate",
  run(request, args) {
    const input = args["fulfillment"] as FulfillmentArgument;
    const groups = input.lineItemsByFulfillmentOrder;
    if (groups.length !== 1) throw new Refusal(422, "fulfillment", "All fulfillment orders must be for the same order", "");
    const id = idOf(groups[0]!.fulfillmentOrderId, "FulfillmentOrder");
    if (!readEntity(request.ctx, request.shop.domain, "Order", id)) throw new Refusal(404, "fulfillment", "Fulfillment order does not exist.", "");
    const lines = groups[0]!.fulfillmentOrderLineItems?.map((line) => ({
      lineId: idOf(line.id, "FulfillmentOrderLineItem"),
      quantity: line.quantity,
    }));
    const tracking = input.trackingInfo;
    const { order } = changeOrder(request.ctx, request.shop.domain, id, (changed, at, newId) =>
      fulfillOrder(
        changed,
        {
          lines: lines?.length ? lines : undefined,
          tracking: {
            company: tracking?.company ?? null,
            number: tracking?.number ?? tracking?.numbers?.[0] ?? null,
            url: tracking?.url ?? tracking?.urls?.[0] ?? null,
          },
        },
        at,
        newId,
      ),
    );
    return { ids: { order: id, fulfillment: order.fulfillments.at(-1)!.id }, userErrors: [] };
  },
  present(request, record) {
    const order = record.ids ? readEntity(request.ctx, request.shop.domain, "Order", record.ids["order"]!) : null;
    const made = order?.fulfillments.find((each) => each.id === record.ids?.["fulfillment"]);
    return { fulfillment: order && made ? fulfillmentView(made, order, request) : null };
  },
};

const createEvent: MutationDefinition = {
  name: "fulfillmentEventCreate",
  run(request, args) {
    const input = args["fulfillmentEvent"] as { fulfillmentId: string; status: string; message?: string | null; happenedAt?: string | null };
    const fulfillmentId = idOf(input.fulfillmentId, "Fulfillment");
    const owner = findOwner(request.ctx, request.shop.domain, "Fulfillment", fulfillmentId);
    if (!owner) throw new Refusal(404, "fulfillmentId", "Fulfillment does not exist.", "");
    const happenedAt = input.happenedAt ? Date.parse(input.happenedAt) : undefined;
    if (Number.isNaN(happenedAt)) throw new Refusal(422, "happenedAt", "Happened at is not a time", "");
    const event = { status: input.status.toLowerCase(), message: input.message ?? null, ...(happenedAt === undefined ? {} : { happenedAt }) };
    const { order } = changeOrder(request.ctx, request.shop.domain, owner.id, (changed, at, newId) =>
      addFulfillmentEvent(changed, fulfillmentId, event, at, newId),
    );
    const made = order.fulfillments.find((each) => each.id === fulfillmentId)!.events.at(-1)!;
    return { ids: { order: order.id, event: made.id }, userErrors: [] };
  },
  present(request, record) {
    const order = record.ids ? readEntity(request.ctx, request.shop.domain, "Order", record.ids["order"]!) : null;
    const event = order?.fulfillments.flatMap((each) => each.events).find((each) => each.id === record.ids?.["event"]);
    return { fulfillmentEvent: event ? eventView(event) : null };
  },
};

export const fulfillmentMutations: MutationDefinition[] = [create, createEvent];
