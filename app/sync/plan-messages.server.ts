/**
 * What follows a delivery: messages to the customer, planned in the transaction in which the order becomes delivered, and withdrawn in the one
 * in which it no longer is. Planned only where it has effects (architecture, rule 7); withdrawn always.
 */
import type { Row, Tx } from "#app/data/database.ts";
import { findMessageSettings } from "#app/data/merchant-settings.server.ts";
import { refusal } from "#app/domain/messages/consent.ts";
import { planSteps, type PlannedStep } from "#app/domain/messages/plan.ts";
import { afterQuietHours } from "#app/domain/messages/quiet-hours.ts";
import { waysTo } from "#app/domain/messages/route.ts";
import type { MessageSettings } from "#app/domain/messages/settings.ts";
import type { MessageStatus } from "#app/domain/messages/status.ts";
import { newId } from "#app/lib/ids.ts";
import type { Queue } from "#app/queue/queue.ts";
import type { ApplyContext } from "./context.ts";
import { readMessageFacts, type MessageFacts } from "./message-facts.server.ts";
import { syncLane } from "./sync-lane.ts";

type PlanContext = Pick<
  ApplyContext,
  "tx" | "queue" | "connection" | "cause" | "deliveryId" | "readStartedAt" | "hasEffects" | "messageSettings" | "now"
>;

/** One look-up per group and merchant: most merchants have set nothing, and nothing more is asked for them. */
function settingsOf(ctx: PlanContext): Promise<MessageSettings | null> {
  const merchantId = ctx.connection.merchant_id;
  const known = ctx.messageSettings?.get(merchantId);
  if (known !== undefined) return known;
  const settings = findMessageSettings(ctx.tx, merchantId);
  ctx.messageSettings?.set(merchantId, settings);
  return settings;
}

/**
 * To be called when an order was written and it was, or is, delivered: plans, moves or withdraws its messages as it now stands.
 * @param wasDelivered whether it was before: an order that was delivered already plans nothing anew
 */
export async function followDelivery(ctx: PlanContext, orderId: string, wasDelivered: boolean): Promise<void> {
  const settings = await settingsOf(ctx);
  if (settings === null) return;
  const facts = await readMessageFacts(ctx.tx, ctx.connection, orderId);
  if (facts === null) return;
  if (wasDelivered && facts.obstacle !== null) {
    await withdrawMessages(ctx, orderId, facts.obstacle);
    return;
  }
  if (!ctx.hasEffects || !settings.is_enabled || facts.order.is_test === 1 || facts.order.hub_status !== "DELIVERED") return;
  if (facts.obstacle === "order_deleted" || facts.obstacle === "person_erased") return;
  const deliveredAt = deliveredAtOf(ctx, facts.order);
  if (deliveredAt === null) return;
  const known = new Map((await ctx.tx.list("messages", { order_id: orderId })).map((message) => [message.step, message]));
  for (const one of planSteps(settings, deliveredAt, ctx.now)) {
    const message = known.get(one.step);
    if (message !== undefined) await planAgain(ctx, settings, facts, message, one);
    else if (!wasDelivered) await planOne(ctx, settings, facts, one);
  }
}

/**
 * An order is delivered after all, by a correction here and not by anything that happened: what was withdrawn only because it was not is
 * planned again, where it is not too late. Nothing is planned that was not before.
 */
export async function resumeMessages(ctx: PlanContext, orderId: string): Promise<void> {
  const withdrawn = await ctx.tx.list("messages", { order_id: orderId, status: "withdrawn", reason: "order_not_delivered" });
  const settings = withdrawn.length === 0 ? null : await settingsOf(ctx);
  const facts = settings?.is_enabled ? await readMessageFacts(ctx.tx, ctx.connection, orderId) : null;
  if (settings === null || facts === null || facts.obstacle !== null) return;
  const steps = planSteps(settings, facts.order.delivered_at ?? facts.order.source_updated_at, ctx.now);
  for (const message of withdrawn) {
    const step = steps.find((one) => one.step === message.step);
    if (step !== undefined) await planAgain(ctx, settings, facts, message, step);
  }
}

/** A source that says "delivered" and not when says it as of its last change. Of what is imported, nothing is assumed. */
const deliveredAtOf = (ctx: PlanContext, order: Row<"orders">): number | null =>
  order.delivered_at ?? (ctx.deliveryId === null && ctx.readStartedAt === null ? null : order.source_updated_at);

async function planOne(ctx: PlanContext, settings: MessageSettings, facts: MessageFacts, one: PlannedStep): Promise<void> {
  const { order } = facts;
  const way = waysTo(facts.addresses)[0];
  const sendAfter = one.isTooLate ? one.plannedFor : afterQuietHours(Math.max(one.plannedFor, ctx.now), facts.zones, settings.quiet_hours);
  const { status, reason } = fate(settings, facts, one, way?.address);
  const id = newId("msg", ctx.now);
  const isNew = await ctx.tx.insertIfNew("messages", {
    id,
    merchant_id: order.merchant_id,
    connection_id: order.connection_id,
    order_id: order.id,
    customer_id: order.customer_id,
    direction: "out",
    step: one.step,
    channel: way?.channel ?? "none",
    address: way?.address ?? null,
    language: null,
    status,
    reason,
    planned_for: one.plannedFor,
    send_after: sendAfter,
    cause: ctx.cause,
    created_at: ctx.now,
    updated_at: ctx.now,
  });
  if (isNew && status === "planned") await scheduleSending(ctx, { ...order, id, cause: ctx.cause }, sendAfter);
}

