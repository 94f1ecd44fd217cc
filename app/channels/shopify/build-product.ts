import type { Product } from "#app/domain/events.ts";
import type { ConnectionFacts } from "../contract.ts";
import { byId, lower, minorOf, tagsOf, text, timeOrNull } from "./normalise.ts";
import { NotReadableYet } from "#app/domain/unreadable.ts";

/** A product as both voices can state it. */
export interface ProductParts {
  id: string;
  title: string;
  handle: string | null;
  status: string | null;
  vendor: string | null;
  productType: string | null;
  tags: string | readonly string[] | null;
  imageUrl: string | null;
  createdAt: string | null;
  updatedAt: string | null;
  variants: {
    id: string;
    inventoryItemId: string | null;
    position: number;
    title: string;
    sku: string | null;
    barcode: string | null;
    price: string;
    compareAt: string | null;
  }[];
}

/** A product's prices carry no currency: they are in the shop's, which the connection must know. */
export function buildProduct(parts: ProductParts, connection: ConnectionFacts): Product {
  const currency = connection.currency;
  if (currency === null) throw new NotReadableYet("shop_not_read_yet", "The shop's currency is not known yet, and a product's prices are in it.");
  return {
    external_id: parts.id,
    title: parts.title,
    handle: text(parts.handle),
    status: lower(parts.status) ?? "active",
    vendor: text(parts.vendor),
    product_type: text(parts.productType),
    tags: tagsOf(parts.tags),
    image_url: text(parts.imageUrl),
    source_created_at: timeOrNull(parts.createdAt, "product.created_at"),
    source_updated_at: timeOrNull(parts.updatedAt, "product.updated_at"),
    variants: [...parts.variants]
      .sort((a, b) => a.position - b.position || byId(a.id, b.id))
      .map((variant) => ({
        external_id: variant.id,
        inventory_item_external_id: variant.inventoryItemId,
        position: variant.position,
        title: variant.title,
        sku: text(variant.sku),
        barcode: text(variant.barcode),
        price_minor: minorOf(variant.price, currency, "product.variants.price"),
        compare_at_minor:
          text(variant.compareAt) === null ? null : minorOf(variant.compareAt as string, currency, "product.variants.compare_at_price"),
        currency,
      })),
  };
}
