import type { ApplyContext } from "./context.ts";
import type { Change } from "./diff.ts";

/** Writes a data change to the audit trail. Nothing is written when nothing changed. */
export async function recordChange(
  ctx: ApplyContext,
  action: "created" | "updated" | "deleted",
  entityType: string,
  entityId: string,
  changes: Change[],
): Promise<void> {
  if (changes.length === 0 && action === "updated") return;
  await ctx.tx.insert("audit_log", {
    merchant_id: ctx.connection.merchant_id,
    connection_id: ctx.connection.id,
    kind: "data_change",
    actor: ctx.connection.channel,
    action,
    entity_type: entityType,
    entity_id: entityId,
    delivery_id: ctx.deliveryId,
    sync_item_id: ctx.cause.startsWith("read:") ? ctx.cause.slice("read:".length) : null,
    data: JSON.stringify(changes),
    at: ctx.now,
  });
}
