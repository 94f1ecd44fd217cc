/** Products with their variants and the stock at each location. */
import type { Database } from "#app/data/database.ts";
import { listLocations, listProducts, type ProductWithStock } from "#app/data/products-list.server.ts";
import { formatMoney } from "#app/domain/money.ts";
import { pageRequestOf } from "#app/lib/cursor.ts";
import { searchTextOf } from "#app/lib/search-text.ts";

export interface VariantItem {
  id: string;
  title: string;
  sku: string | null;
  price: string;
  /** Same order as the product's locations; null: not stocked or not known there. */
  stock: (number | null)[];
  total: number | null;
}
export interface ProductItem {
  id: string;
  title: string;
  vendor: string | null;
  status: string;
  isDeleted: boolean;
  variantCount: number;
  /** Sum over locations; null: nothing known. */
  stock: number | null;
  locations: string[];
  variants: VariantItem[];
}
export interface ProductsView {
  products: ProductItem[];
  next: string | null;
  previous: string | null;
  search: string;
}

export async function presentProducts(db: Database, merchantId: string, params: URLSearchParams): Promise<ProductsView> {
  const search = searchTextOf(params.get("q"));
  const [found, locations] = await Promise.all([
    listProducts(db, merchantId, { search: search || undefined }, pageRequestOf(params, 25, ["text"])),
    listLocations(db, merchantId),
  ]);
  const nameOf = new Map(
    locations.map((location) => [`${location.connection_id}/${location.external_id}`, location.name ?? `Location ${location.external_id}`]),
  );
  return { products: found.rows.map((row) => productItem(row, nameOf)), next: found.next, previous: found.previous, search };
}

export function productItem({ product, variants, levels }: ProductWithStock, nameOf: ReadonlyMap<string, string>): ProductItem {
  const places = [...new Set(levels.map((level) => level.location_external_id))]
    .map((id) => ({ id, name: nameOf.get(`${product.connection_id}/${id}`) ?? `Location ${id}` }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const items = variants.map((variant): VariantItem => {
    const stock = places.map(
      ({ id }) =>
        levels.find((level) => level.location_external_id === id && level.inventory_item_external_id === variant.inventory_item_external_id)
          ?.available ?? null,
    );
    return {
      id: variant.id,
      title: variant.title === "Default Title" ? "Only variant" : variant.title,
      sku: variant.sku,
      price: formatMoney(variant.price_minor, variant.currency),
      stock,
      total: sumOf(stock),
    };
  });
  return {
    id: product.id,
    title: product.title,
    vendor: product.vendor,
    status: product.status,
    isDeleted: product.deleted_at !== null,
    variantCount: variants.length,
    stock: sumOf(items.map((item) => item.total)),
    locations: places.map((place) => place.name),
    variants: items,
  };
}

/** The sum of what is known; null when nothing is. */
function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
