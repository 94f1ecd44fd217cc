/** When the messages about a delivered order are due. */
import type { MessageSettings } from "./settings.ts";

const DAY_MS = 86_400_000;
/** What is overdue by more than this is not sent any more: "a few days ago" would be wrong by then. */
export const LATEST_MS = DAY_MS;

export interface PlannedStep {
  step: string;
  /** Epoch ms: delivery plus the step's days, to the millisecond. */
  plannedFor: number;
  isTooLate: boolean;
}

/** @param deliveredAt epoch ms */
export const planSteps = (settings: Pick<MessageSettings, "steps">, deliveredAt: number, now: number): PlannedStep[] =>
  settings.steps.map(({ id, days }) => {
    const plannedFor = deliveredAt + days * DAY_MS;
    return { step: id, plannedFor, isTooLate: isTooLate(plannedFor, now) };
  });

export const isTooLate = (dueAt: number, now: number): boolean => now - dueAt > LATEST_MS;

/** How many messages an import would plan: what a merchant sees before ticking so. @param deliveredAt of each delivered order, epoch ms */
export function previewPlan(
  settings: Pick<MessageSettings, "steps" | "is_enabled">,
  deliveredAt: readonly number[],
  now: number,
): { planned: number; tooLate: number } {
  const steps = settings.is_enabled ? deliveredAt.flatMap((at) => planSteps(settings, at, now)) : [];
  const tooLate = steps.filter((one) => one.isTooLate).length;
  return { planned: steps.length - tooLate, tooLate };
}
