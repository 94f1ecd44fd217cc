import type { Channel } from "../contract.ts";
import { missingScopes } from "./entity-scopes.ts";
import { interpret } from "./interpret.ts";
import { readCustomer } from "./read-customer.ts";
import { readInventoryLevel, readLocations } from "./read-inventory.ts";
import { readOrder } from "./read-order.ts";
import { readProduct } from "./read-product.ts";
import { TOPICS } from "./topics.ts";

export const shopify: Channel = {
  name: "shopify",
  label: "Shopify",
  topics: TOPICS,
  missingScopes,
  interpret,
  readOrder,
  readCustomer,
  readProduct,
  readInventoryLevel,
  readLocations,
};
