import { __ } from "@wordpress/i18n";

/** A topic in plain words; one that is not known here is shown as it is. */
export function topicWord(topic: string): string {
  const words: Record<string, string> = {
    "order.created": __("New order", "crossdock"),
    "order.updated": __("Order changed", "crossdock"),
    "order.status_changed": __("Order has a new status", "crossdock"),
    "order.paid": __("Order paid", "crossdock"),
    "order.refunded": __("Refund", "crossdock"),
    "order.refund_deleted": __("Refund deleted", "crossdock"),
    "order.trashed": __("Order in the trash", "crossdock"),
    "order.restored": __("Order restored", "crossdock"),
    "order.deleted": __("Order deleted", "crossdock"),
    "product.created": __("New product", "crossdock"),
    "product.updated": __("Product changed", "crossdock"),
    "product.stock_changed": __("Stock changed", "crossdock"),
    "product.trashed": __("Product in the trash", "crossdock"),
    "product.restored": __("Product restored", "crossdock"),
    "product.deleted": __("Product deleted", "crossdock"),
    "customer.created": __("New customer", "crossdock"),
    "customer.updated": __("Customer changed", "crossdock"),
    "customer.deleted": __("Customer deleted", "crossdock"),
    "order_note.created": __("New order note", "crossdock"),
    "order_note.deleted": __("Order note deleted", "crossdock"),
    "test.event": __("Test event", "crossdock"),
  };
  return words[topic] ?? topic;
}
