import type { SandboxContext } from "../context.ts";
import type { Route } from "../http.ts";
import type { Product, Variant } from "../shop/types.ts";
import { listEntities } from "../store/entities.ts";
import { sumAvailable } from "../store/inventory.ts";
import { installOf } from "./shops.ts";

/** GET /store/:handle/picker-products?query= : what the resource picker lists, in App Bridge's own shape. */
export const pickerProducts: Route = {
  method: "GET",
  pattern: "/store/:handle/picker-products",
  handle(request, ctx) {
    const { shop } = installOf(ctx, request.params["handle"]!);
    const words = (request.query.get("query") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const found = listEntities(ctx, shop, "Product").filter((product) => words.every((word) => searchText(product).includes(word)));
    return { status: 200, body: { products: found.map((product) => pickerProduct(ctx, shop, product)) } };
  },
};

function searchText(product: Product): string {
  return [product.title, product.vendor, ...product.variants.flatMap((variant) => [variant.sku, variant.title])].join(" ").toLowerCase();
}

function pickerProduct(ctx: SandboxContext, shop: string, product: Product): object {
  const variants = product.variants.map((variant) => pickerVariant(ctx, shop, product, variant));
  return {
    id: `gid://shopify/Product/${product.id}`,
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    productType: product.productType,
    status: product.status,
    tags: product.tags,
    images: [],
    totalVariants: variants.length,
    totalInventory: variants.reduce((sum, variant) => sum + variant.inventoryQuantity, 0),
    tracksInventory: product.variants.some((variant) => variant.tracked),
    hasOnlyDefaultVariant: variants.length === 1,
    createdAt: new Date(product.createdAt).toISOString(),
    updatedAt: new Date(product.updatedAt).toISOString(),
    variants,
  };
}

function pickerVariant(ctx: SandboxContext, shop: string, product: Product, variant: Variant) {
  return {
    id: `gid://shopify/ProductVariant/${variant.id}`,
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    sku: variant.sku,
    barcode: variant.barcode,
    price: (variant.price / 100).toFixed(2),
    position: variant.position,
    inventoryItem: { id: `gid://shopify/InventoryItem/${variant.inventoryItemId}` },
    inventoryQuantity: sumAvailable(ctx, shop, variant.inventoryItemId),
    product: { id: `gid://shopify/Product/${product.id}`, title: product.title },
  };
}
