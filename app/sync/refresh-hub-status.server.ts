import { shippedStatus } from "#app/domain/shipped-status.ts";
import type { ApplyContext } from "./context.ts";

/** Statuses that follow the parcels; every other one is the order's own and comes with its snapshot. */
const FOLLOWS_PARCELS: ReadonlySet<string> = new Set(["SHIPPED", "OUT_FOR_DELIVERY", "DELIVERED"]);
const STANDING: ReadonlySet<string> = new Set(["pending", "open", "success"]);

/**
 * Brings hub status and delivery time in line with the stored fulfilments: a carrier's event may be newer than the order's snapshot.
 * @returns the hub status
 */
export async function refreshHubStatus(ctx: ApplyContext, orderId: string): Promise<string> {
  const order = await ctx.tx.find("orders", { id: orderId });
  if (order === undefined || !FOLLOWS_PARCELS.has(order.hub_status)) return order?.hub_status ?? "PENDING";
  const parcels = (await ctx.tx.list("fulfillments", { order_id: orderId })).filter((one) => STANDING.has(one.status));
  const hubStatus = shippedStatus(parcels.map((parcel) => parcel.shipment_status));
  const deliveredAt = hubStatus === "DELIVERED" ? Math.max(...parcels.map((parcel) => parcel.delivered_at ?? 0)) || order.delivered_at : null;
  if (hubStatus !== order.hub_status || deliveredAt !== order.delivered_at) {
    await ctx.tx.update("orders", { hub_status: hubStatus, delivered_at: deliveredAt }, { id: orderId });
  }
  return hubStatus;
}
