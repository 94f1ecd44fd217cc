/** Applies a whole order as of its updated time: the newer version wins, a tie asks the source. */
import { CHANNELS } from "#app/channels/all.ts";
import type { NewRow, Row } from "#app/data/database.ts";
import type { Order, OrderFact } from "#app/domain/events.ts";
import { compareVersions } from "#app/domain/version.ts";
import { newId } from "#app/lib/ids.ts";
import { applyCustomer } from "./apply-customer.server.ts";
import { writeChildren } from "./children.server.ts";
import { orderSha256 } from "./content-hash.ts";
import { applied, isReadOvertaken, stale, unchanged, type Applied, type ApplyContext, type Via } from "./context.ts";
import { diffRow, type Change } from "./diff.ts";
import { keepWithheld } from "./keep-withheld.server.ts";
import { mergeFulfillment } from "./merge-fulfillment.ts";
import { discountRows, fulfillmentRow, lineRows, orderColumns, refundLineRows, refundRow, shippingRows, taxRows } from "./order-rows.ts";
import { orderWithoutPersonalData } from "./personal-data.ts";
import { followDelivery } from "./plan-messages.server.ts";
import { recordChange } from "./record-change.server.ts";
import { recordFacts, replaceFacts } from "./record-facts.server.ts";
import { refreshHubStatus } from "./refresh-hub-status.server.ts";
import { releaseHeld } from "./release-held.server.ts";
import { releaseShipmentEvents } from "./release-shipment-events.server.ts";
import { requestRead } from "./request-read.server.ts";
import { lookForTombstone } from "./tombstones.server.ts";
import { holdForStatus, translateStatus } from "./translate-status.server.ts";

/** @param via "read": `given` was just read from the source, so at equal times it wins. */
export async function applyOrder(
  ctx: ApplyContext,
  told: Order,
  toldFacts: readonly OrderFact[],
  via: Via,
  isExact: boolean = false,
): Promise<Applied> {
  const { tx, connection } = ctx;
  await tx.lock(`${connection.id}|order|${told.external_id}`);
  const given = await translateStatus(ctx, told);
  const tombstone = await lookForTombstone(ctx, {
    entity: "order",
    externalId: told.external_id,
    updatedAt: told.source_updated_at,
    isExact,
    via,
    isUsable: given !== null,
  });
  // Of what is exact it is known how it was when it went: an earlier state that comes late is what the deleted order looked like.
  const isGone = tombstone === "gone";
  if (isGone && !isExact) return stale;
  if (given === null) return holdForStatus(told);
  const stored = await tx.find("orders", { connection_id: connection.id, external_id: given.external_id });
  const seen = via === "read" && stored !== undefined ? await keepWithheld(ctx, stored, given) : given;
  const order = stored?.erased_at ? orderWithoutPersonalData(seen) : seen;
  const sha256 = ctx.hashes?.get(order) ?? orderSha256(order);
  const channel = CHANNELS[connection.channel];
  const facts = channel?.factsOf?.(order) ?? toldFacts;
  if (stored === undefined) {
    await create(ctx, order, facts, sha256, isGone);
    return applied(1 + order.lines.length);
  }
  if (!channel?.factsOf) await recordFacts(ctx, stored.id, facts);
  if (tombstone === "back") {
    await change(ctx, stored, order, sha256, { facts, isBack: stored.deleted_at !== null });
    return applied();
  }
  const comparison = compareVersions(
    { sourceUpdatedAt: stored.source_updated_at, triggeredAt: stored.triggered_at, contentSha256: stored.content_sha256 },
    { sourceUpdatedAt: order.source_updated_at, triggeredAt: ctx.triggeredAt, contentSha256: sha256 },
  );
  if (comparison === "same") return unchanged;
  if (comparison === "older" || (via === "read" && order.source_updated_at < stored.source_updated_at)) return stale;
  if (comparison === "tie" && (via !== "read" || isReadOvertaken(ctx, stored))) {
    await requestRead(ctx, "order", order.external_id, { reason: "two different states with the same time" });
    return unchanged;
  }
  await change(ctx, stored, order, sha256, { facts, isBack: false });
  return applied();
}

async function create(ctx: ApplyContext, order: Order, facts: readonly OrderFact[], sha256: string, isGone: boolean): Promise<void> {
  const orderId = newId("ord", ctx.now);
  await ctx.tx.insert("orders", {
    ...(await versionedColumns(ctx, order, sha256)),
    id: orderId,
    created_at: ctx.now,
    deleted_at: isGone ? ctx.now : null,
  });
  await writeOrderChildren(ctx, orderId, order, true);
  await recordFacts(ctx, orderId, facts);
  await recordChange(ctx, "created", "order", orderId, [
    { field: "status", before: null, after: order.hub_status },
    { field: "total", before: null, after: `${order.total_minor} ${order.currency}` },
  ]);
  if (order.hub_status === "DELIVERED") await followDelivery(ctx, orderId, false);
  await releaseHeld(ctx.tx, ctx.queue, ctx.connection.id, `order:${order.external_id}`, ctx.now);
}

