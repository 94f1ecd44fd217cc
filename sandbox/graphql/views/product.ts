import type { Product, Variant } from "../../shop/types.ts";
import { toGid } from "../../store/ids.ts";
import { sumAvailable } from "../../store/inventory.ts";
import { toListConnection } from "../connection.ts";
import type { Args, GraphqlRequest, View } from "../request.ts";
import { inventoryItemView } from "./inventory.ts";
import { decimal, moneyView, time, timeOrNull } from "./scalars.ts";

export function productView(product: Product, request: GraphqlRequest): View {
  const stock = () => product.variants.reduce((sum, variant) => sum + stockOf(variant, request), 0);
  const prices = product.variants.map((variant) => variant.price);
  return {
    __typename: "Product",
    id: toGid("Product", product.id),
    legacyResourceId: product.id,
    title: product.title,
    handle: product.handle,
    description: (args: Args) => product.descriptionHtml.replace(/<[^>]*>/g, "").slice(0, (args["truncateAt"] as number | undefined) ?? undefined),
    descriptionHtml: product.descriptionHtml,
    vendor: product.vendor,
    productType: product.productType,
    status: product.status,
    tags: product.tags,
    isGiftCard: product.isGiftCard,
    category: null,
    featuredMedia: null,
    onlineStoreUrl: null,
    onlineStorePreviewUrl: null,
    templateSuffix: null,
    giftCardTemplateSuffix: null,
    combinedListing: null,
    combinedListingRole: null,
    requiresSellingPlan: false,
    hasVariantsThatRequiresComponents: false,
    tracksInventory: product.variants.some((variant) => variant.tracked),
    hasOnlyDefaultVariant: product.variants.length === 1 && product.variants[0]!.title === "Default Title",
    hasOutOfStockVariants: () => product.variants.some((variant) => variant.tracked && stockOf(variant, request) <= 0),
    totalInventory: stock,
    variantsCount: { __typename: "Count", count: product.variants.length, precision: "EXACT" },
    createdAt: time(product.createdAt),
    updatedAt: time(product.updatedAt),
    publishedAt: timeOrNull(product.publishedAt),
    priceRangeV2: {
      __typename: "ProductPriceRangeV2",
      minVariantPrice: moneyView(Math.min(...prices), request.shop.currency, request),
      maxVariantPrice: moneyView(Math.max(...prices), request.shop.currency, request),
    },
    options: () => optionViews(product),
    media: (args: Args) => toListConnection("Media", [] as never[], (never) => never, args),
    variants: (args: Args) => toListConnection("ProductVariant", product.variants, (variant) => variantView(variant, product, request), args),
  };
}

function optionViews(product: Product): View[] {
  const names = product.variants[0]?.options.map((option) => option.name) ?? [];
  return names.map((name, index) => ({
    __typename: "ProductOption",
    id: toGid("ProductOption", `${product.id.slice(0, 12)}${index + 1}`),
    name,
    position: index + 1,
    values: [...new Set(product.variants.map((variant) => variant.options[index]?.value ?? ""))],
  }));
}

export function variantView(variant: Variant, product: Product, request: GraphqlRequest): View {
  const currency = request.shop.currency;
  return {
    __typename: "ProductVariant",
    id: toGid("ProductVariant", variant.id),
    legacyResourceId: variant.id,
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    sku: variant.sku,
    barcode: variant.barcode,
    price: decimal(variant.price, currency, request),
    compareAtPrice: variant.compareAtPrice === null ? null : decimal(variant.compareAtPrice, currency, request),
    position: variant.position,
    taxable: variant.taxable,
    inventoryPolicy: "DENY",
    requiresComponents: false,
    showUnitPrice: false,
    unitPrice: null,
    unitPriceMeasurement: null,
    image: null,
    selectedOptions: variant.options.map((option) => ({ __typename: "SelectedOption", ...option })),
    createdAt: time(variant.createdAt),
    updatedAt: time(variant.updatedAt),
    availableForSale: () => product.status === "ACTIVE" && (!variant.tracked || stockOf(variant, request) > 0),
    inventoryQuantity: () => stockOf(variant, request),
    sellableOnlineQuantity: () => stockOf(variant, request),
    inventoryItem: () => inventoryItemView(variant, product, request),
    product: () => productView(product, request),
  };
}

function stockOf(variant: Variant, request: GraphqlRequest): number {
  return sumAvailable(request.ctx, request.shop.domain, variant.inventoryItemId);
}
