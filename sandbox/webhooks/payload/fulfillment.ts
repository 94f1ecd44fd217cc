import type { Fulfillment, Order } from "../../shop/types.ts";
import { linePayload } from "./line.ts";
import { formatShopTime, idNumber, idNumberOrNull } from "./scalars.ts";
import type { PayloadContext } from "./scalars.ts";

/** A fulfilment inside an order, and (with destination and email) the body of fulfillments/create and fulfillments/update. */
export function fulfillmentPayload(fulfillment: Fulfillment, order: Order, context: PayloadContext): Record<string, unknown> {
  const numbers = fulfillment.trackingNumber ? [fulfillment.trackingNumber] : [];
  const urls = fulfillment.trackingUrl ? [fulfillment.trackingUrl] : [];
  return {
    id: idNumber(fulfillment.id),
    admin_graphql_api_id: `gid://shopify/Fulfillment/${fulfillment.id}`,
    created_at: formatShopTime(fulfillment.createdAt, context.timezone),
    updated_at: formatShopTime(fulfillment.updatedAt, context.timezone),
    location_id: idNumberOrNull(fulfillment.locationId),
    name: fulfillment.name,
    order_id: idNumber(order.id),
    origin_address: {},
    receipt: {},
    service: fulfillment.service,
    shipment_status: fulfillment.shipmentStatus,
    status: fulfillment.status,
    tracking_company: fulfillment.trackingCompany,
    tracking_number: fulfillment.trackingNumber,
    tracking_numbers: numbers,
    tracking_url: fulfillment.trackingUrl,
    tracking_urls: urls,
    line_items: fulfillment.lines.map((each) => ({
      ...linePayload(
        order.lines.find((line) => line.id === each.lineId)!,
        order,
      ),
      quantity: each.quantity,
    })),
  };
}

/** Body of fulfillment_events/create. */
export function fulfillmentEventPayload(fulfillment: Fulfillment, eventId: string, order: Order, shopId: string, context: PayloadContext): object {
  const event = fulfillment.events.find((each) => each.id === eventId)!;
  return {
    id: idNumber(event.id),
    admin_graphql_api_id: `gid://shopify/FulfillmentEvent/${event.id}`,
    fulfillment_id: idNumber(fulfillment.id),
    order_id: idNumber(order.id),
    shop_id: idNumber(shopId),
    status: event.status,
    message: event.message,
    happened_at: formatShopTime(event.happenedAt, context.timezone),
    created_at: formatShopTime(event.createdAt, context.timezone),
    updated_at: formatShopTime(event.createdAt, context.timezone),
    estimated_delivery_at: null,
    address1: null,
    city: null,
    province: null,
    country: null,
    zip: null,
    latitude: null,
    longitude: null,
  };
}
