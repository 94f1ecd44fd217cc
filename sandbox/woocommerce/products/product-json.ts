import type { SandboxContext } from "../../context.ts";
import { gmtTime, localTime } from "../dates.ts";
import { listWoo, readWoo } from "../entities.ts";
import { attributeKey } from "../orders/line-json.ts";
import { homeUrl, restUrl } from "../store.ts";
import type { Sellable, WooProduct, WooStore, WooVariation } from "../types.ts";
import { isOnSale, priceText, sellingPrice } from "./price.ts";
import { priceHtml } from "./price-html.ts";

const UNCATEGORIZED = { id: 15, name: "Uncategorized", slug: "uncategorized" };

const dates = (store: WooStore, thing: Sellable): object => ({
  date_created: localTime(store, thing.created_at),
  date_created_gmt: gmtTime(thing.created_at),
  date_modified: localTime(store, thing.modified_at),
  date_modified_gmt: gmtTime(thing.modified_at),
});

const sale = (isSale: boolean): object => ({
  date_on_sale_from: null,
  date_on_sale_from_gmt: null,
  date_on_sale_to: null,
  date_on_sale_to_gmt: null,
  on_sale: isSale,
});

const downloads = (thing: Sellable): object => ({
  virtual: thing.virtual,
  downloadable: thing.downloadable,
  downloads: [],
  download_limit: -1,
  download_expiry: -1,
});

/** A description is shown as WordPress formats it: paragraphs, and a line's end. */
export function shownText(text: string): string {
  if (text.trim() === "") return "";
  return `${text.trimStart().startsWith("<p>") ? text.trim() : `<p>${text.trim()}</p>`}\n`;
}

export const variationsOf = (ctx: SandboxContext, store: WooStore, product: WooProduct): WooVariation[] =>
  listWoo(ctx, store.slug, "variation", product.id).sort((a, b) => a.menu_order - b.menu_order || a.id - b.id);

const backorders = (thing: Sellable): object => ({
  backorders: thing.backorders,
  backorders_allowed: thing.backorders !== "no",
  backordered: thing.stock_status === "onbackorder",
  low_stock_amount: thing.low_stock_amount,
});

const generatedFields = (ctx: SandboxContext, store: WooStore, product: WooProduct): object => ({
  permalink_template: `${homeUrl(ctx, store)}/product/%pagename%/`,
  generated_slug: isDraft(product) ? attributeKey(product.name) : product.slug,
});

const isDraft = (product: WooProduct): boolean => ["draft", "pending", "auto-draft"].includes(product.status);

/** A product as GET /products/{id} answers it. After a write (`isEdited`) descriptions come unformatted, with two fields more. */
export function productJson(ctx: SandboxContext, store: WooStore, product: WooProduct, isEdited = false): Record<string, unknown> {
  const variations = product.type === "variable" ? variationsOf(ctx, store, product) : [];
  const priced = variations.filter((variation) => variation.status === "publish" && priceText(variation) !== "");
  const cheapest = [...priced].sort((a, b) => sellingPrice(a) - sellingPrice(b))[0];
  const price = product.type === "variable" ? (cheapest === undefined ? "" : priceText(cheapest)) : priceText(product);
  const describe = isEdited ? (text: string) => text : shownText;
  const self = restUrl(ctx, store, `products/${product.id}`);
  return {
    id: product.id,
    name: product.name,
    slug: product.slug,
    permalink: isDraft(product) ? `${homeUrl(ctx, store)}/?post_type=product&p=${product.id}` : `${homeUrl(ctx, store)}/product/${product.slug}/`,
    ...dates(store, product),
    type: product.type,
    status: product.status,
    featured: product.featured,
    catalog_visibility: product.catalog_visibility,
    description: describe(product.description),
    short_description: describe(product.short_description),
    sku: product.sku,
    price,
    regular_price: product.type === "variable" ? "" : product.regular_price,
    sale_price: product.type === "variable" ? "" : product.sale_price,
    ...sale(product.type === "variable" ? priced.some(isOnSale) : isOnSale(product)),
    // Also a draft, to whoever may edit it: that is every key.
    purchasable: price !== "",
    total_sales: product.total_sales,
    ...downloads(product),
    external_url: "",
    button_text: "",
    tax_status: product.tax_status,
    tax_class: product.tax_class,
    manage_stock: product.manage_stock,
    stock_quantity: product.manage_stock ? product.stock_quantity : null,
    ...backorders(product),
    sold_individually: product.sold_individually,
    weight: product.weight,
    dimensions: product.dimensions,
    shipping_required: !product.virtual,
    shipping_taxable: !product.virtual && product.tax_status !== "none",
    shipping_class: "",
    shipping_class_id: 0,
    reviews_allowed: product.reviews_allowed,
    average_rating: isEdited ? "0" : "0.00",
    rating_count: 0,
    upsell_ids: [],
    cross_sell_ids: [],
    parent_id: 0,
    purchase_note: describe(product.purchase_note),
    categories: [UNCATEGORIZED],
    brands: [],
    tags: [],
    images: [],
    attributes: product.attributes.map((attribute) => ({
      id: 0,
      name: attribute.name,
      slug: attribute.name,
      position: attribute.position,
      visible: attribute.visible,
      variation: attribute.variation,
      options: attribute.options,
    })),
    default_attributes: product.default_attributes.map(({ name, option }) => ({ id: 0, name, option })),
    variations: variations.map((variation) => variation.id),
    grouped_products: [],
    menu_order: product.menu_order,
    price_html: priceHtml(store, product, priced),
    related_ids: [],
    meta_data: product.meta,
    stock_status: stockStatusOf(product, variations),
    has_options: product.type === "variable",
    post_password: "",
    global_unique_id: product.global_unique_id,
    ...(isEdited ? generatedFields(ctx, store, product) : {}),
    _links: { self: [{ href: self }], collection: [{ href: restUrl(ctx, store, "products") }] },
  };
}

