/** A stored delivery of Shopify → what it says, in the hub's words. Pure: no network, no clock. */
import { failure } from "#app/domain/failure.ts";
import type { Failure } from "#app/domain/failure.ts";
import { parseJson } from "#app/lib/lossless-json.ts";
import { err } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";
import type { ConnectionFacts, Interpreted, StoredDelivery } from "../contract.ts";
import { buildFulfillment } from "./build-fulfillment.ts";
import { buildRefund } from "./build-refund.ts";
import { mapCustomerRedact, mapDataRequest, mapShopRedact } from "./map-compliance.ts";
import { mapCustomer } from "./map-customer.ts";
import { fulfillmentFacts, fulfillmentParts } from "./map-fulfillment.ts";
import { mapOrder } from "./map-order.ts";
import { mapInventoryLevel, mapProduct } from "./map-product.ts";
import { refundFacts, refundParts } from "./map-refund.ts";
import { idOf, text, timeOf } from "./normalise.ts";
import { fulfillmentEventPayload, fulfillmentPayload } from "./payloads/fulfillment.ts";
import { orderEditedPayload } from "./payloads/order.ts";
import { refundPayload } from "./payloads/refund.ts";
import type { RefundPayload } from "./payloads/refund.ts";
import { deletedPayload, scopesPayload, shopPayload } from "./payloads/shop.ts";
import { check, NotReadableYet, readOrFail, Unreadable } from "#app/domain/unreadable.ts";

type Reader = (payload: unknown, connection: ConnectionFacts, topic: string) => Interpreted;

/** A `rejected` failure means that the body can never be read; `conflict` that something about the shop must be known first. */
export function interpret(delivery: StoredDelivery, connection: ConnectionFacts): Result<Interpreted, Failure> {
  const reader = READERS.get(delivery.topic);
  if (reader === undefined) return err(failure("rejected", "topic_unknown", `Crossdock does not read the topic ${delivery.topic}.`));
  const json = parseJson(delivery.body);
  if (!json.ok) return err(failure("rejected", "body_unreadable", json.error.message));
  return readOrFail(() => reader(json.value, connection, delivery.topic));
}

const about = (entityType: string, externalId: string | null, event: Interpreted["event"], orderRef: string | null = null): Interpreted => ({
  event,
  entityType,
  externalId,
  orderRef,
});

const order: Reader = (payload, connection, topic) => {
  const mapped = mapOrder(payload, topic, connection);
  return about("order", mapped.order.external_id, { type: "order_snapshot", ...mapped }, mapped.order.order_ref);
};

/** The edit says what was added and removed; what the order is now must be read. */
const orderEdited: Reader = (payload) => {
  const { order_edit: edit } = check(orderEditedPayload, payload, "orders/edited");
  const id = idOf(edit.order_id);
  const at = text(edit.committed_at) ?? text(edit.created_at);
  const facts = at === null ? [] : [{ kind: "lifecycle" as const, value: "edited", occurred_at: timeOf(at, "order_edit.created_at") }];
  return about("order", id, { type: "read_again", entity: "order", external_id: id, reason: "edited", facts });
};

const refund: Reader = (payload, connection) => {
  const parsed = check(refundPayload, payload, "refund");
  const orderId = owner(parsed.order_id, "refund.order_id");
  const currency = connection.currency ?? shopCurrencyOf(parsed);
  const built = buildRefund(refundParts(parsed, currency), currency);
  return about("order", orderId, { type: "refund_seen", order_external_id: orderId, refund: built, facts: refundFacts(built) });
};

function shopCurrencyOf(parsed: RefundPayload): string {
  const stated = parsed.refund_line_items?.[0]?.subtotal_set?.shop_money?.currency_code;
  if (!stated) throw new NotReadableYet("shop_not_read_yet", "The shop's currency is not known yet, and the refund does not state it.");
  return stated;
}

const fulfillment: Reader = (payload, _connection, topic) => {
  const parsed = check(fulfillmentPayload, payload, "fulfillment");
  const orderId = owner(parsed.order_id, "fulfillment.order_id");
  const built = buildFulfillment(fulfillmentParts(parsed));
  const facts = fulfillmentFacts(built);
  if (topic === "fulfillments/update" && built.status === "cancelled")
    facts.push({ kind: "fulfillment", value: "shipment_cancelled", occurred_at: built.source_updated_at });
  return about("order", orderId, { type: "fulfillment_seen", order_external_id: orderId, fulfillment: built, facts });
};

