/** The products of one merchant with their variants and the stock at each location. */
import { sql } from "kysely";
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database, Row } from "./database.ts";
import { beyond, direction, pageOf } from "./keyset.ts";
import { containsPattern, externalIdFor } from "./search-terms.ts";

export interface ProductWithStock {
  product: Row<"products">;
  variants: Row<"variants">[];
  levels: Row<"inventory_levels">[];
}

/** Titles have no index: they are looked for in this many products. SKUs too. */
export const PRODUCT_SEARCH_ROWS = 20_000;

export async function listProducts(
  db: Database,
  merchantId: string,
  filter: { search?: string | undefined },
  page: PageRequest,
): Promise<Page<ProductWithStock>> {
  let query = db.read.selectFrom("products").selectAll().where("merchant_id", "=", merchantId);
  const search = filter.search?.trim();
  if (search) query = query.where("id", "in", await findProductIds(db, merchantId, search));
  const order = direction(page);
  const products = await query
    .where(beyond(["id"], page))
    .orderBy("id", order)
    .limit(page.size + 1)
    .execute();
  return pageOf(await withStock(db, merchantId, products), page, (row) => [row.product.id]);
}

async function withStock(db: Database, merchantId: string, products: Row<"products">[]): Promise<ProductWithStock[]> {
  if (products.length === 0) return [];
  const variants = await db.read
    .selectFrom("variants")
    .selectAll()
    .where(
      "product_id",
      "in",
      products.map((product) => product.id),
    )
    .where("merchant_id", "=", merchantId)
    .orderBy("position")
    .execute();
  const items = [...new Set(variants.map((variant) => variant.inventory_item_external_id).filter((item) => item !== null))];
  const connections = [...new Set(products.map((product) => product.connection_id))];
  const levels =
    items.length === 0
      ? []
      : await db.read
          .selectFrom("inventory_levels")
          .selectAll()
          .where("connection_id", "in", connections)
          .where("inventory_item_external_id", "in", items)
          .where("merchant_id", "=", merchantId)
          .execute();
  return products.map((product) => {
    const own = variants.filter((variant) => variant.product_id === product.id);
    const ownItems = new Set(own.map((variant) => variant.inventory_item_external_id));
    return {
      product,
      variants: own,
      levels: levels.filter((level) => level.connection_id === product.connection_id && ownItems.has(level.inventory_item_external_id)),
    };
  });
}

export async function listLocations(db: Database, merchantId: string): Promise<Row<"locations">[]> {
  return db.read.selectFrom("locations").selectAll().where("merchant_id", "=", merchantId).orderBy("name").orderBy("external_id").execute();
}

/** Never empty, so that `in` stays valid SQL: an impossible id stands for "none". */
async function findProductIds(db: Database, merchantId: string, search: string): Promise<string[]> {
  const pattern = containsPattern(search);
  const newest = db.read
    .selectFrom("products")
    .select(["id", "title", "vendor", "external_id"])
    .where("merchant_id", "=", merchantId)
    .orderBy("id", "desc")
    .limit(PRODUCT_SEARCH_ROWS)
    .as("newest");
  const variants = db.read
    .selectFrom("variants")
    .select(["product_id", "sku", "barcode"])
    .where("merchant_id", "=", merchantId)
    .limit(PRODUCT_SEARCH_ROWS * 3)
    .as("sold");
  const [byTitle, bySku] = await Promise.all([
    db.read
      .selectFrom(newest)
      .select("newest.id")
      .where((eb) =>
        eb.or([
          sql<boolean>`lower(newest.title) like ${pattern} escape '\\'`,
          sql<boolean>`lower(newest.vendor) like ${pattern} escape '\\'`,
          eb("newest.external_id", "=", externalIdFor(search)),
        ]),
      )
      .limit(500)
      .execute(),
    db.read
      .selectFrom(variants)
      .select("sold.product_id as id")
      .where((eb) => eb.or([sql<boolean>`lower(sold.sku) like ${pattern} escape '\\'`, eb("sold.barcode", "=", search.trim())]))
      .limit(500)
      .execute(),
  ]);
  return ["", ...new Set([...byTitle, ...bySku].map((row) => row.id))];
}
