/** The words a merchant reads for topics, entities, fields and statuses. */

const TOPICS: Record<string, string> = {
  "orders/create": "Order created",
  "orders/updated": "Order updated",
  "orders/paid": "Order paid",
  "orders/fulfilled": "Order fulfilled",
  "orders/partially_fulfilled": "Order partly fulfilled",
  "orders/cancelled": "Order cancelled",
  "orders/edited": "Order edited",
  "orders/delete": "Order deleted",
  "refunds/create": "Refund made",
  "fulfillments/create": "Fulfilment created",
  "fulfillments/update": "Fulfilment updated",
  "fulfillment_events/create": "Shipment event",
  "customers/create": "Customer created",
  "customers/update": "Customer updated",
  "customers/delete": "Customer deleted",
  "products/create": "Product created",
  "products/update": "Product updated",
  "products/delete": "Product deleted",
  "inventory_levels/update": "Stock changed",
  "app/uninstalled": "App uninstalled",
  "app/scopes_update": "Access changed",
  "shop/update": "Shop details changed",
  "customers/data_request": "Customer asks for their data",
  "customers/redact": "Customer to be erased",
  "shop/redact": "Shop to be erased",
  "order.created": "Order created",
  "order.updated": "Order updated",
  "order.status_changed": "Order status changed",
  "order.paid": "Order paid",
  "order.refunded": "Refund made",
  "order.refund_deleted": "Refund taken back",
  "order.trashed": "Order moved to the trash",
  "order.restored": "Order restored",
  "order.deleted": "Order deleted",
  "order.polled": "Order found by looking",
  "order_note.created": "Note added to an order",
  "order_note.deleted": "Note of an order deleted",
  "product.created": "Product created",
  "product.updated": "Product updated",
  "product.stock_changed": "Stock changed",
  "product.trashed": "Product moved to the trash",
  "product.restored": "Product restored",
  "product.deleted": "Product deleted",
  "product.polled": "Product found by looking",
  "customer.created": "Customer created",
  "customer.updated": "Customer updated",
  "customer.deleted": "Customer deleted",
  "customer.polled": "Customer found by looking",
  "test.event": "Test event",
};
/** WooCommerce's are written with a point, and some mean the same as Shopify's. */
const channelOfTopic = (topic: string): string => (topic.includes(".") ? "WooCommerce" : "Shopify");

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "orders/paid" → "Order paid". */
export const topicName = (topic: string): string => TOPICS[topic] ?? capital(topic.replace(/[/_.]/g, " "));

/** To choose from: where two channels call something the same, the channel is said too. */
export const TOPIC_CHOICES = Object.entries(TOPICS).map(([value, name]) => ({
  value,
  label: Object.values(TOPICS).filter((other) => other === name).length > 1 ? `${name} (${channelOfTopic(value)})` : name,
}));

const FIELDS: Record<string, string> = {
  current_total_minor: "Current total",
  total_minor: "Total",
  subtotal_minor: "Subtotal",
  discount_minor: "Discounts",
  shipping_minor: "Shipping",
  tax_minor: "Tax",
  tip_minor: "Tip",
  refunded_minor: "Refunded",
  outstanding_minor: "Still to pay",
  financial_status: "Payment",
  fulfillment_status: "Fulfilment",
  hub_status: "Status",
  source_status: "Status in the store",
  source_updated_at: "Changed at the source",
  source_created_at: "Created at the source",
  phone_e164: "Phone (international)",
  phone_given: "Phone",
  sku: "SKU",
  quarantine_reason: "Held for checking",
  quarantine_minor: "Difference",
  order_ref: "Order number",
  email: "E-mail",
};

const PARTS: Record<string, string> = {
  lines: "Item",
  taxes: "Tax",
  discounts: "Discount",
  shipping_lines: "Shipping",
  refunds: "Refund",
  fulfillments: "Fulfilment",
  variants: "Variant",
  refund_lines: "Refunded item",
  notes: "Note",
};

/**
 * "shipment_status" → "Shipment status"; "lines.123.quantity" → "Item Blue mug: quantity".
 * @param titles what the parts of an entity are called, by the channel's id.
 */
export function fieldName(field: string, titles?: ReadonlyMap<string, string>): string {
  const [label, id, column] = field.split(".");
  if (label !== undefined && id !== undefined) {
    const title = titles?.get(id);
    const part = `${PARTS[label] ?? fieldName(label)}${title === undefined ? "" : ` ${title}`}`;
    return column === undefined ? part : `${part}: ${fieldName(column).toLowerCase()}`;
  }
  return (
    FIELDS[field] ??
    capital(
      field
        .replace(/_minor$/, "")
        .replace(/_at$/, "")
        .replace(/_/g, " "),
    )
  );
}

const ACTIONS: Record<string, string> = {
  read: "Read again",
  register: "Registered",
  update: "Update",
  replay_deliveries: "Processed again",
  entities_chosen: "Data to read chosen",
  webhooks_registered: "Webhooks registered",
  status_meaning_applied: "The meaning of its status in the store changed",
  apply_meaning: "New meaning of a status applied",
  installed: "App installed",
  reinstalled: "App installed again",
};

/** An action of the audit log or the sync queue in words. */
export const actionName = (action: string): string => ACTIONS[action] ?? capital(action.replace(/[/_.:-]/g, " "));

export const entityName = (entity: string): string => capital(entity.replace(/_/g, " "));

const CHANNELS: Record<string, string> = {
  shopify: "Shopify",
  woocommerce: "WooCommerce",
  magento: "Magento",
  bigcommerce: "BigCommerce",
  csv: "CSV import",
  api: "Event API",
  whatsapp: "WhatsApp",
  smtp: "E-mail",
};
export const channelName = (channel: string): string => CHANNELS[channel] ?? capital(channel);

/** "Today at 10:32" → "today at 10:32", where it does not begin a sentence. */
export const midSentence = ({ text }: { text: string }): string => text.replace(/^(Today|Yesterday)\b/, (day) => day.toLowerCase());

const REASONS: Record<string, string> = {
  disconnected: "You disconnected it. Nothing new is processed.",
  uninstalled: "The app was uninstalled from this store.",
  unknown_shop: "Shopify no longer knows this store.",
  auth: "Shopify no longer accepts our access. Reconnect to renew it.",
  scopes: "An access that is needed was taken back.",
  deleted: "It was deleted.",
};
/** Why a connection is not active. */
export const connectionReason = (reason: string | null): string | null =>
  reason === null ? null : (REASONS[reason] ?? capital(reason.replace(/_/g, " ")));
