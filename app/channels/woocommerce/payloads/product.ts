/** Products and their variations: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-properties */
import { z } from "zod";
import { amount, id, optionalText } from "./common.ts";

const image = z.object({ src: optionalText });

/** What a simple product and a variation have alike. */
const sellable = {
  id,
  sku: z.union([z.string(), z.number()]).transform(String).nullish(),
  global_unique_id: z.union([z.string(), z.number()]).transform(String).nullish(),
  price: amount.nullish(),
  regular_price: amount.nullish(),
  /** "parent": the variation's stock is its product's. */
  manage_stock: z.union([z.boolean(), z.literal("parent")]).nullish(),
  stock_quantity: z.number().nullish(),
  date_created_gmt: optionalText,
  date_modified_gmt: optionalText,
};

export const productPayload = z.object({
  ...sellable,
  name: z.string(),
  slug: optionalText,
  type: optionalText,
  status: z.string(),
  parent_id: id.nullish(),
  tags: z.array(z.object({ name: z.string() })).nullish(),
  categories: z.array(z.object({ name: z.string() })).nullish(),
  images: z.array(image).nullish(),
  variations: z.array(z.unknown()).nullish(),
});
export type ProductPayload = z.output<typeof productPayload>;

/** https://woocommerce.github.io/woocommerce-rest-api-docs/#product-variation-properties */
export const variationPayload = z.object({
  ...sellable,
  menu_order: z.number().nullish(),
  attributes: z.array(z.object({ option: z.union([z.string(), z.number()]).transform(String).nullish() })).nullish(),
});
export type VariationPayload = z.output<typeof variationPayload>;
