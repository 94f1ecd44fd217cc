import type { CanonicalEvent } from "#app/domain/events.ts";
import { idOf, idOrNull, text } from "./normalise.ts";
import { customerRedactPayload, dataRequestPayload, shopRedactPayload } from "./payloads/shop.ts";
import { check } from "#app/domain/unreadable.ts";

/** customers/data_request. `request_key` is Shopify's id of the request: the same request twice makes one export. */
export function mapDataRequest(payload: unknown): CanonicalEvent {
  const request = check(dataRequestPayload, payload, "data_request");
  const customer = idOrNull(request.customer?.id);
  const orders = (request.orders_requested ?? []).map((id) => idOf(id));
  return {
    type: "data_request",
    request_key: idOrNull(request.data_request?.id) ?? `customer-${customer ?? "unknown"}-orders-${orders.join("-")}`,
    customer_external_id: customer,
    email: text(request.customer?.email),
    phone: text(request.customer?.phone),
    order_external_ids: orders,
  };
}

/** customers/redact: the customer and these orders must lose everything personal. */
export function mapCustomerRedact(payload: unknown): CanonicalEvent {
  const request = check(customerRedactPayload, payload, "redact");
  return {
    type: "customer_redact",
    customer_external_id: idOrNull(request.customer?.id),
    email: text(request.customer?.email),
    phone: text(request.customer?.phone),
    order_external_ids: (request.orders_to_redact ?? []).map((id) => idOf(id)),
  };
}

/** shop/redact, 48 hours after the app was removed. */
export function mapShopRedact(payload: unknown): CanonicalEvent {
  check(shopRedactPayload, payload, "redact");
  return { type: "shop_redact" };
}
