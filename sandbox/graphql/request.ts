import type { SandboxContext } from "../context.ts";
import type { Order, Product, Shop, Variant } from "../shop/types.ts";

/** What every resolver gets as its context: one call of one app on one shop. */
export interface GraphqlRequest {
  ctx: SandboxContext;
  shop: Shop;
  scopes: string[];
  trimDecimals: boolean;
  views: ViewLoader;
}

/** Views of whole entities. They refer to each other in circles (order → customer → orders), so they reach each other through the request. */
export interface ViewLoader {
  order(order: Order): View;
  variant(variant: Variant, product: Product): View;
  orderById(id: string | null): View | null;
  customerById(id: string | null): View | null;
  productById(id: string | null): View | null;
  variantById(id: string | null): View | null;
  locationById(id: string | null): View | null;
}

/** Arguments of a field. */
export type Args = Record<string, unknown>;

/** A resolved object: plain values, or functions for what takes arguments or costs work. A field that is not there is not supported. */
export type View = { __typename: string } & Record<string, unknown>;
