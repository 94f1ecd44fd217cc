/** What was deleted at its source: it stays so for a channel whose deletions are final, and may come back where there is a trash. */
import { CHANNELS } from "#app/channels/all.ts";
import type { ApplyContext, Via } from "./context.ts";
import { requestRead } from "./request-read.server.ts";

interface State {
  entity: "order" | "customer" | "product";
  externalId: string;
  /** Epoch ms by the source's clock. */
  updatedAt: number | null;
  /** No two states of it have the same time. */
  isExact: boolean;
  via: Via;
  /** false: it cannot be applied yet, so nothing is taken away. */
  isUsable?: boolean;
}

/**
 * "none": it was not deleted. "gone": it was, and this state is from before, or cannot tell. "back": this state is from after, and the tombstone
 * is taken away: the caller brings the row back.
 */
export async function lookForTombstone(ctx: ApplyContext, state: State): Promise<"none" | "gone" | "back"> {
  const key = { connection_id: ctx.connection.id, entity_type: state.entity, external_id: state.externalId };
  const tombstone = await ctx.tx.find("tombstones", key);
  if (tombstone === undefined) return "none";
  if (!canComeBack(ctx)) return "gone";
  if (state.via === "delivery" && tombstone.source_version === null && !state.isExact) {
    // Neither says when: only the source knows which of the two is the later.
    await requestRead(ctx, state.entity, state.externalId, { reason: "it was deleted, and is told of again" });
    return "gone";
  }
  if (!isFromAfter(ctx, state, tombstone)) return "gone";
  if (state.isUsable !== false) await ctx.tx.remove("tombstones", key);
  return "back";
}

export const canComeBack = (ctx: ApplyContext): boolean => CHANNELS[ctx.connection.channel]?.hasWholeOrders === true;

function isFromAfter(ctx: ApplyContext, state: State, tombstone: { deleted_at: number; source_version: number | null }): boolean {
  if (state.via === "embedded") return false;
  if (state.via === "read") return ctx.readStartedAt !== null && ctx.readStartedAt >= tombstone.deleted_at;
  return (state.updatedAt ?? 0) > (tombstone.source_version ?? tombstone.deleted_at);
}
