import { listWoo, readWoo, removeWoo, saveWoo } from "../entities.ts";
import { attributeKey } from "../orders/line-json.ts";
import { mergeMeta } from "../orders/given.ts";
import { RestError } from "../rest/answer.ts";
import type { Params } from "../rest/params.ts";
import { tell } from "../store.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { ProductAttribute, Sellable, WooProduct, WooVariation } from "../types.ts";
import { settleStockStatus } from "./stock.ts";

const TEXTS = [
  "status",
  "description",
  "global_unique_id",
  "regular_price",
  "sale_price",
  "tax_status",
  "tax_class",
  "weight",
  "stock_status",
] as const;

function blankSellable(work: StoreWork): Sellable {
  return {
    id: nextWooId(work.ctx, work.store.slug, "post"),
    status: "publish",
    status_before_trash: null,
    created_at: work.at,
    modified_at: work.at,
    description: "",
    sku: "",
    global_unique_id: "",
    regular_price: "",
    sale_price: "",
    virtual: false,
    downloadable: false,
    tax_status: "taxable",
    tax_class: "",
    manage_stock: false,
    stock_quantity: null,
    stock_status: "instock",
    backorders: "no",
    low_stock_amount: null,
    weight: "",
    dimensions: { length: "", width: "", height: "" },
    menu_order: 0,
    meta: [],
  };
}

function writeSellable(work: StoreWork, thing: Sellable, given: Params): void {
  for (const name of TEXTS) if (given[name] !== undefined) thing[name] = String(given[name] ?? "");
  for (const name of ["virtual", "downloadable", "manage_stock"] as const) if (typeof given[name] === "boolean") thing[name] = given[name];
  if (typeof given["backorders"] === "string") thing.backorders = given["backorders"];
  if (typeof given["menu_order"] === "number") thing.menu_order = given["menu_order"];
  if (given["sku"] !== undefined) writeSku(work, thing, String(given["sku"] ?? ""));
  if (given["low_stock_amount"] !== undefined) thing.low_stock_amount = given["low_stock_amount"] as number | null;
  if (typeof given["stock_quantity"] === "number" && thing.manage_stock) thing.stock_quantity = given["stock_quantity"];
  if (thing.manage_stock) thing.stock_quantity ??= 0;
  else thing.backorders = "no";
  if (typeof given["dimensions"] === "object")
    thing.dimensions = { ...thing.dimensions, ...(given["dimensions"] as Partial<Sellable["dimensions"]>) };
  if (Array.isArray(given["meta_data"])) thing.meta = mergeMeta(work, thing.meta, given["meta_data"], "meta");
  settleStockStatus(thing);
}

/** One SKU per store, over products and variations. @throws RestError 400 */
function writeSku(work: StoreWork, thing: Sellable, sku: string): void {
  const { ctx, store } = work;
  const others = [...listWoo(ctx, store.slug, "product"), ...listWoo(ctx, store.slug, "variation")].filter((other) => other.id !== thing.id);
  const owner = sku === "" ? undefined : others.find((other) => other.sku === sku && other.status !== "trash");
  if (owner) {
    let suffix = 1;
    while (others.some((other) => other.sku === `${sku}-${suffix}`)) suffix++;
    const data = { status: 400, resource_id: owner.id, unique_sku: `${sku}-${suffix}` };
    throw new RestError(400, "product_invalid_sku", "Invalid or duplicated SKU.", data);
  }
  thing.sku = sku;
}

export function createProduct(work: StoreWork, given: Params): WooProduct {
  const product: WooProduct = {
    ...blankSellable(work),
    name: "Product",
    slug: "",
    type: "simple",
    featured: false,
    catalog_visibility: "visible",
    short_description: "",
    sold_individually: false,
    reviews_allowed: true,
    purchase_note: "",
    total_sales: 0,
    attributes: [],
    default_attributes: [],
  };
  writeProductFields(work, product, given);
  product.slug = freeSlug(work, (given["slug"] as string | undefined) ?? product.name);
  saveWoo(work.ctx, work.store.slug, "product", product);
  tell(work, "product", "created", product.id);
  return product;
}

export function updateProduct(work: StoreWork, product: WooProduct, given: Params): WooProduct {
  writeProductFields(work, product, given);
  product.modified_at = work.at;
  saveWoo(work.ctx, work.store.slug, "product", product);
  tell(work, "product", "updated", product.id);
  return product;
}

