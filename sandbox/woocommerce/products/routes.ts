import { listWoo, removeWoo } from "../entities.ts";
import { RestError } from "../rest/answer.ts";
import type { RestAnswer } from "../rest/answer.ts";
import { batchEndpoint } from "../rest/batch.ts";
import { isWanted, LIST_PARAMS, pageAnswer, sortThings } from "../rest/collection.ts";
import { CREATE, DELETE, EDIT, READ } from "../rest/endpoint.ts";
import type { Endpoint, RestCall } from "../rest/endpoint.ts";
import { amount, anything, boolean, integer, listOf, nullable, oneOf, shape, text } from "../rest/params.ts";
import type { Param, Params } from "../rest/params.ts";
import { restUrl } from "../store.ts";
import type { WooProduct } from "../types.ts";
import { productJson, variationAsProductJson } from "./product-json.ts";
import { isOnSale, priceText, sellingPrice } from "./price.ts";
import { createProduct, deleteProduct, readProduct, readVariation, trashProduct, updateProduct } from "./write-product.ts";

const STATUSES = ["draft", "pending", "private", "publish", "future", "auto-draft", "trash"];

/** What products and variations take alike. */
export const sellableParams: Record<string, Param> = {
  status: oneOf(() => STATUSES),
  description: text,
  sku: text,
  global_unique_id: text,
  regular_price: amount,
  sale_price: amount,
  virtual: boolean,
  downloadable: boolean,
  tax_status: oneOf(() => ["taxable", "shipping", "none"]),
  tax_class: text,
  manage_stock: boolean,
  stock_quantity: nullable(integer),
  stock_status: oneOf(() => ["instock", "outofstock", "onbackorder"]),
  backorders: oneOf(() => ["no", "notify", "yes"]),
  low_stock_amount: nullable(integer),
  weight: amount,
  dimensions: shape({ length: amount, width: amount, height: amount }),
  menu_order: integer,
  meta_data: listOf(shape({ id: integer, key: text, value: anything })),
  attributes: listOf(shape({ id: integer, name: text, visible: boolean, variation: boolean, position: integer, options: listOf(text) })),
};

const params: Record<string, Param> = {
  name: text,
  slug: text,
  type: oneOf(() => ["simple", "grouped", "external", "variable"]),
  ...sellableParams,
  featured: boolean,
  catalog_visibility: oneOf(() => ["visible", "catalog", "search", "hidden"]),
  short_description: text,
  default_attributes: listOf(shape({ id: integer, name: text, option: text })),
};

const listParams: Record<string, Param> = {
  ...LIST_PARAMS,
  orderby: oneOf(() => ["date", "id", "include", "title", "slug", "modified", "price", "popularity", "rating", "menu_order"]),
  sku: text,
  type: oneOf(() => ["simple", "grouped", "external", "variable", "variation"]),
  status: oneOf(() => ["any", ...STATUSES]),
  stock_status: oneOf(() => ["instock", "outofstock", "onbackorder"]),
  on_sale: boolean,
  min_price: text,
  max_price: text,
};

const json = (call: RestCall, product: WooProduct, isEdited = false): Record<string, unknown> =>
  productJson(call.work.ctx, call.work.store, readProduct(call.work, product.id) ?? product, isEdited);

function requireProduct(call: RestCall, status: number, id = call.ids["id"] ?? 0): WooProduct {
  const product = readProduct(call.work, id);
  if (!product) throw new RestError(status, "woocommerce_rest_product_invalid_id", "Invalid ID.");
  return product;
}

function findProducts(call: RestCall): WooProduct[] {
  const { params: given, work } = call;
  const search = ((given["search"] as string | undefined) ?? "").toLowerCase();
  const skus = typeof given["sku"] === "string" ? given["sku"].split(",") : null;
  const status = (given["status"] as string | undefined) ?? "any";
  const fits = (product: WooProduct): boolean =>
    (status === "any" ? product.status !== "trash" && product.status !== "auto-draft" : product.status === status) &&
    (given["type"] === undefined || product.type === given["type"]) &&
    (skus === null || skus.includes(product.sku)) &&
    (given["stock_status"] === undefined || json(call, product)["stock_status"] === given["stock_status"]) &&
    (given["on_sale"] === undefined || isOnSale(product) === given["on_sale"]) &&
    (search === "" || `${product.name} ${product.description} ${product.short_description}`.toLowerCase().includes(search)) &&
    (given["min_price"] === undefined || (priceText(product) !== "" && sellingPrice(product) >= Number(given["min_price"]))) &&
    (given["max_price"] === undefined || (priceText(product) !== "" && sellingPrice(product) <= Number(given["max_price"]))) &&
    isWanted(work.store, given, product);
  return sortThings(listWoo(work.ctx, work.store.slug, "product").filter(fits), given);
}

function removeProduct(call: RestCall, product: WooProduct, isForced: boolean): Record<string, unknown> {
  const before = json(call, product, true);
  if (isForced) deleteProduct(call.work, product);
  else if (product.status === "trash") throw new RestError(410, "woocommerce_rest_already_trashed", "The product has already been deleted.");
  else trashProduct(call.work, product);
  return before;
}

/** GET /products/{id} finds a variation too. */
function viewProduct(call: RestCall): RestAnswer {
  const variation = readVariation(call.work, call.ids["id"]!);
  if (variation) return { status: 200, body: variationAsProductJson(call.work.ctx, call.work.store, variation) };
  return { status: 200, body: json(call, requireProduct(call, 404)) };
}

const idOf = (given: Params): number => Number(given["id"] ?? 0);

export const productEndpoints: Endpoint[] = [
  {
    methods: READ,
    path: "products",
    denied: "list",
    params: listParams,
    handle: (call) => pageAnswer(call, "products", findProducts(call), (product) => json(call, product), false),
  },
  {
    methods: CREATE,
    path: "products",
    denied: "create",
    params,
    handle(call) {
      const product = createProduct(call.work, call.params);
      const location = restUrl(call.work.ctx, call.work.store, `products/${product.id}`);
      return { status: 201, headers: { location }, body: json(call, product, true) };
    },
  },
  { methods: READ, path: "products/:id", denied: "view", handle: viewProduct },
  {
    methods: EDIT,
    path: "products/:id",
    denied: "edit",
    params,
    handle: (call) => ({ status: 200, body: json(call, updateProduct(call.work, requireProduct(call, 400), call.params), true) }),
  },
  {
    methods: DELETE,
    path: "products/:id",
    denied: "delete",
    params: { force: boolean },
    handle: (call) => ({ status: 200, body: removeProduct(call, requireProduct(call, 404), call.params["force"] === true) }),
  },
  batchEndpoint("products", {
    params,
    create: (call, given) => json(call, createProduct(call.work, given), true),
    update: (call, given) => json(call, updateProduct(call.work, requireProduct(call, 400, idOf(given)), given), true),
    remove: (call, given) => removeProduct(call, requireProduct(call, 404, idOf(given)), true),
  }),
];

export const removeVariation = (call: RestCall, id: number): void => removeWoo(call.work.ctx, call.work.store.slug, "variation", id);
