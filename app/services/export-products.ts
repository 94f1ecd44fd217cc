/** Columns of the products file: one row per variant and location; a variant without known stock has one row. */
import type { ProductWithStock } from "#app/data/products-list.server.ts";
import { fromMinor } from "#app/domain/money.ts";
import { type CsvCell, csvDecimal } from "#app/lib/csv-cell.ts";

export const PRODUCT_COLUMNS = [
  "product",
  "product_id",
  "status",
  "vendor",
  "type",
  "variant",
  "variant_id",
  "sku",
  "barcode",
  "price",
  "compare_at_price",
  "currency",
  "location",
  "location_id",
  "available",
] as const;

export function productRows({ product, variants, levels }: ProductWithStock, locations: ReadonlyMap<string, string>): CsvCell[][] {
  return variants.flatMap((variant) => {
    const money = (minor: number | null) => (minor === null ? null : csvDecimal(fromMinor(minor, variant.currency)));
    const own: CsvCell[] = [
      product.title,
      product.external_id,
      product.deleted_at === null ? product.status : "deleted",
      product.vendor,
      product.product_type,
      variant.title,
      variant.external_id,
      variant.sku,
      variant.barcode,
      money(variant.price_minor),
      money(variant.compare_at_minor),
      variant.currency,
    ];
    const stocked = levels.filter((level) => level.inventory_item_external_id === variant.inventory_item_external_id);
    if (stocked.length === 0) return [[...own, null, null, null]];
    return stocked.map((level) => [
      ...own,
      locations.get(`${product.connection_id}/${level.location_external_id}`) ?? null,
      level.location_external_id,
      level.available === null ? null : csvDecimal(String(level.available)),
    ]);
  });
}
