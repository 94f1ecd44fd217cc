/** An operator has mended the cause: what failed or was given up is tried again, everywhere or for one merchant or connection. */
import { writeAudit } from "#app/data/audit.server.ts";
import { makeFailedDueAgain, type RetryFilter } from "#app/data/system/deliveries.server.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import type { ServiceContext } from "./context.server.ts";

const PER_TRANSACTION = 200;

/** Works in short transactions, in the order of arrival. What fails anew meanwhile is not taken twice. @returns how many were made due */
export async function retryFailedDeliveries(ctx: ServiceContext, filter: RetryFilter): Promise<number> {
  const now = ctx.clock();
  const perMerchant = new Map<string, number>();
  let afterId = 0;
  for (;;) {
    const { made, lastSeen } = await ctx.db.write(async (tx) => {
      const group = await makeFailedDueAgain(tx, filter, afterId, PER_TRANSACTION, now);
      if (group.made.length > 0)
        await ctx.queue.schedule(
          tx,
          deliveryLane,
          group.made.map((row) => row.id),
          now,
        );
      return group;
    });
    for (const row of made) perMerchant.set(row.merchant_id, (perMerchant.get(row.merchant_id) ?? 0) + 1);
    if (lastSeen === null) break;
    afterId = lastSeen;
    ctx.queue.wake(deliveryLane);
  }
  for (const [merchantId, count] of perMerchant) {
    await writeAudit(
      ctx.db,
      merchantId,
      { connectionId: filter.connectionId ?? null, kind: "command", actor: "operator", action: "retry_failed_deliveries", data: { count } },
      now,
    );
  }
  return [...perMerchant.values()].reduce((sum, count) => sum + count, 0);
}
