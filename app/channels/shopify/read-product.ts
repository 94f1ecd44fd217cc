import type { Product } from "#app/domain/events.ts";
import type { Failure } from "#app/domain/failure.ts";
import { failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";
import { z } from "zod";
import type { ApiCall, ConnectionFacts } from "../contract.ts";
import { connection as connectionOf, gid, reference, words } from "./answers/common.ts";
import { ask, grantedBy, readAllPages } from "./ask.ts";
import { buildProduct } from "./build-product.ts";
import { PRODUCT, PRODUCT_VARIANTS } from "./documents.ts";
import { idOf, idOrNull } from "./normalise.ts";
import { readOrFail } from "#app/domain/unreadable.ts";

const amount = z.union([z.string(), z.number()]).transform(String);
const variantNode = z.object({
  id: gid,
  inventoryItem: reference,
  position: z.int(),
  title: z.string(),
  sku: words,
  barcode: words,
  price: amount,
  compareAtPrice: amount.nullish(),
});
const productNode = z.object({
  id: gid,
  title: z.string(),
  handle: words,
  status: words,
  vendor: words,
  productType: words,
  tags: z.array(z.string()),
  createdAt: words,
  updatedAt: z.string(),
  featuredMedia: z.object({ preview: z.object({ image: z.object({ url: words }).nullish() }).nullish() }).nullish(),
  variants: connectionOf(variantNode),
});
const one = z.object({ product: productNode.nullish() });
const more = z.object({ product: z.object({ updatedAt: z.string(), variants: connectionOf(variantNode) }).nullish() });

const TRIES = 3;

/** Null: Shopify no longer has the product. Needs read_products. All variants, also beyond the hundred that a webhook lists. */
export async function readProduct(
  call: ApiCall,
  externalId: string,
  connection: ConnectionFacts,
  scopes: readonly string[],
): Promise<Result<Product | null, Failure>> {
  if (!grantedBy(scopes).withProducts) return err(failure("auth", "scope_missing", "Reading products needs the access read_products."));
  const id = `gid://shopify/Product/${externalId}`;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const first = await ask(call, PRODUCT, { id }, one);
    if (!first.ok) return first;
    const { product } = first.value;
    if (!product) return ok(null);
    let hasChanged = false;
    const variants = await readAllPages(product.variants, async (after) => {
      const page = await ask(call, PRODUCT_VARIANTS, { id, after }, more);
      if (!page.ok) return page;
      if (page.value.product && page.value.product.updatedAt !== product.updatedAt) hasChanged = true;
      return ok(page.value.product?.variants ?? null);
    });
    if (!variants.ok) return variants;
    const nodes = variants.value;
    if (nodes === null) return ok(null);
    if (!hasChanged) return readOrFail(() => buildProduct(partsOf(product, nodes), connection));
  }
  return err(failure("transient", "product_keeps_changing", "The product changed each time while it was being read; it will be read again."));
}

const partsOf = (product: z.infer<typeof productNode>, variants: z.infer<typeof variantNode>[]) => ({
  id: idOf(product.id),
  title: product.title,
  handle: product.handle ?? null,
  status: product.status ?? null,
  vendor: product.vendor ?? null,
  productType: product.productType ?? null,
  tags: product.tags,
  imageUrl: product.featuredMedia?.preview?.image?.url ?? null,
  createdAt: product.createdAt ?? null,
  updatedAt: product.updatedAt,
  variants: variants.map((variant) => ({
    id: idOf(variant.id),
    inventoryItemId: idOrNull(variant.inventoryItem?.id),
    position: variant.position,
    title: variant.title,
    sku: variant.sku ?? null,
    barcode: variant.barcode ?? null,
    price: variant.price,
    compareAt: variant.compareAtPrice ?? null,
  })),
});