const fulfillmentEvent: Reader = (payload) => {
  const event = check(fulfillmentEventPayload, payload, "fulfillment_event");
  const at = text(event.happened_at) ?? text(event.created_at);
  if (at === null) throw new Unreadable("fulfillment_event.happened_at", "missing");
  const id = idOf(event.order_id);
  const status = event.status.toLowerCase();
  const happenedAt = timeOf(at, "fulfillment_event.happened_at");
  return about("order", id, {
    type: "shipment_event",
    order_external_id: id,
    fulfillment_external_id: idOf(event.fulfillment_id),
    shipment_status: status,
    happened_at: happenedAt,
    facts: [{ kind: "shipment", value: status, occurred_at: happenedAt }],
  });
};

const owner = (id: string | number | null | undefined, field: string): string => {
  if (id === null || id === undefined) throw new Unreadable(field, "missing");
  return idOf(id);
};

const customer: Reader = (payload, connection) => {
  const mapped = mapCustomer(payload, connection);
  return about("customer", mapped.external_id, { type: "customer_snapshot", customer: mapped });
};

const product: Reader = (payload, connection) => {
  const mapped = mapProduct(payload, connection);
  if (mapped.product !== null) return about("product", mapped.id, { type: "product_snapshot", product: mapped.product });
  return about("product", mapped.id, {
    type: "read_again",
    entity: "product",
    external_id: mapped.id,
    reason: "more_variants_than_the_webhook_lists",
    facts: [],
  });
};

const inventoryLevel: Reader = (payload) => {
  const level = mapInventoryLevel(payload);
  return about("inventory", level.inventory_item_external_id, { type: "inventory_level", level });
};

const deleted =
  (entity: "order" | "customer" | "product"): Reader =>
  (payload) => {
    const id = idOf(check(deletedPayload, payload, entity).id);
    return about(entity, id, { type: "deleted", entity, external_id: id });
  };

const scopesChanged: Reader = (payload) => {
  const { current } = check(scopesPayload, payload, "app/scopes_update");
  const scopes = typeof current === "string" ? current.split(",") : current;
  return about("shop", null, {
    type: "scopes_changed",
    scopes: scopes
      .map((scope) => scope.trim())
      .filter((scope) => scope !== "")
      .sort(),
  });
};

const shopChanged: Reader = (payload) => {
  const shop = check(shopPayload, payload, "shop");
  const country = text(shop.country_code) ?? text(shop.country);
  return about("shop", null, {
    type: "shop_changed",
    name: text(shop.name),
    currency: text(shop.currency),
    country: country?.length === 2 ? country : null,
    timezone: text(shop.iana_timezone),
  });
};

const compliance =
  (map: (payload: unknown) => Interpreted["event"]): Reader =>
  (payload) => {
    const event = map(payload);
    return about("customer_external_id" in event ? "customer" : "shop", "customer_external_id" in event ? event.customer_external_id : null, event);
  };

const READERS = new Map<string, Reader>(
  Object.entries({
    "orders/create": order,
    "orders/updated": order,
    "orders/paid": order,
    "orders/fulfilled": order,
    "orders/partially_fulfilled": order,
    "orders/cancelled": order,
    "orders/edited": orderEdited,
    "orders/delete": deleted("order"),
    "refunds/create": refund,
    "fulfillments/create": fulfillment,
    "fulfillments/update": fulfillment,
    "fulfillment_events/create": fulfillmentEvent,
    "customers/create": customer,
    "customers/update": customer,
    "customers/delete": deleted("customer"),
    "products/create": product,
    "products/update": product,
    "products/delete": deleted("product"),
    "inventory_levels/update": inventoryLevel,
    "shop/update": shopChanged,
    "app/uninstalled": () => about("shop", null, { type: "app_uninstalled" }),
    "app/scopes_update": scopesChanged,
    "customers/data_request": compliance(mapDataRequest),
    "customers/redact": compliance(mapCustomerRedact),
    "shop/redact": compliance(mapShopRedact),
  }),
);
