/** Carries out the merchants' rule "shipped counts as delivered after N days" for the orders whose time has come. */
import { readSettings, type Connection } from "#app/data/connections.server.ts";
import { listOrdersOnTheirWay } from "#app/data/orders-shipped.server.ts";
import { listActiveConnections } from "#app/data/system/connections.server.ts";
import { CHANNELS } from "#app/channels/all.ts";
import { followDelivery } from "#app/sync/plan-messages.server.ts";
import { recordChange } from "#app/sync/record-change.server.ts";
import { refreshHubStatus } from "#app/sync/refresh-hub-status.server.ts";
import type { ServiceContext } from "./context.server.ts";

/** @returns how many orders became delivered */
export async function assumeDelivered(ctx: ServiceContext): Promise<number> {
  let count = 0;
  for (const channel of Object.keys(CHANNELS)) {
    for (let afterId = ""; ;) {
      const page = await listActiveConnections(ctx.db, channel, afterId);
      for (const connection of page)
        if (readSettings(connection).delivered_after_days !== undefined) count += await assumeForConnection(ctx, connection);
      const last = page.at(-1);
      if (last === undefined) break;
      afterId = last.id;
    }
  }
  return count;
}

async function assumeForConnection(ctx: ServiceContext, connection: Connection): Promise<number> {
  let count = 0;
  for (let afterId = ""; ;) {
    const ids = await listOrdersOnTheirWay(ctx.db, connection.merchant_id, connection.id, afterId);
    for (const id of ids) if (await assumeOne(ctx, connection, id)) count++;
    const last = ids.at(-1);
    if (last === undefined) return count;
    afterId = last;
  }
}

function assumeOne(ctx: ServiceContext, connection: Connection, orderId: string): Promise<boolean> {
  return ctx.db.write(async (tx) => {
    const now = ctx.clock();
    const before = await tx.find("orders", { id: orderId });
    const after = await refreshHubStatus({ tx, connection, now }, orderId);
    if (before === undefined || after === before.hub_status) return false;
    const context = {
      tx,
      queue: ctx.queue,
      connection,
      deliveryId: null,
      cause: "delivery rule",
      triggeredAt: null,
      waitingSince: now,
      readStartedAt: null,
      hasEffects: true,
      now,
    };
    await recordChange(context, "updated", "order", orderId, [{ field: "hub_status", before: before.hub_status, after }]);
    if (after === "DELIVERED") await followDelivery(context, orderId, false);
    return true;
  });
}
