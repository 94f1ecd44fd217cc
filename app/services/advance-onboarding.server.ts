/** Onboarding remembers where the merchant is, so that it goes on there after a reload or a week. It never goes back by itself. */
import { getConnection, updateConnection } from "#app/data/connections.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";

export const ONBOARDING_STEPS = ["welcome", "entities", "webhooks", "first_order", "done"] as const;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

/** Answers the step that holds afterwards. */
export function advanceOnboarding(
  ctx: Pick<ServiceContext, "db" | "clock">,
  merchantId: string,
  connectionId: string,
  step: OnboardingStep,
): Promise<Result<OnboardingStep, Failure>> {
  return ctx.db.write(async (tx) => {
    const connection = await getConnection(tx, merchantId, connectionId);
    if (!connection) return err(failure("not_found", "integration_not_found", "This integration no longer exists."));
    const current = connection.onboarding_step as OnboardingStep;
    if (ONBOARDING_STEPS.indexOf(step) <= ONBOARDING_STEPS.indexOf(current)) return ok(current);
    await updateConnection(tx, merchantId, connectionId, { onboarding_step: step, updated_at: ctx.clock() });
    return ok(step);
  });
}
