/** What the Webhooks page can do: register again (one, all), compare with what Shopify lists. */
import { z } from "zod";
import { topicOfGraphql } from "#app/channels/shopify/topics.ts";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import { compareSubscriptions } from "./compare-subscriptions.server.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { refusedBy } from "./failure-problem.ts";
import { registerAllWebhooks, registerTopic } from "./register-webhooks.server.ts";
import { repairSubscriptions } from "./repair-subscriptions.server.ts";

const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({ intent: z.literal("register_all") }),
    z.object({ intent: z.literal("register"), topic: z.string().regex(/^[a-z_]+\/[a-z_]+$/, "A topic looks like orders/create") }),
    z.object({ intent: z.literal("compare") }),
  ],
  "The form is not one of this page's",
);

/** What Shopify lists and what should be there, in topics. */
export interface Difference {
  missing: string[];
  wrongAddress: { topic: string; address: string }[];
  extra: { topic: string; address: string }[];
  /** Of these topics, those whose repair was planned by this comparison. */
  repairing: string[];
}

export async function answerWebhooks(
  { ctx, connection }: Pick<CurrentMerchant, "ctx" | "connection">,
  request: Request,
): Promise<ActionResult<Difference>> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  if (connection.status === "inactive") return refused(null, "This store is disconnected", "Reconnect it under Integrations first.");
  if (form.value.intent === "compare") {
    const compared = await compareSubscriptions(ctx, connection, { actor: "merchant" });
    if (!compared.ok) return refusedBy(compared.error);
    const { missing, wrongAddress, extra } = compared.value;
    const isDamaged = missing.length + wrongAddress.length > 0;
    const repaired = isDamaged ? await repairSubscriptions(ctx, connection) : null;
    return done("", {
      repairing: repaired?.ok ? repaired.value : [],
      missing,
      wrongAddress: wrongAddress.map(({ topic, uri }) => ({ topic, address: uri })),
      extra: extra.map(({ topic, uri }) => ({ topic: topicOfGraphql(topic) ?? topic, address: uri })),
    });
  }
  if (form.value.intent === "register") {
    const registered = await registerTopic(ctx, connection, form.value.topic, { actor: "merchant" });
    return registered.ok ? done("Registered") : refusedBy(registered.error, "topic");
  }
  const results = await registerAllWebhooks(ctx, connection);
  if (results.ok) return done("All webhooks are registered");
  const failed = results.error.filter((result) => result.status === "error").length;
  return refused(null, `${failed} of ${results.error.length} webhooks could not be registered`, "Each says why below. Try again.");
}
