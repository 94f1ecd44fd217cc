/** Topics that come whatever is installed or granted: an uninstalled shop must still be able to say so and be erased. */
export const COMPLIANCE_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"] as const;

const ALWAYS = new Set<string>([...COMPLIANCE_TOPICS, "app/uninstalled", "app/scopes_update", "shop/update"]);

// One of the scopes named lets an app subscribe (https://shopify.dev/docs/api/webhooks, "required scopes").
const SCOPES: [RegExp, string[]][] = [
  [/^fulfillments\/|^fulfillment_events\//, ["read_fulfillments", "read_marketplace_orders"]],
  [/^orders\/|^refunds\//, ["read_orders", "read_marketplace_orders", "read_buyer_membership_orders"]],
  [/^customers\//, ["read_customers"]],
  [/^products\//, ["read_products"]],
  [/^inventory_levels\/|^inventory_items\//, ["read_inventory"]],
  [/^locations\//, ["read_locations"]],
  [/^draft_orders\//, ["read_draft_orders"]],
];

/** The scopes of which one is needed for a topic; empty: none; null: the sandbox never sends it. */
export function scopesForTopic(topic: string): string[] | null {
  if (ALWAYS.has(topic)) return [];
  return SCOPES.find(([pattern]) => pattern.test(topic))?.[1] ?? null;
}

/** write_x includes read_x. */
export function hasAnyScope(wanted: string[], granted: string[]): boolean {
  if (wanted.length === 0) return true;
  return wanted.some((scope) => granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_")));
}

/** "ORDERS_CREATE" → "orders/create"; the schema's enum and the header spell the same topics differently. */
export function topicOfEnum(value: string, allTopics: readonly string[] = KNOWN_TOPICS): string {
  const known = allTopics.find((topic) => enumOfTopic(topic) === value);
  if (known) return known;
  const cut = value.lastIndexOf("_");
  return `${value.slice(0, cut)}/${value.slice(cut + 1)}`.toLowerCase();
}

export function enumOfTopic(topic: string): string {
  return topic.replace("/", "_").toUpperCase();
}

/** Every topic that something in the sandbox emits. */
export const KNOWN_TOPICS = [
  "orders/create",
  "orders/updated",
  "orders/paid",
  "orders/fulfilled",
  "orders/partially_fulfilled",
  "orders/cancelled",
  "orders/edited",
  "orders/delete",
  "refunds/create",
  "fulfillments/create",
  "fulfillments/update",
  "fulfillment_events/create",
  "customers/create",
  "customers/update",
  "customers/delete",
  "products/create",
  "products/update",
  "products/delete",
  "inventory_levels/update",
  "app/uninstalled",
  "app/scopes_update",
  "shop/update",
  ...COMPLIANCE_TOPICS,
] as const;
