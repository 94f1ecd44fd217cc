import { formatMinor } from "../../shop/money.ts";
import type { InventoryLevel, Product, Shop, Variant } from "../../shop/types.ts";
import { formatShopTime, idNumber, offsetMinutes } from "./scalars.ts";
import type { PayloadContext } from "./scalars.ts";

/** Body of products/create and products/update. `stockOf` tells the units of a variant over all locations. */
export function productPayload(product: Product, currency: string, stockOf: (variant: Variant) => number, context: PayloadContext): object {
  const time = (at: number | null) => (at === null ? null : formatShopTime(at, context.timezone));
  return {
    id: idNumber(product.id),
    admin_graphql_api_id: `gid://shopify/Product/${product.id}`,
    body_html: product.descriptionHtml,
    created_at: time(product.createdAt),
    handle: product.handle,
    product_type: product.productType,
    published_at: time(product.publishedAt),
    published_scope: "global",
    status: product.status.toLowerCase(),
    tags: product.tags.join(", "),
    template_suffix: null,
    title: product.title,
    updated_at: time(product.updatedAt),
    vendor: product.vendor,
    has_variants_that_requires_components: false,
    category: null,
    options: optionsOf(product),
    images: [],
    image: null,
    media: [],
    variants: product.variants.map((variant) => variantPayload(variant, product, currency, stockOf(variant), context)),
    variant_gids: product.variants.map((variant) => ({
      admin_graphql_api_id: `gid://shopify/ProductVariant/${variant.id}`,
      updated_at: new Date(variant.updatedAt).toISOString(),
    })),
  };
}

function variantPayload(variant: Variant, product: Product, currency: string, stock: number, context: PayloadContext): object {
  return {
    id: idNumber(variant.id),
    admin_graphql_api_id: `gid://shopify/ProductVariant/${variant.id}`,
    product_id: idNumber(product.id),
    title: variant.title,
    price: formatMinor(variant.price, currency),
    compare_at_price: variant.compareAtPrice === null ? null : formatMinor(variant.compareAtPrice, currency),
    sku: variant.sku,
    barcode: variant.barcode,
    position: variant.position,
    inventory_policy: "deny",
    inventory_item_id: idNumber(variant.inventoryItemId),
    inventory_quantity: stock,
    old_inventory_quantity: stock,
    option1: variant.options[0]?.value ?? null,
    option2: variant.options[1]?.value ?? null,
    option3: variant.options[2]?.value ?? null,
    taxable: variant.taxable,
    image_id: null,
    created_at: formatShopTime(variant.createdAt, context.timezone),
    updated_at: formatShopTime(variant.updatedAt, context.timezone),
  };
}

function optionsOf(product: Product): object[] {
  const names = product.variants[0]?.options.map((option) => option.name) ?? [];
  return names.map((name, index) => ({
    product_id: idNumber(product.id),
    name,
    position: index + 1,
    values: [...new Set(product.variants.map((variant) => variant.options[index]?.value ?? ""))],
  }));
}

/** Body of inventory_levels/update. */
export function inventoryLevelPayload(level: InventoryLevel, context: PayloadContext): object {
  return {
    inventory_item_id: idNumber(level.inventoryItemId),
    location_id: idNumber(level.locationId),
    available: level.available,
    updated_at: formatShopTime(level.updatedAt, context.timezone),
    admin_graphql_api_id: `gid://shopify/InventoryLevel/${level.locationId}?inventory_item_id=${level.inventoryItemId}`,
  };
}

/** Body of shop/update and app/uninstalled. */
export function shopPayload(shop: Shop, at: number): object {
  return {
    id: idNumber(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    country: shop.countryCode,
    country_code: shop.countryCode,
    currency: shop.currency,
    timezone: `(GMT${formatOffset(offsetMinutes(at, shop.ianaTimezone))}) ${shop.ianaTimezone}`,
    iana_timezone: shop.ianaTimezone,
    taxes_included: shop.taxesIncluded,
    plan_name: "partner_test",
    primary_locale: "en",
    created_at: formatShopTime(shop.createdAt, shop.ianaTimezone),
    updated_at: formatShopTime(shop.updatedAt, shop.ianaTimezone),
  };
}

function formatOffset(minutes: number): string {
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${String(Math.floor(absolute / 60)).padStart(2, "0")}:${String(absolute % 60).padStart(2, "0")}`;
}
