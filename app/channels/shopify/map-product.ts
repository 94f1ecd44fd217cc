import type { InventoryLevel, Product } from "#app/domain/events.ts";
import type { ConnectionFacts } from "../contract.ts";
import { buildProduct } from "./build-product.ts";
import { idOf, idOrNull, timeOrNull } from "./normalise.ts";
import { inventoryLevelPayload, productPayload } from "./payloads/product.ts";
import type { ProductPayload } from "./payloads/product.ts";
import { check } from "#app/domain/unreadable.ts";

/** products/create, products/update. Null: the body lists only the first hundred variants, so the product must be read again. */
export function mapProduct(payload: unknown, connection: ConnectionFacts): { id: string; product: Product | null } {
  const product = check(productPayload, payload, "product");
  const variants = product.variants ?? [];
  if ((product.variant_gids?.length ?? 0) > variants.length) return { id: idOf(product.id), product: null };
  const parts = {
    id: idOf(product.id),
    title: product.title,
    handle: product.handle ?? null,
    status: product.status ?? null,
    vendor: product.vendor ?? null,
    productType: product.product_type ?? null,
    tags: product.tags ?? null,
    imageUrl: mainImage(product),
    createdAt: product.created_at ?? null,
    updatedAt: product.updated_at ?? null,
    variants: variants.map((variant, at) => ({
      id: idOf(variant.id),
      inventoryItemId: idOrNull(variant.inventory_item_id),
      position: variant.position ?? at + 1,
      title: variant.title ?? "",
      sku: variant.sku ?? null,
      barcode: variant.barcode ?? null,
      price: String(variant.price),
      compareAt: variant.compare_at_price == null ? null : String(variant.compare_at_price),
    })),
  };
  return { id: parts.id, product: buildProduct(parts, connection) };
}

function mainImage(product: ProductPayload): string | null {
  if (product.image) return product.image.src ?? null;
  const first = [...(product.images ?? [])].sort((a, b) => (a.position ?? 0) - (b.position ?? 0))[0];
  return first?.src ?? null;
}

/** inventory_levels/update: one item at one place. `available` is null where stock is not tracked. */
export function mapInventoryLevel(payload: unknown): InventoryLevel {
  const level = check(inventoryLevelPayload, payload, "inventory_level");
  return {
    inventory_item_external_id: idOf(level.inventory_item_id),
    location_external_id: idOf(level.location_id),
    available: level.available ?? null,
    source_updated_at: timeOrNull(level.updated_at, "inventory_level.updated_at"),
  };
}
