/** products/*: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-products/create · inventory_levels/update */
import { z } from "zod";
import { amount, count, gid, id, words } from "./common.ts";

const variant = z.object({
  id,
  inventory_item_id: id.nullish(),
  position: count.nullish(),
  title: words,
  sku: words,
  barcode: words,
  price: amount,
  compare_at_price: amount.nullish(),
});
const image = z.object({ src: words, position: count.nullish() });

export const productPayload = z.object({
  id,
  admin_graphql_api_id: gid,
  title: z.string(),
  handle: words,
  status: words,
  vendor: words,
  product_type: words,
  tags: z.union([z.string(), z.array(z.string())]).nullish(),
  image: image.nullish(),
  images: z.array(image).nullish(),
  created_at: words,
  updated_at: words,
  variants: z.array(variant).nullish(),
  /** Every variant, where `variants` stops at the first hundred. */
  variant_gids: z.array(z.object({ admin_graphql_api_id: gid })).nullish(),
});
export type ProductPayload = z.infer<typeof productPayload>;

export const inventoryLevelPayload = z.object({ inventory_item_id: id, location_id: id, available: count.nullish(), updated_at: words });
