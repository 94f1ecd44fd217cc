import type { Channel } from "../contract.ts";
import { missingScopes } from "./entity-scopes.ts";
import { interpret } from "./interpret.ts";
import { readCustomer } from "./read-customer.ts";
import { readInventoryLevel, readLocations } from "./read-inventory.ts";
import { readOrder } from "./read-order.ts";
import { readProduct } from "./read-product.ts";
import { seemsAbout } from "./seems-about.ts";
import { TOPICS } from "./topics.ts";

/** https://shopify.dev/docs/api/usage/access-scopes#orders-permissions */
const VISIBLE_ORDERS_MS = 60 * 86_400_000;

export const shopify: Channel = {
  name: "shopify",
  label: "Shopify",
  topics: TOPICS,
  missingScopes,
  interpret,
  seemsAbout,
  readOrder,
  readCustomer,
  readProduct,
  readInventoryLevel,
  readLocations,
  hidesOrdersOlderThanMs: (scopes) => (scopes.includes("read_all_orders") ? null : VISIBLE_ORDERS_MS),
};
