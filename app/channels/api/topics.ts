/** The event types of the event API: what a merchant's own system can tell. */
import { TOLD_EVENTS } from "#app/domain/events.ts";
import type { TopicDeclaration } from "../contract.ts";

type Happened = (typeof TOLD_EVENTS)[number];

const LABELS: Record<Happened, string> = {
  created: "An order was placed",
  updated: "An order's details or status changed",
  delivered: "An order reached its customer",
  cancelled: "An order was cancelled",
  returned: "An order came back",
};

/** By topic: what happened to the order. */
export const HAPPENED: ReadonlyMap<string, Happened> = new Map(TOLD_EVENTS.map((happened) => [`order_${happened}`, happened]));

export const TOPICS: readonly TopicDeclaration[] = TOLD_EVENTS.map((happened) => ({
  topic: `order_${happened}`,
  entity: "orders",
  source: "api",
  label: LABELS[happened],
}));