/** A variable product is in stock when one of its variations is. */
function stockStatusOf(product: WooProduct, variations: readonly WooVariation[]): string {
  if (product.type !== "variable" || product.manage_stock) return product.stock_status;
  const wanted = ["instock", "onbackorder"].find((status) => variations.some((variation) => variation.stock_status === status));
  return wanted ?? "outofstock";
}

/** What a variation has from its product unless it has it itself. */
const inherited = (variation: WooVariation, parent: WooProduct | null): { sku: string; weight: string; dimensions: Sellable["dimensions"] } => ({
  sku: variation.sku || (parent?.sku ?? ""),
  weight: variation.weight || (parent?.weight ?? ""),
  dimensions: {
    length: variation.dimensions.length || (parent?.dimensions.length ?? ""),
    width: variation.dimensions.width || (parent?.dimensions.width ?? ""),
    height: variation.dimensions.height || (parent?.dimensions.height ?? ""),
  },
});

const attributesJson = (variation: WooVariation): object[] =>
  variation.attributes.map(({ name, option }) => ({ id: 0, name, slug: attributeKey(name), option }));

function permalink(ctx: SandboxContext, store: WooStore, variation: WooVariation, parent: WooProduct | null): string {
  const query = variation.attributes.map(({ name, option }) => `attribute_${attributeKey(name)}=${encodeURIComponent(option)}`).join("&");
  return `${homeUrl(ctx, store)}/product/${parent?.slug ?? ""}/${query === "" ? "" : `?${query}`}`;
}

const optionsInWords = (variation: WooVariation): string => variation.attributes.map(({ option }) => option).join(", ");

/** A variation as GET /products/{product}/variations/{id} answers it. */
export function variationJson(ctx: SandboxContext, store: WooStore, variation: WooVariation, isEdited = false): Record<string, unknown> {
  const parent = readWoo(ctx, store.slug, "product", variation.product_id);
  const product = restUrl(ctx, store, `products/${variation.product_id}`);
  const own = inherited(variation, parent);
  return {
    id: variation.id,
    type: "variation",
    ...dates(store, variation),
    description: shownText(variation.description),
    permalink: permalink(ctx, store, variation, parent),
    sku: own.sku,
    global_unique_id: variation.global_unique_id,
    price: priceText(variation),
    regular_price: variation.regular_price,
    sale_price: variation.sale_price,
    ...sale(isOnSale(variation)),
    status: variation.status,
    purchasable: priceText(variation) !== "" && variation.status === "publish",
    ...downloads(variation),
    tax_status: variation.tax_status,
    tax_class: isEdited ? "parent" : variation.tax_class,
    manage_stock: variation.manage_stock || (parent?.manage_stock === true ? "parent" : false),
    stock_quantity: variation.manage_stock ? variation.stock_quantity : parent?.manage_stock === true ? parent.stock_quantity : null,
    stock_status: variation.stock_status,
    ...backorders(variation),
    weight: own.weight,
    dimensions: own.dimensions,
    shipping_class: "",
    shipping_class_id: 0,
    image: null,
    attributes: attributesJson(variation),
    menu_order: variation.menu_order,
    meta_data: variation.meta,
    name: optionsInWords(variation),
    parent_id: variation.product_id,
    _links: {
      self: [{ href: `${product}/variations/${variation.id}` }],
      collection: [{ href: `${product}/variations` }],
      up: [{ href: product }],
    },
  };
}

/** The same variation as GET /products/{id} answers it, and as webhooks of the topic product carry it. */
export function variationAsProductJson(ctx: SandboxContext, store: WooStore, variation: WooVariation): Record<string, unknown> {
  const parent = readWoo(ctx, store.slug, "product", variation.product_id);
  const name = [parent?.name ?? "", optionsInWords(variation)].filter(Boolean).join(" - ");
  const stand: WooProduct = {
    ...variation,
    ...inherited(variation, parent),
    name,
    slug: attributeKey(name),
    type: "variation",
    featured: false,
    catalog_visibility: "visible",
    short_description: "",
    sold_individually: false,
    reviews_allowed: false,
    purchase_note: "",
    total_sales: 0,
    attributes: [],
    default_attributes: [],
  };
  const json = productJson(ctx, store, stand);
  const up = [{ href: restUrl(ctx, store, `products/${variation.product_id}`) }];
  return {
    ...json,
    permalink: permalink(ctx, store, variation, parent),
    total_sales: "0",
    parent_id: variation.product_id,
    categories: [],
    attributes: attributesJson(variation),
    _links: { ...(json["_links"] as object), up },
  };
}
