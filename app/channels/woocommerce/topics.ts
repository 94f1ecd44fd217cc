/**
 * What a WooCommerce store tells, in merchants' words. Names: our plugin's own events; the ones that WooCommerce's core webhooks share
 * (created, updated, deleted, restored) mean the same; `*.polled` is what Crossdock found when it looked by itself.
 * https://woocommerce.com/document/webhooks/
 */
import type { EntityKind, TopicDeclaration } from "../contract.ts";

const topic = (name: string, entity: EntityKind | null, label: string): TopicDeclaration => ({ topic: name, entity, source: "api", label });

export const TOPICS: readonly TopicDeclaration[] = [
  topic("order.created", "orders", "An order was placed"),
  topic("order.updated", "orders", "Something about an order changed"),
  topic("order.status_changed", "orders", "An order's status changed"),
  topic("order.paid", "orders", "An order was paid"),
  topic("order.refunded", "orders", "Money or items of an order were given back"),
  topic("order.refund_deleted", "orders", "A refund of an order was taken back"),
  topic("order.trashed", "orders", "An order was moved to the trash"),
  topic("order.restored", "orders", "An order was taken out of the trash"),
  topic("order.deleted", "orders", "An order was deleted"),
  topic("order.polled", "orders", "Crossdock looked for changed orders and found one"),
  topic("order_note.created", "orders", "A note was added to an order"),
  topic("order_note.deleted", "orders", "A note of an order was deleted"),
  topic("product.created", "products", "A product was added"),
  topic("product.updated", "products", "A product or one of its variations changed"),
  topic("product.stock_changed", "inventory", "Stock of a product or variation changed"),
  topic("product.trashed", "products", "A product was moved to the trash"),
  topic("product.restored", "products", "A product was taken out of the trash"),
  topic("product.deleted", "products", "A product was deleted"),
  topic("product.polled", "products", "Crossdock looked for changed products and found one"),
  topic("customer.created", "customers", "A customer was added"),
  topic("customer.updated", "customers", "A customer's details changed"),
  topic("customer.deleted", "customers", "A customer was deleted"),
  topic("customer.polled", "customers", "Crossdock looked for changed customers and found one"),
  topic("test.event", null, "Somebody pressed “Send a test event” in your store"),
];
