/** The forms of the two status maps: one status at a time, wherever it is shown. */
import { z } from "zod";
import { COUNTED_ORDERS } from "#app/domain/store-connection.ts";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import { countedUpTo } from "#app/lib/counted.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { planStatusMeaning } from "./apply-status-meaning.server.ts";
import { refusedBy } from "./failure-problem.ts";
import { setStatusMeaning } from "./status-map.server.ts";

const status = z.string().min(1).max(100);
const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({
      intent: z.literal("set_status"),
      direction: z.enum(["in", "out"]),
      from: status,
      /** "": as it was at first. */
      to: z.string().max(100),
    }),
    /** Orders that are here with a status of the store get the hub status that it means now. */
    z.object({ intent: z.literal("apply_status"), from: status }),
  ],
  "The form is not one of this page's",
);
const INTENTS: readonly unknown[] = ["set_status", "apply_status"];

/** Leaves the request to be read again. */
export async function isStatusForm(request: Request): Promise<boolean> {
  const form = await request
    .clone()
    .formData()
    .catch(() => null);
  return INTENTS.includes(form?.get("intent"));
}

export async function answerStatusMap(
  { ctx, merchantId }: Pick<CurrentMerchant, "ctx" | "merchantId">,
  connectionId: string,
  request: Request,
): Promise<ActionResult> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  if (form.value.intent === "apply_status") return apply(ctx, merchantId, connectionId, form.value.from);
  const { direction, from, to } = form.value;
  const set = await setStatusMeaning(ctx, merchantId, connectionId, { direction, from, to: to === "" ? null : to, by: "merchant" });
  if (!set.ok) return refused("to", set.error.message.replace(/\.$/, ""), "Choose another one.");
  const { released } = set.value;
  return done(released === 0 ? "Saved" : `Saved; ${released.toLocaleString("en-GB")} ${released === 1 ? "delivery goes" : "deliveries go"} on`);
}

async function apply(ctx: CurrentMerchant["ctx"], merchantId: string, connectionId: string, from: string): Promise<ActionResult> {
  const planned = await planStatusMeaning(ctx, merchantId, connectionId, from, "merchant");
  if (!planned.ok) return refusedBy(planned.error);
  const { orders } = planned.value;
  if (orders === 0) return done("All of them have it already");
  return done(`${countedUpTo(orders, COUNTED_ORDERS)} ${orders === 1 ? "order is" : "orders are"} being changed`);
}
