/** What a store's status means was changed: the orders that are here with it get their new hub status, in the background and with a line each. */
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, type Connection } from "#app/data/connections.server.ts";
import type { Row } from "#app/data/database.ts";
import { countOrdersByMeaning, listDifferingOrders } from "#app/data/store-status-orders.server.ts";
import { planSyncItemAgain } from "#app/data/sync-items.server.ts";
import { COUNTED_ORDERS } from "#app/domain/store-connection.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { followDelivery, resumeMessages } from "#app/sync/plan-messages.server.ts";
import type { Later } from "#app/sync/read-entity.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import { deliveredAtOf, meaningOf } from "#app/sync/translate-status.server.ts";
import type { ServiceContext } from "./context.server.ts";

/** What the item of the sync queue is about: one status of one store. */
export const STORE_STATUS = "store_status";
/** How long one turn of the work takes: a stop never waits for it, and other work of the lane comes in between. */
const TURN_MS = 1_000;
const AT_ONCE = 100;

/** Plans the work. While it is under way the same wish is the same work. @returns how many orders will change, counted up to COUNTED_ORDERS */
export function planStatusMeaning(
  ctx: ServiceContext,
  merchantId: string,
  connectionId: string,
  status: string,
  by: string,
): Promise<Result<{ orders: number }, Failure>> {
  return ctx.db.write(async (tx) => {
    const connection = await getConnection(tx, merchantId, connectionId);
    if (connection === undefined) return err(failure("not_found", "integration_not_found", "This integration no longer exists."));
    if (connection.status === "inactive") return err(failure("conflict", "integration_inactive", "The integration is disconnected."));
    const meaning = await meaningOf(tx, connection, status);
    if (meaning === undefined) return ok({ orders: 0 });
    const [count] = await countOrdersByMeaning(tx, merchantId, connectionId, [{ from: status, to: meaning }], COUNTED_ORDERS);
    const orders = count?.differing ?? 0;
    if (orders === 0) return ok({ orders });
    const now = ctx.clock();
    const item = {
      connectionId,
      entityType: STORE_STATUS,
      entityId: status,
      action: "apply_meaning",
      direction: "inbound" as const,
      cause: by,
      dedupeKey: `apply_meaning:${status}`,
      payload: {},
    };
    const id = await planSyncItemAgain(tx, merchantId, item, now);
    if (id === null) return ok({ orders });
    await ctx.queue.schedule(tx, syncLane, [id], now);
    await writeAudit(
      tx,
      merchantId,
      {
        connectionId,
        kind: "command",
        actor: by === "operator" ? "operator" : "merchant",
        action: "status_meaning_applied",
        entityType: "connection",
        entityId: connectionId,
        syncItemId: id,
        data: { status, to: meaning, orders, by },
      },
      now,
    );
    return ok({ orders });
  });
}

/** The worker's part. Killed at any moment it goes on where it stopped: what is left is what still differs. */
export async function applyStatusMeaning(
  ctx: ServiceContext,
  item: Row<"sync_queue">,
  connection: Connection,
): Promise<Result<null | Later, Failure>> {
  const until = performance.now() + TURN_MS;
  const from = item.entity_id;
  do {
    const orders = await ctx.db.write(async (tx) => {
      // Looked up each time: it may be changed meanwhile.
      const to = await meaningOf(tx, connection, from);
      return to === undefined ? [] : listDifferingOrders(tx, connection.merchant_id, connection.id, { from, to }, AT_ONCE);
    });
    if (orders.length === 0) return ok(null);
    for (const order of orders) await changeOne(ctx, item, connection, order);
  } while (performance.now() < until);
  return ok({ kind: "later", at: ctx.clock() });
}

/** A transaction of its own: orders are locked one at a time, as whatever tells of them does. */
function changeOne(ctx: ServiceContext, item: Row<"sync_queue">, connection: Connection, of: { id: string; external_id: string }): Promise<void> {
  return ctx.db.write(async (tx) => {
    await tx.lock(`${connection.id}|order|${of.external_id}`);
    const order = await tx.find("orders", { id: of.id, merchant_id: connection.merchant_id });
    if (order === undefined || order.source_status !== item.entity_id || order.deleted_at !== null) return;
    const to = await meaningOf(tx, connection, item.entity_id);
    if (to === undefined || to === order.hub_status) return;
    const now = ctx.clock();
    await tx.update("orders", { hub_status: to, delivered_at: deliveredAtOf(to, order), updated_at: now }, { id: order.id });
    await writeAudit(
      tx,
      connection.merchant_id,
      {
        connectionId: connection.id,
        kind: "data_change",
        actor: item.cause === "operator" ? "operator" : "merchant",
        action: "status_meaning_applied",
        entityType: "order",
        entityId: order.id,
        syncItemId: item.id,
        data: [{ field: "hub_status", before: order.hub_status, after: to }],
      },
      now,
    );
    // Nothing was delivered just now, so nothing is planned anew. What was planned about an order that is not delivered is withdrawn, and
    // back when that is taken back.
    if (order.hub_status !== "DELIVERED" && to !== "DELIVERED") return;
    const context = { tx, queue: ctx.queue, connection, deliveryId: null, cause: `sync:${item.id}`, readStartedAt: null, hasEffects: false, now };
    if (to === "DELIVERED") await resumeMessages(context, order.id);
    else await followDelivery(context, order.id, true);
  });
}
