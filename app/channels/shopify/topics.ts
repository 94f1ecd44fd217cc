/** The webhook topics Crossdock listens to, in merchants' words. Names: https://shopify.dev/docs/api/webhooks/2026-10 */
import type { EntityKind, TopicDeclaration } from "../contract.ts";

export const API_VERSION = "2026-10";

const api = (topic: string, entity: EntityKind | null, label: string): TopicDeclaration => ({ topic, entity, source: "api", label });
const toml = (topic: string, label: string): TopicDeclaration => ({ topic, entity: null, source: "toml", label });

/**
 * `api`: registered per shop by webhookSubscriptionCreate. `toml`: declared in shopify.app.toml, for every shop; Shopify never deletes those,
 * never lists them, and a topic in both places is delivered twice.
 */
export const TOPICS: readonly TopicDeclaration[] = [
  api("orders/create", "orders", "An order was placed"),
  api("orders/updated", "orders", "Something about an order changed"),
  api("orders/paid", "orders", "An order was paid in full"),
  api("orders/fulfilled", "orders", "All items of an order were shipped"),
  api("orders/partially_fulfilled", "orders", "Some items of an order were shipped"),
  api("orders/cancelled", "orders", "An order was cancelled"),
  api("orders/edited", "orders", "Items were added to or removed from an order"),
  api("orders/delete", "orders", "An order was deleted"),
  api("refunds/create", "orders", "Money or items of an order were given back"),
  api("fulfillments/create", "orders", "A shipment was made"),
  api("fulfillments/update", "orders", "A shipment changed, such as its tracking number"),
  api("fulfillment_events/create", "orders", "A carrier reported where a parcel is"),
  api("customers/create", "customers", "A customer was added"),
  api("customers/update", "customers", "A customer's details changed"),
  api("customers/delete", "customers", "A customer was deleted"),
  api("products/create", "products", "A product was added"),
  api("products/update", "products", "A product or one of its variants changed"),
  api("products/delete", "products", "A product was deleted"),
  api("inventory_levels/update", "inventory", "Stock of an item changed at one of your locations"),
  api("shop/update", null, "Your store's name, currency, country or time zone changed"),
  toml("app/uninstalled", "Crossdock was removed from your store"),
  toml("app/scopes_update", "What Crossdock may read in your store changed"),
  toml("customers/data_request", "A customer asks what is stored about them"),
  toml("customers/redact", "A customer's personal data must be erased"),
  toml("shop/redact", "Your store's data must be erased, 48 hours after Crossdock was removed"),
];

/** "orders/partially_fulfilled" → "ORDERS_PARTIALLY_FULFILLED", the name in WebhookSubscriptionTopic. */
export const graphqlTopic = (topic: string): string => topic.toUpperCase().replaceAll("/", "_");

const BY_GRAPHQL_NAME = new Map(TOPICS.map((declared) => [graphqlTopic(declared.topic), declared.topic]));

/** The other way; null for a topic that Crossdock does not declare. */
export const topicOfGraphql = (name: string): string | null => BY_GRAPHQL_NAME.get(name) ?? null;
