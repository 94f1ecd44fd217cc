/** What the page Settings → Data retention can do: set the periods, and have it cleaned now. */
import { z } from "zod";
import { writeAudit } from "#app/data/audit.server.ts";
import { askForRetentionRun, getRetention, saveRetention } from "#app/data/retention.server.ts";
import { RETENTION_KINDS, RETENTION_LIMITS, retentionSchema, type Retention, type RetentionKind } from "#app/domain/retention.ts";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import type { ServiceContext } from "../context.server.ts";
import type { CurrentMerchant } from "../current-merchant.server.ts";
import { newRetentionRun } from "./clean-old-content.server.ts";

const days = (kind: RetentionKind) => {
  const { min, max } = RETENTION_LIMITS[kind];
  const range = `Enter a whole number of days from ${min} to ${max.toLocaleString("en-GB")}`;
  return z
    .string(range)
    .trim()
    .regex(/^\d{1,9}$/, range)
    .transform(Number)
    .pipe(retentionSchema.shape[kind]);
};

const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({
      intent: z.literal("save"),
      deliveries: days("deliveries"),
      activity: days("activity"),
      messages: days("messages"),
      imports: days("imports"),
      exports: days("exports"),
    }),
    z.object({ intent: z.literal("clean") }),
  ],
  "The form is not one of this page's",
);

export async function answerRetention({ ctx, merchantId }: CurrentMerchant, request: Request): Promise<ActionResult> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  if (form.value.intent === "clean") return cleanNow(ctx, merchantId);
  const { intent: _, ...retention } = form.value;
  return setRetention(ctx, merchantId, retention);
}

async function setRetention(ctx: ServiceContext, merchantId: string, after: Retention): Promise<ActionResult> {
  await ctx.db.write(async (tx) => {
    const { retention: before } = await getRetention(tx, merchantId);
    if (RETENTION_KINDS.every((kind) => before[kind] === after[kind])) return;
    const now = ctx.clock();
    await saveRetention(tx, merchantId, after, now);
    await writeAudit(
      tx,
      merchantId,
      { connectionId: null, kind: "command", actor: "merchant", action: "retention_set", data: { before, after } },
      now,
    );
  });
  return done("Saved");
}

/** The worker does it: thousands of rows are not a page's work. */
async function cleanNow(ctx: ServiceContext, merchantId: string): Promise<ActionResult> {
  const now = ctx.clock();
  const isNew = await ctx.db.write((tx) => askForRetentionRun(tx, merchantId, newRetentionRun("merchant", now), now));
  return isNew ? done("Cleaning has begun") : refused(null, "It is being cleaned already", "Wait until it has ended: this page shows how far it is.");
}
