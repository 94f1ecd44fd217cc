/** Notes on orders, as their source has them. A note is written once and may be deleted, for good. */
import type { OrderNote } from "#app/domain/events.ts";
import { newId } from "#app/lib/ids.ts";
import { applied, unchanged, type Applied, type ApplyContext } from "./context.ts";
import { recordChange } from "./record-change.server.ts";

export async function applyOrderNote(ctx: ApplyContext, given: OrderNote): Promise<Applied> {
  const key = { connection_id: ctx.connection.id, external_id: given.external_id };
  const orderKey = { connection_id: ctx.connection.id, external_id: given.order_external_id };
  await ctx.tx.lock(`${ctx.connection.id}|note|${given.external_id}`);
  const order = await ctx.tx.find("orders", orderKey);
  const note = order?.erased_at == null ? given : { ...given, author: null, body: "" };
  const stored = await ctx.tx.find("order_notes", key);
  const { external_id: _, is_customer_note, ...columns } = note;
  const row = { ...columns, is_customer_note: is_customer_note ? 1 : 0, updated_at: ctx.now };
  if (stored !== undefined && stored.deleted_at !== null) {
    // The deletion was told first; whose note it was is known now.
    if (stored.order_external_id === "") await ctx.tx.update("order_notes", { order_external_id: note.order_external_id }, { id: stored.id });
    return unchanged;
  }
  if (stored !== undefined && stored.body === row.body && stored.author === row.author && stored.is_customer_note === row.is_customer_note)
    return unchanged;
  if (stored === undefined)
    await ctx.tx.insert("order_notes", { ...row, ...key, id: newId("not", ctx.now), merchant_id: ctx.connection.merchant_id });
  else await ctx.tx.update("order_notes", row, { id: stored.id });
  if (order !== undefined)
    await recordChange(ctx, "updated", "order", order.id, [{ field: `notes.${note.external_id}`, before: stored?.body ?? null, after: note.body }]);
  return applied();
}

/** What it said is deleted with it. @param orderExternalId null: not told */
export async function applyOrderNoteDeletion(ctx: ApplyContext, externalId: string, orderExternalId: string | null): Promise<Applied> {
  const key = { connection_id: ctx.connection.id, external_id: externalId };
  await ctx.tx.lock(`${ctx.connection.id}|note|${externalId}`);
  const stored = await ctx.tx.find("order_notes", key);
  if (stored !== undefined && stored.deleted_at !== null) return unchanged;
  const blank = { author: null, body: "", is_customer_note: 0, source_created_at: 0, deleted_at: ctx.now, updated_at: ctx.now };
  const orderId = stored?.order_external_id ?? orderExternalId ?? "";
  if (stored === undefined) {
    const id = newId("not", ctx.now);
    await ctx.tx.insert("order_notes", { ...blank, ...key, id, merchant_id: ctx.connection.merchant_id, order_external_id: orderId });
    return applied();
  }
  await ctx.tx.update("order_notes", blank, { id: stored.id });
  const order = await ctx.tx.find("orders", { connection_id: ctx.connection.id, external_id: orderId });
  if (order !== undefined) await recordChange(ctx, "updated", "order", order.id, [{ field: `notes.${externalId}`, before: "present", after: null }]);
  return applied();
}
