import type { OrderFact } from "#app/domain/events.ts";
import type { ApplyContext } from "./context.ts";

/** The same fact of the same order has the same id. */
export const factId = (orderId: string, fact: OrderFact): string => `${orderId}/fact/${fact.kind}/${fact.value}/${fact.occurred_at}`;

/** The history is what the order's present state says, no more: a refund that was taken back has not happened. */
export async function replaceFacts(ctx: ApplyContext, orderId: string, facts: readonly OrderFact[]): Promise<void> {
  const stated = new Set(facts.map((fact) => factId(orderId, fact)));
  for (const { id } of await ctx.tx.list("status_history", { order_id: orderId })) if (!stated.has(id)) await ctx.tx.remove("status_history", { id });
  await recordFacts(ctx, orderId, facts);
}

/** Adds to the order's status history. It is a set keyed by what the source said, so neither repeats nor the order of arrival show. */
export async function recordFacts(ctx: ApplyContext, orderId: string, facts: readonly OrderFact[]): Promise<void> {
  for (const fact of facts) {
    await ctx.tx.insertIfNew("status_history", {
      id: factId(orderId, fact),
      merchant_id: ctx.connection.merchant_id,
      order_id: orderId,
      ...fact,
      delivery_id: ctx.deliveryId,
    });
  }
}
