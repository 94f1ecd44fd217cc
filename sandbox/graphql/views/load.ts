import { findOwner, readEntity } from "../../store/entities.ts";
import type { GraphqlRequest, View } from "../request.ts";
import { customerView } from "./customer.ts";
import { locationView } from "./inventory.ts";
import { orderView } from "./order.ts";
import { productView, variantView } from "./product.ts";

/** Entities by id, as views; null for what is not there (any more). */
export function loadProductView(request: GraphqlRequest, id: string | null): View | null {
  const product = id === null ? null : readEntity(request.ctx, request.shop.domain, "Product", id);
  return product && productView(product, request);
}

export function loadVariantView(request: GraphqlRequest, id: string | null): View | null {
  const owner = id === null ? null : findOwner(request.ctx, request.shop.domain, "ProductVariant", id);
  const product = owner && readEntity(request.ctx, request.shop.domain, "Product", owner.id);
  const variant = product?.variants.find((each) => each.id === id);
  return product && variant ? variantView(variant, product, request) : null;
}

export function loadCustomerView(request: GraphqlRequest, id: string | null): View | null {
  const customer = id === null ? null : readEntity(request.ctx, request.shop.domain, "Customer", id);
  return customer && customerView(customer, request);
}

export function loadOrderView(request: GraphqlRequest, id: string | null): View | null {
  const order = id === null ? null : readEntity(request.ctx, request.shop.domain, "Order", id);
  return order && mayReadOrder(request, order.createdAt) ? orderView(order, request) : null;
}

export function loadLocationView(request: GraphqlRequest, id: string | null): View | null {
  const location = id === null ? null : readEntity(request.ctx, request.shop.domain, "Location", id);
  return location && locationView(location, request);
}

const ORDER_WINDOW_MS = 60 * 86_400_000;

/** Without read_all_orders an app sees the last 60 days: https://shopify.dev/docs/api/usage/access-scopes#orders-permissions */
export function mayReadOrder(request: GraphqlRequest, createdAt: number): boolean {
  return request.scopes.includes("read_all_orders") || createdAt >= request.ctx.now() - ORDER_WINDOW_MS;
}
