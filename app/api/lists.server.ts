/** REST v1: customers, products and stock. */
import { listCustomers, type CustomerListRow } from "#app/data/customers-list.server.ts";
import { listInventory, type InventoryListRow } from "#app/data/inventory-list.server.ts";
import { listProducts, type ProductWithStock } from "#app/data/products-list.server.ts";
import { fromMinor } from "#app/domain/money.ts";
import type { KeyPart, Page, PageRequest } from "#app/lib/cursor.ts";
import { iso, isoOrNull } from "#app/lib/iso.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import type { z } from "zod";
import type { ApiAnswer } from "./answer.ts";
import type { ApiCaller } from "./authenticate.server.ts";
import { cursorsOf, fieldsOf, invalid, pageOfQuery, pick, queryObject } from "./page-query.ts";
import type { RestRequest, RestRoute } from "./rest.server.ts";
import { customerSchema, customersQuerySchema, inventoryQuerySchema, inventorySchema, productSchema, productsQuerySchema } from "./schemas/lists.ts";
import { readRequest } from "./validation.ts";

interface ListQuery {
  limit?: number | undefined;
  fields?: string | undefined;
}
interface List<Q extends ListQuery, R, S extends z.ZodRawShape> {
  /** The member of the answer. */
  name: string;
  query: z.ZodType<Q>;
  item: z.ZodObject<S>;
  key: readonly KeyPart[];
  find(ctx: ServiceContext, merchantId: string, query: Q, page: PageRequest): Promise<Page<R>>;
  json(row: R): z.infer<z.ZodObject<S>>;
}

/** A list with pages by cursor and `fields`. */
export const listRoute =
  <Q extends ListQuery, R, S extends z.ZodRawShape>({ name, query: schema, item, key, find, json }: List<Q, R, S>) =>
  async ({ ctx, query }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> => {
    const read = readRequest(schema, queryObject(query));
    if (!read.ok) return invalid(read.error);
    const page = pageOfQuery(query, read.value.limit, key);
    if (!page.ok) return invalid(page.error);
    const shown = fieldsOf(read.value.fields, Object.keys(item.shape));
    if (!shown.ok) return invalid(shown.error);
    const found = await find(ctx, merchantId, read.value, page.value);
    const rows = found.rows.map((row) => pick(json(row) as Record<string, unknown>, shown.value));
    return { status: 200, body: { [name]: rows, ...cursorsOf(found) } };
  };

const customerJson = (row: CustomerListRow) => ({
  id: row.id,
  external_id: row.external_id,
  connection_id: row.connection_id,
  name: row.name,
  email: row.email,
  phone: row.phone_e164 ?? row.phone_given,
  country: row.country,
  orders: row.orderCount,
  created_at: isoOrNull(row.source_created_at),
  updated_at: isoOrNull(row.source_updated_at),
  deleted_at: isoOrNull(row.deleted_at),
});

const productJson = ({ product, variants, levels }: ProductWithStock) => ({
  id: product.id,
  external_id: product.external_id,
  connection_id: product.connection_id,
  title: product.title,
  status: product.status,
  vendor: product.vendor,
  variants: variants.map((variant) => {
    const known = levels.filter((level) => level.inventory_item_external_id === variant.inventory_item_external_id && level.available !== null);
    return {
      id: variant.id,
      external_id: variant.external_id,
      title: variant.title,
      sku: variant.sku,
      price: fromMinor(variant.price_minor, variant.currency),
      currency: variant.currency,
      available: known.length === 0 ? null : known.reduce((sum, level) => sum + (level.available ?? 0), 0),
    };
  }),
  updated_at: isoOrNull(product.source_updated_at),
  deleted_at: isoOrNull(product.deleted_at),
});

const inventoryJson = (row: InventoryListRow) => ({
  id: row.id,
  connection_id: row.connection_id,
  sku: row.variant?.sku ?? null,
  title: row.variant?.title ?? null,
  product_id: row.variant?.product_id ?? null,
  variant_external_id: row.variant?.external_id ?? null,
  item_external_id: row.inventory_item_external_id,
  location_external_id: row.location_external_id,
  location: row.location,
  available: row.available,
  updated_at: iso(row.updated_at),
});

const customers = listRoute({
  name: "customers",
  query: customersQuerySchema,
  item: customerSchema,
  key: ["text"],
  find: (ctx, merchantId, { search }, page) => listCustomers(ctx.db, merchantId, { search }, page),
  json: customerJson,
});
const products = listRoute({
  name: "products",
  query: productsQuerySchema,
  item: productSchema,
  key: ["text"],
  find: (ctx, merchantId, { search }, page) => listProducts(ctx.db, merchantId, { search }, page),
  json: productJson,
});
const inventory = listRoute({
  name: "inventory",
  query: inventoryQuerySchema,
  item: inventorySchema,
  key: ["text"],
  find: (ctx, merchantId, { sku, connection_id: connectionId }, page) => listInventory(ctx.db, merchantId, { sku, connectionId }, page),
  json: inventoryJson,
});

export const listRoutes: readonly RestRoute[] = [
  { method: "GET", path: "/api/v1/customers", scope: "read", handle: customers },
  { method: "GET", path: "/api/v1/products", scope: "read", handle: products },
  { method: "GET", path: "/api/v1/inventory", scope: "read", handle: inventory },
];