function fate(
  settings: MessageSettings,
  facts: MessageFacts,
  one: PlannedStep,
  address: string | undefined,
): { status: MessageStatus; reason: string | null } {
  if (facts.obstacle !== null) return { status: "withdrawn", reason: facts.obstacle };
  if (one.isTooLate) return { status: "skipped_too_late", reason: "message_too_late" };
  if (address === undefined) return { status: "no_address", reason: facts.withoutAddress };
  const no = refusal(settings.consent, facts.consents, address);
  return no === null ? { status: "planned", reason: null } : { status: "withdrawn", reason: no };
}

/** The source corrected the time of delivery, or the order is delivered after all. What a person or the customer withdrew stays so. */
async function planAgain(
  ctx: PlanContext,
  settings: MessageSettings,
  facts: MessageFacts,
  message: Row<"messages">,
  one: PlannedStep,
): Promise<void> {
  const isBack = message.status === "withdrawn" && message.reason === "order_not_delivered";
  if (!isBack && (message.status !== "planned" || message.planned_for === one.plannedFor)) return;
  const { status, reason } = fate(settings, facts, one, message.address ?? undefined);
  // A service that held it back is not asked again before its time.
  const earliest = message.latest_at === null ? ctx.now : Math.max(ctx.now, message.send_after ?? 0);
  const sendAfter = one.isTooLate ? one.plannedFor : afterQuietHours(Math.max(one.plannedFor, earliest), facts.zones, settings.quiet_hours);
  const patch = { status, reason, planned_for: one.plannedFor, send_after: sendAfter, updated_at: ctx.now };
  await ctx.tx.update("messages", patch, { id: message.id, status: message.status });
  await cancelSending(ctx, message);
  if (status === "planned") await scheduleSending(ctx, { ...message, cause: ctx.cause }, sendAfter);
}

/** Withdraws what is still planned about an order. @returns how many */
export async function withdrawMessages(ctx: { tx: Tx; now: number }, orderId: string, reason: string): Promise<number> {
  let count = 0;
  for (const message of await ctx.tx.list("messages", { order_id: orderId, status: "planned" }))
    if (await withdrawOne(ctx, message, reason)) count += 1;
  return count;
}

/** @returns false: it was not planned any more */
export async function withdrawOne(ctx: { tx: Tx; now: number }, message: Row<"messages">, reason: string): Promise<boolean> {
  const isOurs = (await ctx.tx.update("messages", { status: "withdrawn", reason, updated_at: ctx.now }, { id: message.id, status: "planned" })) === 1;
  if (isOurs) await cancelSending(ctx, message);
  return isOurs;
}

/** Somebody said no: what is still planned for them is withdrawn. @returns how many */
export async function withdrawForOptOut(ctx: { tx: Tx; now: number }, merchantId: string, messageIds: readonly string[]): Promise<number> {
  let count = 0;
  for (const id of messageIds) {
    const message = await ctx.tx.find("messages", { merchant_id: merchantId, id });
    if (message !== undefined && (await withdrawOne(ctx, message, "opted_out"))) count += 1;
  }
  return count;
}

/** Plans the sending of a message as work of the sync queue. @param runAt epoch ms */
export async function scheduleSending(
  ctx: { tx: Tx; queue: Queue; now: number },
  message: Pick<Row<"messages">, "id" | "merchant_id" | "connection_id" | "cause">,
  runAt: number,
): Promise<void> {
  const id = newId("syn", ctx.now);
  await ctx.tx.insert("sync_queue", {
    id,
    merchant_id: message.merchant_id,
    connection_id: message.connection_id,
    entity_type: "message",
    entity_id: message.id,
    action: "send_message",
    direction: "outbound",
    status: "pending",
    next_attempt_at: runAt,
    cause: message.cause,
    dedupe_key: `send:${message.id}:${id}`,
    payload: "{}",
    created_at: ctx.now,
    updated_at: ctx.now,
  });
  await ctx.queue.schedule(ctx.tx, syncLane, [id], runAt);
}

/** What is in work already finds out by itself that its message is not planned any more. */
export async function cancelSending({ tx, now }: { tx: Tx; now: number }, message: Pick<Row<"messages">, "id" | "connection_id">): Promise<void> {
  const of = { connection_id: message.connection_id, entity_type: "message", entity_id: message.id };
  for (const status of ["pending", "failed"])
    await tx.update("sync_queue", { status: "cancelled", completed_at: now, updated_at: now }, { ...of, status });
}
