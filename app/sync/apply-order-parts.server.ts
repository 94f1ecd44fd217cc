/** Applies what arrives about a part of an order: a refund, a fulfilment, a carrier's event. Each needs the order to be known. */
import type { Row } from "#app/data/database.ts";
import type { Fulfillment, OrderFact, Refund } from "#app/domain/events.ts";
import { writeChildren } from "./children.server.ts";
import { applied, stale, unchanged, type Applied, type ApplyContext } from "./context.ts";
import { holdUntilSeen } from "./hold.server.ts";
import { mergeFulfillment, shipmentProgress } from "./merge-fulfillment.ts";
import { fulfillmentRow, refundLineRows, refundRow } from "./order-rows.ts";
import { followDelivery } from "./plan-messages.server.ts";
import { recordChange } from "./record-change.server.ts";
import { recordFacts } from "./record-facts.server.ts";
import { refreshHubStatus } from "./refresh-hub-status.server.ts";
import { releaseShipmentEvents } from "./release-shipment-events.server.ts";
import { requestRead } from "./request-read.server.ts";

/** The source usually sends the whole order right behind a part of it; only when it does not is the order read. */
const WAIT_FOR_SNAPSHOT_MS = 3_000;

/** The order, or what to do without it. */
async function findOrder(ctx: ApplyContext, externalId: string): Promise<{ order: Row<"orders"> } | { instead: Applied }> {
  await ctx.tx.lock(`${ctx.connection.id}|order|${externalId}`);
  const order = await ctx.tx.find("orders", { connection_id: ctx.connection.id, external_id: externalId });
  if (order !== undefined) return order.deleted_at === null ? { order } : { instead: stale };
  if (await ctx.tx.find("tombstones", { connection_id: ctx.connection.id, entity_type: "order", external_id: externalId })) return { instead: stale };
  return { instead: await holdUntilSeen(ctx, "order", externalId) };
}

export async function applyRefund(ctx: ApplyContext, orderExternalId: string, given: Refund, facts: readonly OrderFact[]): Promise<Applied> {
  const found = await findOrder(ctx, orderExternalId);
  if ("instead" in found) return found.instead;
  const { order } = found;
  const refund = order.erased_at === null ? given : { ...given, note: null };
  const owner = { merchantId: ctx.connection.merchant_id, orderId: order.id };
  await recordFacts(ctx, order.id, facts);
  const changes = await writeChildren(ctx.tx, {
    table: "refunds",
    of: { order_id: order.id, external_id: refund.external_id },
    label: "refunds",
    desired: [refundRow(refund, owner)],
    missing: "keep",
    isNew: false,
  });
  changes.push(
    ...(await writeChildren(ctx.tx, {
      table: "refund_lines",
      of: { refund_id: `${order.id}/refund/${refund.external_id}` },
      label: `refunds.${refund.external_id}.lines`,
      desired: refundLineRows(refund, owner),
      missing: "remove",
      isNew: false,
    })),
  );
  if (changes.length === 0) return unchanged;
  await recordChange(ctx, "updated", "order", order.id, changes);
  if (order.hub_status === "DELIVERED") await followDelivery(ctx, order.id, true);
  await requestRead(ctx, "order", orderExternalId, {
    reason: "a refund changed the order's sums",
    delayMs: WAIT_FOR_SNAPSHOT_MS,
    unless: "refunds_add_up",
  });
  return applied(refund.lines.length + 1);
}

export async function applyFulfillment(
  ctx: ApplyContext,
  orderExternalId: string,
  fulfillment: Fulfillment,
  facts: readonly OrderFact[],
): Promise<Applied> {
  const found = await findOrder(ctx, orderExternalId);
  if ("instead" in found) return found.instead;
  const { order } = found;
  await recordFacts(ctx, order.id, facts);
  const row = fulfillmentRow(fulfillment, { merchantId: ctx.connection.merchant_id, orderId: order.id });
  const changes = await writeChildren(ctx.tx, {
    table: "fulfillments",
    of: { order_id: order.id, external_id: fulfillment.external_id },
    label: "fulfillments",
    desired: [row],
    missing: "keep",
    isNew: false,
    merge: mergeFulfillment,
  });
  if (changes.length === 0) return unchanged;
  await releaseShipmentEvents(ctx, changes);
  await finishOrderPart(ctx, order, changes);
  if (fulfillment.source_updated_at > order.source_updated_at)
    await requestRead(ctx, "order", orderExternalId, {
      reason: "a fulfilment changed the order",
      delayMs: WAIT_FOR_SNAPSHOT_MS,
      unless: { newerThan: fulfillment.source_updated_at },
    });
  return applied();
}

export async function applyShipmentEvent(
  ctx: ApplyContext,
  orderExternalId: string,
  event: { fulfillmentExternalId: string; shipmentStatus: string; happenedAt: number },
  facts: readonly OrderFact[],
): Promise<Applied> {
  const found = await findOrder(ctx, orderExternalId);
  if ("instead" in found) return found.instead;
  const { order } = found;
  await recordFacts(ctx, order.id, facts);
  const fulfillment = await ctx.tx.find("fulfillments", { order_id: order.id, external_id: event.fulfillmentExternalId });
  if (fulfillment === undefined) {
    await requestRead(ctx, "order", orderExternalId, { reason: "a carrier's event names a fulfilment not seen yet" });
    return holdUntilSeen(ctx, "fulfillment", event.fulfillmentExternalId);
  }
  if (shipmentProgress(event.shipmentStatus) <= shipmentProgress(fulfillment.shipment_status)) return stale;
  const deliveredAt = event.shipmentStatus === "delivered" ? event.happenedAt : fulfillment.delivered_at;
  await ctx.tx.update("fulfillments", { shipment_status: event.shipmentStatus, delivered_at: deliveredAt }, { id: fulfillment.id });
  await finishOrderPart(ctx, order, [
    { field: `fulfillments.${event.fulfillmentExternalId}.shipment_status`, before: fulfillment.shipment_status, after: event.shipmentStatus },
  ]);
  return applied();
}

async function finishOrderPart(
  ctx: ApplyContext,
  order: Row<"orders">,
  changes: { field: string; before: unknown; after: unknown }[],
): Promise<void> {
  const hubStatus = await refreshHubStatus(ctx, order.id);
  if (hubStatus !== order.hub_status) changes.push({ field: "hub_status", before: order.hub_status, after: hubStatus });
  await recordChange(ctx, "updated", "order", order.id, changes);
  const wasDelivered = order.hub_status === "DELIVERED";
  if (wasDelivered || hubStatus === "DELIVERED") await followDelivery(ctx, order.id, wasDelivered);
}
