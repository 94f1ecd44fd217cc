import type { SandboxContext } from "../context.ts";
import type { Shop } from "../shop/types.ts";

/** What every resolver gets as its context: one call of one app on one shop. */
export interface GraphqlRequest {
  ctx: SandboxContext;
  shop: Shop;
  scopes: string[];
  trimDecimals: boolean;
}

/** Arguments of a field. */
export type Args = Record<string, unknown>;

/** A resolved object: plain values, or functions for what takes arguments or costs work. A field that is not there is not supported. */
export type View = { __typename: string } & Record<string, unknown>;
