import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import { deleteEntity, findOwner, readEntity, saveEntity } from "../store/entities.ts";
import { nextId } from "../store/ids.ts";
import { listLevels, sumAvailable, writeLevel } from "../store/inventory.ts";
import { requireShop } from "../store/shops.ts";
import type { Order, Product, Shop } from "../shop/types.ts";
import { emitWebhook } from "../webhooks/emit.ts";
import type { EmittedWebhook } from "../webhooks/emit.ts";
import { happeningPayload, payloadContextOf } from "../webhooks/payload/happened.ts";
import { inventoryLevelPayload, productPayload } from "../webhooks/payload/catalog.ts";
import { toSecond } from "./happening.ts";
import type { NewId, Outcome, StockMove } from "./happening.ts";

export function idMaker(ctx: SandboxContext): NewId {
  return (kind) => nextId(ctx, kind);
}

/** The order with this id, or a Refusal (404). */
export function requireOrder(ctx: SandboxContext, shop: string, id: string): Order {
  const order = readEntity(ctx, shop, "Order", id);
  if (!order) throw new Refusal(404, "id", `${shop} has no order ${id}`, "see GET /sandbox/orders");
  return order;
}

/** Runs one operation on an order, then saves the order, moves the stock and tells the webhooks: all in one transaction. */
export function changeOrder<T extends Outcome>(
  ctx: SandboxContext,
  shopDomain: string,
  id: string,
  change: (order: Order, at: number, newId: NewId) => T,
): { order: Order; outcome: T; webhooks: EmittedWebhook[] } {
  return ctx.db.transaction(() => {
    const shop = requireShop(ctx, shopDomain);
    const order = requireOrder(ctx, shopDomain, id);
    const outcome = change(order, ctx.now(), idMaker(ctx));
    return { order, outcome, webhooks: commitOrder(ctx, shop, order, outcome) };
  })();
}

/** Saves the order and everything that follows from what happened to it. */
export function commitOrder(ctx: SandboxContext, shop: Shop, order: Order, outcome: Outcome): EmittedWebhook[] {
  const isDeleted = outcome.happenings.some((happening) => happening.topic === "orders/delete");
  if (isDeleted) deleteEntity(ctx, shop.domain, "Order", order.id);
  else saveEntity(ctx, shop.domain, "Order", order);
  const customer = order.customerId ? readEntity(ctx, shop.domain, "Customer", order.customerId) : null;
  const told = outcome.happenings.flatMap((happening) =>
    emitWebhook(ctx, { shop: shop.domain, topic: happening.topic, payload: happeningPayload(happening, order, customer, shop), entityId: order.id }),
  );
  return [...told, ...moveStock(ctx, shop, outcome.stock)];
}

/** Books stock moves and tells inventory_levels/update per level and products/update per product, as Shopify does when a product is ordered. */
export function moveStock(ctx: SandboxContext, shop: Shop, moves: StockMove[]): EmittedWebhook[] {
  const products = new Map<string, Product>();
  const told = moves.flatMap((move) => {
    const product = findProductOfVariant(ctx, shop.domain, move.variantId);
    const variant = product?.variants.find((each) => each.id === move.variantId);
    if (!product || !variant?.tracked) return [];
    const levels = listLevels(ctx, shop.domain, { inventoryItemId: variant.inventoryItemId });
    const level = levels.find((each) => each.locationId === move.locationId) ?? levels[0];
    if (!level) return [];
    products.set(product.id, product);
    return setAvailable(ctx, shop, variant.inventoryItemId, level.locationId, level.available + move.delta);
  });
  return [...told, ...[...products.values()].flatMap((product) => tellProduct(ctx, shop, product, "products/update"))];
}

/** Sets one level and tells inventory_levels/update. */
export function setAvailable(ctx: SandboxContext, shop: Shop, inventoryItemId: string, locationId: string, available: number): EmittedWebhook[] {
  const level = { inventoryItemId, locationId, available, updatedAt: toSecond(ctx.now()) };
  writeLevel(ctx, shop.domain, level);
  return emitWebhook(ctx, {
    shop: shop.domain,
    topic: "inventory_levels/update",
    payload: inventoryLevelPayload(level, payloadContextOf(shop)),
    entityId: inventoryItemId,
  });
}

export function tellProduct(ctx: SandboxContext, shop: Shop, product: Product, topic: "products/create" | "products/update"): EmittedWebhook[] {
  const payload = productPayload(
    product,
    shop.currency,
    (variant) => sumAvailable(ctx, shop.domain, variant.inventoryItemId),
    payloadContextOf(shop),
  );
  return emitWebhook(ctx, { shop: shop.domain, topic, payload, entityId: product.id });
}

export function findProductOfVariant(ctx: SandboxContext, shop: string, variantId: string): Product | null {
  const owner = findOwner(ctx, shop, "ProductVariant", variantId);
  return owner ? readEntity(ctx, shop, "Product", owner.id) : null;
}
