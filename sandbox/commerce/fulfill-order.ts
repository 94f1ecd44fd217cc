import { Refusal } from "../http.ts";
import { fulfillableOf, fulfillmentStateOf } from "../shop/statuses.ts";
import type { Fulfillment, Order } from "../shop/types.ts";
import { toSecond, touch } from "./happening.ts";
import type { Happening, NewId, Outcome } from "./happening.ts";

export interface FulfillInput {
  /** Omitted: everything that is left. */
  lines?: { lineId: string; quantity: number }[] | undefined;
  locationId?: string | null | undefined;
  tracking?: { company: string | null; number: string | null; url: string | null } | undefined;
}

/** Ships lines of an order. Refuses lines or quantities that are not there to ship. */
export function fulfillOrder(order: Order, input: FulfillInput, at: number, newId: NewId): Outcome {
  if (order.cancelledAt !== null) throw new Refusal(409, "id", `order ${order.name} is cancelled`, "fulfil another order");
  const wanted =
    input.lines ?? order.lines.filter((line) => fulfillableOf(line) > 0).map((line) => ({ lineId: line.id, quantity: fulfillableOf(line) }));
  if (wanted.length === 0) throw new Refusal(409, "lines", `order ${order.name} has nothing left to fulfil`, "choose an order that is not fulfilled");
  for (const each of wanted) {
    const line = order.lines.find((candidate) => candidate.id === each.lineId);
    if (!line) throw new Refusal(422, "lines", `order ${order.name} has no line ${each.lineId}`, "take line ids from GET /sandbox/orders/{id}");
    if (each.quantity < 1 || each.quantity > fulfillableOf(line))
      throw new Refusal(422, "lines", `line ${each.lineId} has ${fulfillableOf(line)} to fulfil, not ${each.quantity}`, "lower the quantity");
  }
  const fulfillment = addFulfillment(order, wanted, at, newId);
  fulfillment.locationId = input.locationId ?? null;
  fulfillment.trackingCompany = input.tracking?.company ?? null;
  fulfillment.trackingNumber = input.tracking?.number ?? null;
  fulfillment.trackingUrl = input.tracking?.url ?? null;
  return {
    happenings: [{ topic: "fulfillments/create", fulfillmentId: fulfillment.id }, fulfilledTopic(order), { topic: "orders/updated" }],
    stock: [],
  };
}

/** Gift cards go out by themselves once paid, as in Shopify. */
export function fulfillGiftCards(order: Order, at: number, newId: NewId): Happening[] {
  const cards = order.lines
    .filter((line) => line.isGiftCard && fulfillableOf(line) > 0)
    .map((line) => ({ lineId: line.id, quantity: fulfillableOf(line) }));
  if (cards.length === 0) return [];
  const fulfillment = addFulfillment(order, cards, at, newId);
  fulfillment.service = "gift_card";
  return [{ topic: "fulfillments/create", fulfillmentId: fulfillment.id }, fulfilledTopic(order)];
}

function fulfilledTopic(order: Order): Happening {
  return { topic: fulfillmentStateOf(order) === "FULFILLED" ? "orders/fulfilled" : "orders/partially_fulfilled" };
}

function addFulfillment(order: Order, lines: { lineId: string; quantity: number }[], at: number, newId: NewId): Fulfillment {
  for (const each of lines) order.lines.find((line) => line.id === each.lineId)!.fulfilledQuantity += each.quantity;
  const fulfillment: Fulfillment = {
    id: newId("Fulfillment"),
    name: `${order.name}.${order.fulfillments.length + 1}`,
    status: "success",
    shipmentStatus: null,
    service: "manual",
    locationId: null,
    trackingCompany: null,
    trackingNumber: null,
    trackingUrl: null,
    lines: lines.map((line) => ({ id: newId("FulfillmentLineItem"), ...line })),
    events: [],
    createdAt: toSecond(at),
    updatedAt: toSecond(at),
  };
  order.fulfillments.push(fulfillment);
  touch(order, at);
  return fulfillment;
}

/** https://shopify.dev/docs/api/admin-graphql/2026-10/enums/FulfillmentEventStatus, in REST's small letters. */
export const EVENT_STATUSES = [
  "label_purchased",
  "label_printed",
  "confirmed",
  "carrier_picked_up",
  "in_transit",
  "out_for_delivery",
  "ready_for_pickup",
  "attempted_delivery",
  "delayed",
  "delivered",
  "failure",
] as const;

/** Records a carrier's event; the fulfilment shows its latest one. */
export function addFulfillmentEvent(
  order: Order,
  fulfillmentId: string,
  event: { status: string; message: string | null; happenedAt?: number },
  at: number,
  newId: NewId,
): Outcome {
  const fulfillment = order.fulfillments.find((each) => each.id === fulfillmentId);
  if (!fulfillment) throw new Refusal(404, "fulfillment_id", `order ${order.name} has no fulfilment ${fulfillmentId}`, "fulfil the order first");
  const eventId = newId("FulfillmentEvent");
  fulfillment.events.push({
    id: eventId,
    status: event.status,
    message: event.message,
    happenedAt: toSecond(event.happenedAt ?? at),
    createdAt: toSecond(at),
  });
  fulfillment.shipmentStatus = event.status;
  fulfillment.updatedAt = toSecond(at);
  touch(order, at);
  return {
    happenings: [
      { topic: "fulfillment_events/create", fulfillmentId, eventId },
      { topic: "fulfillments/update", fulfillmentId },
      { topic: "orders/updated" },
    ],
    stock: [],
  };
}

/** Delivers every fulfilment that is under way; ships what is left first when nothing has gone yet. */
export function deliverOrder(order: Order, at: number, newId: NewId): Outcome {
  const shipped = order.fulfillments.some((fulfillment) => fulfillment.service !== "gift_card") ? null : fulfillOrder(order, {}, at, newId);
  const underWay = order.fulfillments.filter(
    (fulfillment) => fulfillment.service !== "gift_card" && fulfillment.status === "success" && fulfillment.shipmentStatus !== "delivered",
  );
  if (underWay.length === 0) throw new Refusal(409, "id", `order ${order.name} is already delivered`, "deliver another order");
  const outcomes = underWay.map((fulfillment) => addFulfillmentEvent(order, fulfillment.id, { status: "delivered", message: null }, at, newId));
  const told = outcomes.flatMap((outcome) => outcome.happenings).filter((happening) => happening.topic !== "orders/updated");
  return { happenings: [...(shipped?.happenings.slice(0, -1) ?? []), ...told, { topic: "orders/updated" }], stock: [] };
}