function writeProductFields(work: StoreWork, product: WooProduct, given: Params): void {
  for (const name of ["name", "type", "catalog_visibility", "short_description", "purchase_note"] as const)
    if (typeof given[name] === "string") product[name] = given[name];
  // WordPress keeps a title as HTML.
  product.name = product.name.replace(/&(?!#?\w+;)/g, "&amp;");
  for (const name of ["featured", "sold_individually", "reviews_allowed"] as const) if (typeof given[name] === "boolean") product[name] = given[name];
  if (Array.isArray(given["attributes"])) product.attributes = (given["attributes"] as Params[]).map(readAttribute);
  if (Array.isArray(given["default_attributes"]))
    product.default_attributes = (given["default_attributes"] as Params[]).map((each) => ({
      name: String(each["name"]),
      option: String(each["option"]),
    }));
  writeSellable(work, product, given);
}

const readAttribute = (given: Params): ProductAttribute => ({
  name: String(given["name"] ?? ""),
  position: typeof given["position"] === "number" ? given["position"] : 0,
  visible: given["visible"] === true,
  variation: given["variation"] === true,
  options: ((given["options"] as unknown[] | undefined) ?? []).map(String),
});

function freeSlug(work: StoreWork, name: string): string {
  const base = attributeKey(name);
  const taken = new Set(listWoo(work.ctx, work.store.slug, "product").map((product) => product.slug));
  for (let suffix = 1; ; suffix++) {
    const slug = suffix === 1 ? base : `${base}-${suffix}`;
    if (!taken.has(slug)) return slug;
  }
}

export function createVariation(work: StoreWork, parent: WooProduct, given: Params): WooVariation {
  const variation: WooVariation = { ...blankSellable(work), product_id: parent.id, attributes: [] };
  writeVariationFields(work, parent, variation, given);
  saveWoo(work.ctx, work.store.slug, "variation", variation);
  tell(work, "product", "created", variation.id);
  return variation;
}

export function updateVariation(work: StoreWork, parent: WooProduct, variation: WooVariation, given: Params): WooVariation {
  writeVariationFields(work, parent, variation, given);
  variation.modified_at = work.at;
  saveWoo(work.ctx, work.store.slug, "variation", variation);
  tell(work, "product", "updated", variation.id);
  return variation;
}

function writeVariationFields(work: StoreWork, parent: WooProduct, variation: WooVariation, given: Params): void {
  if (Array.isArray(given["attributes"]))
    variation.attributes = (given["attributes"] as Params[]).flatMap(({ name, option }) => {
      const known = parent.attributes.find((attribute) => attribute.variation && attributeKey(attribute.name) === attributeKey(String(name)));
      return known ? [{ name: known.name, option: String(option) }] : [];
    });
  writeSellable(work, variation, given);
}

/** A variation goes into the trash with nobody told. */
export function trashVariation(work: StoreWork, variation: WooVariation): void {
  saveWoo(work.ctx, work.store.slug, "variation", { ...variation, status: "trash", status_before_trash: variation.status, modified_at: work.at });
}

/** Into the trash: told as product.deleted. */
export function trashProduct(work: StoreWork, product: WooProduct): void {
  product.status_before_trash = product.status;
  product.status = "trash";
  product.modified_at = work.at;
  saveWoo(work.ctx, work.store.slug, "product", product);
  tell(work, "product", "deleted", product.id);
}

/** Out of the trash by the admin: told as product.restored. */
export function restoreProduct(work: StoreWork, product: WooProduct): void {
  product.status = product.status_before_trash ?? "draft";
  product.status_before_trash = null;
  product.modified_at = work.at;
  saveWoo(work.ctx, work.store.slug, "product", product);
  tell(work, "product", "updated", product.id);
  tell(work, "product", "restored", product.id);
}

/** For good, with its variations. WooCommerce tells nobody. */
export function deleteProduct(work: StoreWork, product: WooProduct): void {
  for (const variation of listWoo(work.ctx, work.store.slug, "variation", product.id))
    removeWoo(work.ctx, work.store.slug, "variation", variation.id);
  removeWoo(work.ctx, work.store.slug, "product", product.id);
}

export const readProduct = (work: StoreWork, id: number): WooProduct | null => readWoo(work.ctx, work.store.slug, "product", id);
export const readVariation = (work: StoreWork, id: number): WooVariation | null => readWoo(work.ctx, work.store.slug, "variation", id);
