import { readSettings } from "#app/data/connections.server.ts";
import { assumedDeliveredAt, shippedStatus } from "#app/domain/shipped-status.ts";
import type { ApplyContext } from "./context.ts";

/** Statuses that follow the parcels; every other one is the order's own and comes with its snapshot. */
const FOLLOWS_PARCELS: ReadonlySet<string> = new Set(["SHIPPED", "OUT_FOR_DELIVERY", "DELIVERED"]);
const STANDING: ReadonlySet<string> = new Set(["pending", "open", "success"]);

/**
 * Brings hub status and delivery time in line with the stored fulfilments: a carrier's event may be newer than the order's snapshot, and
 * where carriers report nothing the merchant may have a rule.
 * @returns the hub status
 */
export async function refreshHubStatus(ctx: Pick<ApplyContext, "tx" | "connection" | "now">, orderId: string): Promise<string> {
  const order = await ctx.tx.find("orders", { id: orderId }, ["hub_status", "source_status", "delivered_at"]);
  // A store that says it in words of its own has said it.
  if (order === undefined || order.source_status !== null || !FOLLOWS_PARCELS.has(order.hub_status)) return order?.hub_status ?? "PENDING";
  const parcels = (await ctx.tx.list("fulfillments", { order_id: orderId })).filter((one) => STANDING.has(one.status));
  const byCarrier = shippedStatus(parcels.map((parcel) => parcel.shipment_status));
  const assumedAt = assumedDeliveredAt(
    parcels.map((parcel) => parcel.source_created_at),
    readSettings(ctx.connection).delivered_after_days ?? null,
    ctx.now,
  );
  const hubStatus = byCarrier !== "DELIVERED" && assumedAt !== null ? "DELIVERED" : byCarrier;
  const reportedAt = byCarrier === "DELIVERED" ? Math.max(...parcels.map((parcel) => parcel.delivered_at ?? 0)) || order.delivered_at : null;
  const deliveredAt = hubStatus === "DELIVERED" ? (reportedAt ?? assumedAt) : null;
  if (hubStatus !== order.hub_status || deliveredAt !== order.delivered_at) {
    await ctx.tx.update("orders", { hub_status: hubStatus, delivered_at: deliveredAt }, { id: orderId });
  }
  return hubStatus;
}
