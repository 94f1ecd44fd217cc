import type { EntityKind } from "../contract.ts";

/** What must be granted before an entity can be read: https://shopify.dev/docs/api/usage/access-scopes */
export const ENTITY_SCOPES: Record<EntityKind, readonly string[]> = {
  orders: ["read_orders", "read_fulfillments"],
  customers: ["read_customers"],
  products: ["read_products"],
  inventory: ["read_inventory", "read_locations"],
};

/** The scopes still missing for the entities, given the granted ones. write_x includes read_x, and Shopify then lists only write_x. */
export function missingScopes(entities: readonly EntityKind[], granted: readonly string[]): string[] {
  const needed = new Set(entities.flatMap((entity) => ENTITY_SCOPES[entity]));
  return [...needed].filter((scope) => !granted.includes(scope) && !granted.includes(scope.replace(/^read_/, "write_")));
}
