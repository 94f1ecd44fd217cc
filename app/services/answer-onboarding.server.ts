/** What the steps of onboarding do. */
import { z } from "zod";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import { advanceOnboarding } from "./advance-onboarding.server.ts";
import { chooseEntities } from "./choose-entities.server.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { refusedBy } from "./failure-problem.ts";
import { registerAllWebhooks } from "./register-webhooks.server.ts";

const entity = z.enum(["orders", "customers", "products", "inventory"], "Choose from orders, customers, products and inventory");
const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({ intent: z.literal("advance"), step: z.enum(["entities", "first_order", "done"], "There is no such step") }),
    z.object({
      intent: z.literal("choose"),
      entity: z.union([entity.transform((one) => [one]), z.array(entity)], "Choose at least one kind of data"),
    }),
    z.object({ intent: z.literal("register") }),
  ],
  "The form is not one of this page's",
);

export async function answerOnboarding({ ctx, merchantId, connection }: CurrentMerchant, request: Request): Promise<ActionResult> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  switch (form.value.intent) {
    case "advance": {
      const advanced = await advanceOnboarding(ctx, merchantId, connection.id, form.value.step);
      return advanced.ok ? done("") : refusedBy(advanced.error);
    }
    case "choose": {
      const chosen = await chooseEntities(ctx, connection, form.value.entity);
      return chosen.ok ? done("") : refusedBy(chosen.error, "entity");
    }
    case "register": {
      if (connection.status === "inactive") return refused(null, "This store is disconnected", "Reconnect it under Integrations first.");
      const results = await registerAllWebhooks(ctx, connection);
      if (results.ok) return done("All webhooks are registered");
      const failed = results.error.filter((result) => result.status === "error").length;
      return refused(
        null,
        `${failed} of ${results.error.length} webhooks could not be registered`,
        "Each says why. Try again, or go on without them.",
      );
    }
  }
}
