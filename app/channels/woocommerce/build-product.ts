/** wc/v3 product JSON with its variations → the canonical product, and the stock of what can be bought of it. */
import type { InventoryLevel, Product } from "#app/domain/events.ts";
import { byId, text } from "#app/domain/source-values.ts";
import { check, NotReadableYet } from "#app/domain/unreadable.ts";
import type { ConnectionFacts } from "../contract.ts";
import { apart, money, plain, timeOrNull, wholeNumber } from "./normalise.ts";
import { variationPayload, type ProductPayload, type VariationPayload } from "./payloads/product.ts";

/** All of a store's stock lies in one place. */
export const STORE = { external_id: "store", name: "Store" } as const;

export interface BuiltProduct {
  product: Product;
  levels: InventoryLevel[];
}

/** Whether its variations are needed to know it. */
export const hasVariations = (product: ProductPayload): boolean =>
  product.type === "variable" || product.type === "variable-subscription" || (product.variations ?? []).length > 0;

/** @param version epoch ms where our plugin says when it was so; null: by the store's own time of change, in whole seconds */
export function buildProduct(
  product: ProductPayload,
  variations: readonly unknown[],
  version: number | null,
  connection: ConnectionFacts,
): BuiltProduct {
  const { currency } = connection;
  if (currency === null) throw new NotReadableYet("shop_not_read_yet", "The store's currency is not known yet, and a product's prices are in it.");
  const updatedAt = version ?? timeOrNull(product.date_modified_gmt ?? product.date_created_gmt, "product.date_modified_gmt");
  const read = variations.map((payload) => check(variationPayload, payload, "variation"));
  const sold = hasVariations(product)
    ? [...read].sort((a, b) => (a.menu_order ?? 0) - (b.menu_order ?? 0) || byId(a.id, b.id))
    : [{ ...product, attributes: null }];
  const variants = sold.map((one, at) => {
    const price = money(one.price, currency, "price");
    const regular = money(one.regular_price, currency, "regular_price");
    return {
      external_id: one.id,
      inventory_item_external_id: stockItemOf(one, product),
      position: at + 1,
      title: variantTitle(one),
      sku: text(one.sku),
      barcode: text(one.global_unique_id),
      price_minor: price,
      compare_at_minor: regular > price ? regular : null,
      currency,
    };
  });
  return {
    product: {
      external_id: product.id,
      title: plain(product.name),
      handle: text(product.slug),
      status: product.status === "publish" ? "active" : "draft",
      vendor: null,
      product_type: text(plain(product.categories?.[0]?.name)),
      tags: [...new Set((product.tags ?? []).map((tag) => plain(tag.name).trim()).filter((tag) => tag !== ""))].sort(),
      image_url: text(product.images?.[0]?.src),
      source_created_at: timeOrNull(product.date_created_gmt, "product.date_created_gmt"),
      source_updated_at: updatedAt,
      variants: apart(variants, "variations"),
    },
    levels: levelsOf(sold, product, updatedAt),
  };
}

type Sold = Pick<VariationPayload, "id" | "manage_stock" | "stock_quantity">;

/** A variation may be counted by itself or together with its siblings, as one stock of their product. */
const stockItemOf = (one: Sold, product: ProductPayload): string => (one.manage_stock === "parent" ? product.id : one.id);

/** null where the store does not count: it says "in stock" or "out of stock", and no number is made of that. */
const availableOf = (one: Sold): number | null =>
  one.manage_stock === true && typeof one.stock_quantity === "number" ? wholeNumber(one.stock_quantity, "stock_quantity") : null;

function levelsOf(sold: readonly Sold[], product: ProductPayload, updatedAt: number | null): InventoryLevel[] {
  const levels = new Map<string, InventoryLevel>();
  for (const one of sold) {
    const counted = one.manage_stock === "parent" ? product : one;
    levels.set(counted.id, {
      inventory_item_external_id: counted.id,
      location_external_id: STORE.external_id,
      available: availableOf(counted),
      source_updated_at: updatedAt,
    });
  }
  return [...levels.values()];
}

/** What a single product or variation says of its stock, for a read of that alone. */
export const levelOf = (one: ProductPayload): InventoryLevel => ({
  inventory_item_external_id: one.id,
  location_external_id: STORE.external_id,
  available: availableOf(one),
  source_updated_at: timeOrNull(one.date_modified_gmt ?? one.date_created_gmt, "product.date_modified_gmt"),
});

/** "Blue, XL"; a product without variations needs no name for its only variant. */
const variantTitle = (one: Pick<VariationPayload, "attributes">): string =>
  (one.attributes ?? [])
    .map((attribute) => plain(attribute.option).trim())
    .filter((option) => option !== "")
    .join(", ");
