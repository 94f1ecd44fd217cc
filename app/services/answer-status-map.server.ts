/** The form "What the store's statuses mean": one status at a time, wherever it is shown. */
import { z } from "zod";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { setStatusMeaning } from "./status-map.server.ts";

const schema = z.object({
  intent: z.literal("set_status", "The form is not one of this page's"),
  direction: z.enum(["in", "out"]),
  from: z.string().min(1).max(100),
  /** "": as it was at first. */
  to: z.string().max(100),
});

/** Leaves the request to be read again. */
export async function isStatusForm(request: Request): Promise<boolean> {
  const form = await request
    .clone()
    .formData()
    .catch(() => null);
  return form?.get("intent") === "set_status";
}

export async function answerStatusMap(
  { ctx, merchantId }: Pick<CurrentMerchant, "ctx" | "merchantId">,
  connectionId: string,
  request: Request,
): Promise<ActionResult> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  const { direction, from, to } = form.value;
  const set = await setStatusMeaning(ctx, merchantId, connectionId, { direction, from, to: to === "" ? null : to, by: "merchant" });
  if (!set.ok) return refused("to", set.error.message.replace(/\.$/, ""), "Choose another one.");
  const { released } = set.value;
  return done(released === 0 ? "Saved" : `Saved; ${released.toLocaleString("en-GB")} ${released === 1 ? "delivery goes" : "deliveries go"} on`);
}
