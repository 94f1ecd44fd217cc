import type { Channel } from "../contract.ts";
import { factsOf } from "./build-order.ts";
import { STORE } from "./build-product.ts";
import { interpret } from "./interpret.ts";
import { readCustomer, readInventoryLevel, readLocations, readOrder, readProduct, readProductWithStock } from "./read.ts";
import { seemsAbout } from "./seems-about.ts";
import { STATUSES } from "./status-map.ts";
import { TOPICS } from "./topics.ts";

export const woocommerce: Channel = {
  name: "woocommerce",
  label: "WooCommerce",
  topics: TOPICS,
  statuses: STATUSES,
  hasWholeOrders: true,
  factsOf,
  onlyLocation: STORE,
  // A key or a pairing opens all of the store that Crossdock reads.
  missingScopes: () => [],
  interpret,
  seemsAbout,
  readOrder,
  readCustomer,
  readProduct,
  readProductWithStock,
  readInventoryLevel,
  readLocations,
};
