/** Every channel, one line each. The contract suite (tests/contract/channels.test.ts) checks that no folder is missing here. */
import { api } from "./api/index.ts";
import type { Channel } from "./contract.ts";
import { csv } from "./csv/index.ts";
import { shopify } from "./shopify/index.ts";
import { woocommerce } from "./woocommerce/index.ts";

export const CHANNELS: Record<string, Channel> = {
  api,
  csv,
  shopify,
  woocommerce,
};
