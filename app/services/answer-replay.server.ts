/** Replays what a form names: selected deliveries, or all that a search finds. */
import { z } from "zod";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import { deliveryIdFrom } from "#app/lib/delivery-id.ts";
import { deliveryFilterOf, isSearching, misreadOf } from "#app/domain/delivery-filter.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { replayDeliveries } from "./replay-deliveries.server.ts";

const deliveryId = z.string().transform((typed, context) => {
  const id = deliveryIdFrom(typed);
  if (id === null) context.addIssue("A delivery number consists of digits");
  return id ?? 0;
});
const text = z.string().max(200).default("");
const schema = z.object({
  id: z.preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(deliveryId).max(500, "At most 500 deliveries can be selected")),
  by_filter: z.literal("on").optional(),
  search: text,
  topic: text,
  status: text,
  range: text,
  plan_effects: z.literal("on").optional(),
});

export async function answerReplay({ ctx, merchantId, now }: CurrentMerchant, request: Request): Promise<ActionResult> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  const { id: ids, by_filter, search, topic, status, range, plan_effects } = form.value;
  const state = { search, topic, status, range };
  const wrong = by_filter ? misreadOf(state) : undefined;
  if (wrong) return refused(wrong, `The ${wrong} to search for cannot be read`, "Search again, then replay what was found.");
  if (by_filter && !isSearching(state)) return refused("by_filter", "No search was given", "Search first, then replay what was found.");
  if (!by_filter && ids.length === 0) return refused("id", "No delivery was selected", "Select at least one.");
  const which = by_filter ? { filter: deliveryFilterOf(state, now) } : { ids };
  const { replayed, skipped } = await replayDeliveries(ctx.db, merchantId, which, { now, planEffects: plan_effects === "on" });
  return done(resultText(replayed, skipped));
}

export function resultText(replayed: number, skipped: number): string {
  const again =
    replayed === 0
      ? "Nothing was replayed"
      : `${replayed.toLocaleString("en-GB")} ${replayed === 1 ? "delivery is" : "deliveries are"} processed again`;
  return skipped === 0 ? again : `${again}; ${skipped.toLocaleString("en-GB")} could not be (in work, or the data was erased)`;
}
