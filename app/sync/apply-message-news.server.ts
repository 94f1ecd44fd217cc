/** What a message service tells: how far messages of ours came, what people wrote, and who wants no more. */
import { saveConsent } from "#app/data/consents.server.ts";
import { findLastMessageTo, findMessage, findMessageOfProvider, listPlannedTo, type Message } from "#app/data/messages.server.ts";
import type { CanonicalEvent, IncomingMessage, MessageReport } from "#app/domain/events.ts";
import { consentAddress } from "#app/domain/messages/consent.ts";
import { applyReport } from "#app/domain/messages/report.ts";
import { newId } from "#app/lib/ids.ts";
import { applied, ignored, type Applied, type ApplyContext } from "./context.ts";
import { withdrawForOptOut } from "./plan-messages.server.ts";

type News = Extract<CanonicalEvent, { type: "message_news" }>;

/** Of messages that we did not send (another program uses the same number) nothing is kept. */
export async function applyMessageNews(ctx: ApplyContext, news: News): Promise<Applied> {
  let changed = 0;
  let known = 0;
  for (const report of news.reports) {
    const message = await findReported(ctx, news.channel, report);
    if (message === undefined) continue;
    known++;
    const after = applyReport(message, report);
    if (after === message) continue;
    changed++;
    const { status, reason, error_class, error_message, provider_id, sent_at, delivered_at, read_at } = after;
    const patch = { status, reason, error_class, error_message, provider_id, sent_at, delivered_at, read_at, updated_at: ctx.now };
    await ctx.tx.update("messages", patch, { id: message.id, merchant_id: ctx.connection.merchant_id });
  }
  for (const incoming of news.received) if (await keepIncoming(ctx, news.channel, incoming)) changed++;
  for (const wish of news.opt_outs) if (await refuse(ctx, news.channel, wish)) changed++;
  if (changed > 0) return applied(changed);
  return known + news.received.length + news.opt_outs.length > 0 ? { kind: "unchanged", records: 0 } : ignored;
}

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

/** A wish that is older than what is known of the person (the merchant asked them since) changes nothing. */
async function refuse(ctx: ApplyContext, channel: News["channel"], wish: News["opt_outs"][number]): Promise<boolean> {
  const { merchant_id } = ctx.connection;
  const answered = await findAnswered(ctx, channel, wish.answers_provider_id);
  const addresses = new Set([...wish.addresses, ...(answered?.address ? [answered.address] : [])].map(consentAddress));
  let changed = false;
  for (const address of addresses) {
    const known = await ctx.tx.find("consents", { merchant_id, address });
    if (known !== undefined && known.updated_at > wish.happened_at) continue;
    changed ||= known?.state !== "refused";
    await saveConsent(ctx.tx, merchant_id, { address, state: "refused", source: "whatsapp_stop" }, ctx.now);
    const withdrawn = await withdrawForOptOut(ctx, merchant_id, await listPlannedTo(ctx.tx, merchant_id, address));
    changed ||= withdrawn > 0;
  }
  return changed;
}