async function change(
  ctx: ApplyContext,
  stored: Row<"orders">,
  order: Order,
  sha256: string,
  { facts, isBack }: { facts: readonly OrderFact[]; isBack: boolean },
): Promise<void> {
  const columns = await versionedColumns(ctx, order, sha256);
  if (CHANNELS[ctx.connection.channel]?.factsOf) await replaceFacts(ctx, stored.id, facts);
  const changes = diffRow(stored, columns);
  await ctx.tx.update("orders", isBack ? { ...columns, deleted_at: null } : columns, { id: stored.id });
  if (isBack) changes.push({ field: "deleted", before: true, after: null });
  changes.push(...(await writeOrderChildren(ctx, stored.id, order, false)));
  await releaseShipmentEvents(ctx, changes);
  const hubStatus = await refreshHubStatus(ctx, stored.id);
  const settled = changes.filter((one) => one.field !== "hub_status" && one.field !== "delivered_at");
  if (hubStatus !== stored.hub_status) settled.push({ field: "hub_status", before: stored.hub_status, after: hubStatus });
  await recordChange(ctx, "updated", "order", stored.id, settled);
  const wasDelivered = stored.hub_status === "DELIVERED";
  if (wasDelivered !== (hubStatus === "DELIVERED") || (wasDelivered && changes.some((one) => CONCERNS_MESSAGES.test(one.field))))
    await followDelivery(ctx, stored.id, wasDelivered);
}

/** Fields that decide whether, and when, the customer of a delivered order is written to. */
const CONCERNS_MESSAGES = /^(hub_status|delivered_at|financial_status|refunded_minor|total_minor|refunds\b|fulfillments\b)/;

async function versionedColumns(ctx: ApplyContext, order: Order, sha256: string): Promise<Omit<NewRow<"orders">, "id" | "created_at">> {
  const customerId = order.customer && (await applyCustomer(ctx, order.customer, "embedded")).customerId;
  return {
    ...orderColumns(order),
    merchant_id: ctx.connection.merchant_id,
    connection_id: ctx.connection.id,
    external_id: order.external_id,
    customer_id: customerId ?? null,
    triggered_at: ctx.triggeredAt,
    content_sha256: sha256,
    updated_at: ctx.now,
  };
}

async function writeOrderChildren(ctx: ApplyContext, orderId: string, order: Order, isNew: boolean): Promise<Change[]> {
  const { tx } = ctx;
  const owner = { merchantId: ctx.connection.merchant_id, orderId };
  const of = { order_id: orderId };
  const isWhole = CHANNELS[ctx.connection.channel]?.hasWholeOrders === true;
  const changes = [
    ...(await writeChildren(tx, { table: "order_lines", of, label: "lines", desired: lineRows(order, owner), missing: "remove", isNew })),
    ...(await writeChildren(tx, { table: "order_discounts", of, label: "discounts", desired: discountRows(order, owner), missing: "remove", isNew })),
    ...(await writeChildren(tx, { table: "order_taxes", of, label: "taxes", desired: taxRows(order, owner), missing: "remove", isNew })),
    ...(await writeChildren(tx, {
      table: "order_shipping_lines",
      of,
      label: "shipping",
      desired: shippingRows(order, owner),
      missing: "remove",
      isNew,
    })),
    // A refund is a fact once and for all, unless the source can take one back and says of all that there are.
    ...(await writeChildren(tx, {
      table: "refunds",
      of,
      label: "refunds",
      desired: order.refunds.map((refund) => refundRow(refund, owner)),
      missing: isWhole ? "remove" : "keep",
      isNew,
    })),
    ...(await writeChildren(tx, {
      table: "fulfillments",
      of,
      label: "fulfillments",
      desired: order.fulfillments.map((one) => fulfillmentRow(one, owner)),
      missing: "keep",
      isNew,
      merge: mergeFulfillment,
    })),
  ];
  if (isWhole && !isNew) await removeLinesOfRefunds(ctx, orderId, order);
  for (const refund of order.refunds) {
    changes.push(
      ...(await writeChildren(tx, {
        table: "refund_lines",
        of: { refund_id: `${orderId}/refund/${refund.external_id}` },
        label: `refunds.${refund.external_id}.lines`,
        desired: refundLineRows(refund, owner),
        missing: "remove",
        isNew,
      })),
    );
  }
  return changes;
}

/** Of refunds that are no longer listed. */
async function removeLinesOfRefunds(ctx: ApplyContext, orderId: string, order: Order): Promise<void> {
  const kept = new Set(order.refunds.map((refund) => `${orderId}/refund/${refund.external_id}`));
  for (const { id, refund_id } of await ctx.tx.list("refund_lines", { order_id: orderId }))
    if (!kept.has(refund_id)) await ctx.tx.remove("refund_lines", { id });
}
