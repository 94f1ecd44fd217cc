import { findOwner, readEntity } from "../../store/entities.ts";
import type { GraphqlRequest, ViewLoader } from "../request.ts";
import { customerView } from "./customer.ts";
import { locationView } from "./inventory.ts";
import { orderView } from "./order.ts";
import { productView, variantView } from "./product.ts";
import { mayReadOrder } from "./visibility.ts";

/** A request with its views: entities by id, null for what is not there (any more) or too old to be seen. */
export function withViews(call: Omit<GraphqlRequest, "views">): GraphqlRequest {
  const { ctx, shop } = call;
  const views: ViewLoader = {
    order: (order) => orderView(order, request),
    variant: (variant, product) => variantView(variant, product, request),
    orderById(id) {
      const order = id === null ? null : readEntity(ctx, shop.domain, "Order", id);
      return order && mayReadOrder(request, order.createdAt) ? orderView(order, request) : null;
    },
    customerById(id) {
      const customer = id === null ? null : readEntity(ctx, shop.domain, "Customer", id);
      return customer && customerView(customer, request);
    },
    productById(id) {
      const product = id === null ? null : readEntity(ctx, shop.domain, "Product", id);
      return product && productView(product, request);
    },
    variantById(id) {
      const owner = id === null ? null : findOwner(ctx, shop.domain, "ProductVariant", id);
      const product = owner && readEntity(ctx, shop.domain, "Product", owner.id);
      const variant = product?.variants.find((each) => each.id === id);
      return product && variant ? variantView(variant, product, request) : null;
    },
    locationById(id) {
      const location = id === null ? null : readEntity(ctx, shop.domain, "Location", id);
      return location && locationView(location, request);
    },
  };
  const request: GraphqlRequest = { ...call, views };
  return request;
}
