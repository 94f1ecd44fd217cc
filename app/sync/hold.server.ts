/** Holding what came before what it belongs to: with a deadline a person can see, after which the source is asked, and at last a dead letter. */
import { failure } from "#app/domain/failure.ts";
import type { Applied, ApplyContext } from "./context.ts";
import { requestRead } from "./request-read.server.ts";

/** Until then it is probably on its way. */
export const ASK_SOURCE_AFTER_MS = 15 * 60_000;
/** Shopify retries a webhook for four hours and may be a day late; then it will not come by itself. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;

export async function holdUntilSeen(ctx: ApplyContext, entityType: "order" | "fulfillment", externalId: string): Promise<Applied> {
  const waitedMs = ctx.now - ctx.waitingSince;
  const notSeen = failure("not_found", "order_not_seen_yet", `The ${entityType} ${externalId} this belongs to has not been seen.`);
  if (waitedMs >= GIVE_UP_AFTER_MS) return { kind: "failed", failure: notSeen };
  if (waitedMs < ASK_SOURCE_AFTER_MS)
    return { kind: "held", key: `${entityType}:${externalId}`, until: ctx.waitingSince + ASK_SOURCE_AFTER_MS, failure: notSeen };
  if (entityType === "order") await requestRead(ctx, "order", externalId, { reason: "something that belongs to it arrived, it did not" });
  return { kind: "held", key: `${entityType}:${externalId}`, until: ctx.waitingSince + GIVE_UP_AFTER_MS, failure: notSeen };
}
