import type { SandboxContext } from "../context.ts";
import type { Product, Shop } from "../shop/types.ts";
import { deleteEntity, saveEntity } from "../store/entities.ts";
import { dropLevels } from "../store/inventory.ts";
import { emitWebhook } from "../webhooks/emit.ts";
import type { EmittedWebhook } from "../webhooks/emit.ts";
import { idNumber } from "../webhooks/payload/scalars.ts";
import { tellProduct } from "./commit.ts";
import { toSecond } from "./happening.ts";

/** Saves the product as of now and tells products/create or products/update. */
export function saveProduct(
  ctx: SandboxContext,
  shop: Shop,
  product: Product,
  topic: "products/create" | "products/update",
): { product: Product; webhooks: EmittedWebhook[] } {
  const saved = { ...product, updatedAt: toSecond(ctx.now()) };
  saveEntity(ctx, shop.domain, "Product", saved);
  return { product: saved, webhooks: tellProduct(ctx, shop, saved, topic) };
}

/** Removes the product and its stock; orders keep their lines, whose product is then gone. */
export function deleteProduct(ctx: SandboxContext, shop: Shop, product: Product): EmittedWebhook[] {
  for (const variant of product.variants) dropLevels(ctx, shop.domain, variant.inventoryItemId);
  deleteEntity(ctx, shop.domain, "Product", product.id);
  return emitWebhook(ctx, { shop: shop.domain, topic: "products/delete", payload: { id: idNumber(product.id) }, entityId: product.id });
}
