import type { Product, Variant } from "../../shop/types.ts";
import { findOwner, readEntity } from "../../store/entities.ts";
import type { GraphqlRequest } from "../request.ts";

/** The variant whose stock an inventory item is. */
export function itemOf(request: GraphqlRequest, inventoryItemId: string): { product: Product; variant: Variant } | null {
  const owner = findOwner(request.ctx, request.shop.domain, "InventoryItem", inventoryItemId);
  const product = owner && readEntity(request.ctx, request.shop.domain, "Product", owner.id);
  const variant = product?.variants.find((each) => each.inventoryItemId === inventoryItemId);
  return product && variant ? { product, variant } : null;
}
