import { mapBag, timesBag } from "../../shop/money.ts";
import { deliveredAtOf, displayStatusOf, fulfillableOf } from "../../shop/statuses.ts";
import type { Fulfillment, FulfillmentEvent, Order } from "../../shop/types.ts";
import { toGid } from "../../store/ids.ts";
import { netOf } from "../../commerce/amounts.ts";
import { toListConnection } from "../connection.ts";
import type { Args, GraphqlRequest, View } from "../request.ts";
import { lineView } from "./line.ts";
import { bagView, time, timeOrNull } from "./scalars.ts";

export function fulfillmentView(fulfillment: Fulfillment, order: Order, request: GraphqlRequest): View {
  const inTransit = fulfillment.events.find((event) => event.status === "in_transit");
  const lineOf = (lineId: string) => order.lines.find((line) => line.id === lineId)!;
  return {
    __typename: "Fulfillment",
    id: toGid("Fulfillment", fulfillment.id),
    legacyResourceId: fulfillment.id,
    name: fulfillment.name,
    status: fulfillment.status.toUpperCase(),
    displayStatus: displayStatusOf(fulfillment),
    requiresShipping: fulfillment.lines.some((each) => lineOf(each.lineId).requiresShipping),
    totalQuantity: fulfillment.lines.reduce((sum, line) => sum + line.quantity, 0),
    createdAt: time(fulfillment.createdAt),
    updatedAt: time(fulfillment.updatedAt),
    deliveredAt: timeOrNull(deliveredAtOf(fulfillment)),
    inTransitAt: timeOrNull(inTransit?.happenedAt ?? null),
    estimatedDeliveryAt: null,
    originAddress: null,
    trackingInfo: fulfillment.trackingNumber
      ? [
          {
            __typename: "FulfillmentTrackingInfo",
            company: fulfillment.trackingCompany,
            number: fulfillment.trackingNumber,
            url: fulfillment.trackingUrl,
          },
        ]
      : [],
    location: () => request.views.locationById(fulfillment.locationId),
    order: () => request.views.order(order),
    events: (args: Args) => toListConnection("FulfillmentEvent", fulfillment.events, eventView, args),
    fulfillmentLineItems: (args: Args) =>
      toListConnection(
        "FulfillmentLineItem",
        fulfillment.lines,
        (each) => {
          const line = lineOf(each.lineId);
          return {
            __typename: "FulfillmentLineItem",
            id: toGid("FulfillmentLineItem", each.id),
            quantity: each.quantity,
            lineItem: () => lineView(line, order, request),
            originalTotalSet: () => bagView(timesBag(line.unitPrice, each.quantity), order, request),
            discountedTotalSet: () =>
              bagView(
                mapBag(netOf(line), (minor) => Math.round((minor * each.quantity) / line.quantity)),
                order,
                request,
              ),
          };
        },
        args,
      ),
  };
}

export function eventView(event: FulfillmentEvent): View {
  return {
    __typename: "FulfillmentEvent",
    id: toGid("FulfillmentEvent", event.id),
    status: event.status.toUpperCase(),
    message: event.message,
    happenedAt: time(event.happenedAt),
    createdAt: time(event.createdAt),
    address1: null,
    city: null,
    country: null,
    province: null,
    zip: null,
    latitude: null,
    longitude: null,
    estimatedDeliveryAt: null,
  };
}

/** The sandbox keeps one fulfilment order per order, with the order's own number; its lines have the line items' numbers. */
export function fulfillmentOrderView(order: Order, request: GraphqlRequest): View {
  const lines = order.lines.filter((line) => !line.isTip);
  const remaining = lines.reduce((sum, line) => sum + fulfillableOf(line), 0);
  const status =
    order.cancelledAt !== null ? "CANCELLED" : remaining === 0 ? "CLOSED" : lines.some((line) => line.fulfilledQuantity > 0) ? "IN_PROGRESS" : "OPEN";
  return {
    __typename: "FulfillmentOrder",
    id: toGid("FulfillmentOrder", order.id),
    status,
    requestStatus: "UNSUBMITTED",
    orderId: toGid("Order", order.id),
    orderName: order.name,
    orderProcessedAt: time(order.processedAt),
    createdAt: time(order.createdAt),
    updatedAt: time(order.updatedAt),
    fulfillAt: null,
    fulfillBy: null,
    internationalDuties: null,
    fulfillmentHolds: [],
    order: () => request.views.order(order),
    lineItems: (args: Args) =>
      toListConnection(
        "FulfillmentOrderLineItem",
        lines,
        (line) => ({
          __typename: "FulfillmentOrderLineItem",
          id: toGid("FulfillmentOrderLineItem", line.id),
          totalQuantity: line.quantity,
          remainingQuantity: fulfillableOf(line),
          requiresShipping: line.requiresShipping,
          productTitle: line.title,
          variantTitle: line.variantTitle,
          sku: line.sku,
          vendor: line.vendor,
          image: null,
          lineItem: () => lineView(line, order, request),
        }),
        args,
      ),
  };
}
