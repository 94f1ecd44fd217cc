/** What a message service tells: how far messages of ours came, what people wrote, and who wants no more. */
import { auditConsent, findConsent, saveConsent } from "#app/data/consents.server.ts";
import { findLastMessageTo, findMessage, findMessageOfProvider, listPlannedTo, type Message } from "#app/data/messages.server.ts";
import type { CanonicalEvent, ConsentWish, IncomingMessage, MessageReport } from "#app/domain/events.ts";
import { answerWish, consentAddress, type ConsentSource, type ConsentState, type KnownConsent } from "#app/domain/messages/consent.ts";
import { applyReport } from "#app/domain/messages/report.ts";
import { newId } from "#app/lib/ids.ts";
import { applied, ignored, type Applied, type ApplyContext } from "./context.ts";
import { cancelSending, scheduleSending, withdrawForOptOut } from "./plan-messages.server.ts";

type News = Extract<CanonicalEvent, { type: "message_news" }>;

/** Of messages that we did not send (another program uses the same number) nothing is kept. */
export async function applyMessageNews(ctx: ApplyContext, news: News): Promise<Applied> {
  let changed = 0;
  let known = 0;
  for (const report of news.reports) {
    const outcome = await applyOne(ctx, news.channel, report);
    if (outcome !== null) known++;
    if (outcome === true) changed++;
  }
  for (const incoming of news.received) if (await keepIncoming(ctx, news.channel, incoming)) changed++;
  // As they were said; in the same second the no comes last.
  const wishes = news.wishes.toSorted((a, b) => a.happened_at - b.happened_at || Number(a.wish !== "start") - Number(b.wish !== "start"));
  for (const wish of wishes) if (await fulfil(ctx, news.channel, wish)) changed++;
  if (changed > 0) return applied(changed);
  return known + news.received.length + news.wishes.length > 0 ? { kind: "unchanged", records: 0 } : ignored;
}

/** @returns whether it changed the message; null: it is of none of ours */
async function applyOne(ctx: ApplyContext, channel: News["channel"], report: MessageReport): Promise<boolean | null> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const message = await findReported(ctx, channel, report);
    if (message === undefined) return null;
    const after = applyReport(message, report, ctx.hasEffects);
    if (after === message) return false;
    const { status, reason, error_class, error_message, provider_id, send_after, sent_at, delivered_at, read_at, tries, latest_at } = after;
    const patch = { status, reason, error_class, error_message, provider_id, send_after, sent_at, delivered_at, read_at, tries, latest_at };
    // Whoever sends it may have moved on meanwhile: then what the report means is asked again.
    const as = { id: message.id, merchant_id: ctx.connection.merchant_id, status: message.status, attempts: message.attempts };
    if ((await ctx.tx.update("messages", { ...patch, updated_at: ctx.now }, as)) !== 1) continue;
    if (message.status === "planned") await cancelSending(ctx, message);
    if (status === "planned") await scheduleSending(ctx, { ...message, cause: ctx.cause }, send_after ?? ctx.now);
    return true;
  }
  throw new Error("the message moves on faster than its report can be written down");
}

/** More steps than a message takes while a report is applied. */
const MOST_TURNS = 5;

/** By the service's id; by ours where the answer that would have told us the service's was lost. */
async function findReported(ctx: ApplyContext, channel: News["channel"], report: MessageReport): Promise<Message | undefined> {
  const { merchant_id } = ctx.connection;
  const byService = await findMessageOfProvider(ctx.tx, merchant_id, channel, report.provider_id);
  if (byService !== undefined || report.message_id === null) return byService;
  const ours = await findMessage(ctx.tx, merchant_id, report.message_id);
  return ours?.channel === channel && ours.erased_at === null ? ours : undefined;
}

/** With the customer and the connection of the message that it answers, or of the last one that went to this person. */
async function keepIncoming(ctx: ApplyContext, channel: News["channel"], incoming: IncomingMessage): Promise<boolean> {
  const about = (await findAnswered(ctx, channel, incoming.answers_provider_id)) ?? (await findLastTo(ctx, channel, incoming.addresses));
  return ctx.tx.insertIfNew("messages", {
    id: newId("msg", ctx.now),
    merchant_id: ctx.connection.merchant_id,
    connection_id: about?.connection_id ?? ctx.connection.id,
    order_id: about?.order_id ?? null,
    customer_id: about?.customer_id ?? null,
    direction: "in",
    channel,
    address: about?.address ?? incoming.addresses[0]!,
    status: "received",
    body: incoming.text ?? `(${incoming.kind})`,
    provider_id: incoming.provider_id,
    sent_at: incoming.happened_at,
    cause: ctx.cause,
    created_at: ctx.now,
    updated_at: ctx.now,
  });
}

const findAnswered = (ctx: ApplyContext, channel: News["channel"], providerId: string | null): Promise<Message | undefined> =>
  providerId === null ? Promise.resolve(undefined) : findMessageOfProvider(ctx.tx, ctx.connection.merchant_id, channel, providerId);

async function findLastTo(ctx: ApplyContext, channel: News["channel"], addresses: readonly string[]): Promise<Message | undefined> {
  for (const address of addresses) {
    const last = await findLastMessageTo(ctx.tx, ctx.connection.merchant_id, channel, address);
    if (last !== undefined) return last;
  }
  return undefined;
}

/** Of every form of the person's number, and of the address of the message that they answered. @returns whether anything changed */
async function fulfil(ctx: ApplyContext, channel: News["channel"], wish: ConsentWish): Promise<boolean> {
  const answered = await findAnswered(ctx, channel, wish.answers_provider_id);
  const addresses = new Set([...wish.addresses, ...(answered?.address ? [answered.address] : [])].map(consentAddress));
  let hasChanged = false;
  for (const address of addresses) if (await fulfilFor(ctx, address, wish)) hasChanged = true;
  return hasChanged;
}

async function fulfilFor(ctx: ApplyContext, address: string, wish: ConsentWish): Promise<boolean> {
  const { merchant_id } = ctx.connection;
  const known = await findConsent(ctx.tx, merchant_id, address);
  const answer = answerWish(known, wish);
  if (answer !== null) {
    await saveConsent(ctx.tx, merchant_id, { address, ...answer, saidAt: wish.happened_at }, ctx.now);
    if (known?.state !== answer.state || known.source !== answer.source) await recordConsent(ctx, known, { address, ...answer }, wish);
  }
  const isRefused = (answer ?? known)?.state === "refused";
  // What a no has withdrawn stays so: from START on, later deliveries plan again.
  const withdrawn = isRefused ? await withdrawForOptOut(ctx, merchant_id, await listPlannedTo(ctx.tx, merchant_id, address)) : 0;
  return withdrawn > 0 || (answer !== null && known?.state !== answer.state);
}

const recordConsent = (
  ctx: ApplyContext,
  known: KnownConsent | undefined,
  consent: { address: string; state: ConsentState; source: ConsentSource },
  wish: ConsentWish,
): Promise<void> =>
  auditConsent(ctx.tx, ctx.connection.merchant_id, known, {
    ...consent,
    connectionId: ctx.connection.id,
    saidAt: wish.happened_at,
    ...(ctx.deliveryId !== null && { deliveryId: ctx.deliveryId }),
    at: ctx.now,
  });
