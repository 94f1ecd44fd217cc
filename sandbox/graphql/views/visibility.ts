import type { GraphqlRequest } from "../request.ts";

const ORDER_WINDOW_MS = 60 * 86_400_000;

/** Without read_all_orders an app sees the last 60 days: https://shopify.dev/docs/api/usage/access-scopes#orders-permissions */
export function mayReadOrder(request: GraphqlRequest, createdAt: number): boolean {
  return request.scopes.includes("read_all_orders") || createdAt >= request.ctx.now() - ORDER_WINDOW_MS;
}
