/** The event API: what an order's own system tells of it. */
import { z } from "zod";
import { HUB_STATUSES } from "#app/domain/hub-status.ts";
import { systemClock, type Clock } from "#app/lib/clock.ts";
import { amount, check, currency, email, isMoment, line, moment, named, phone } from "./common.ts";

export const EVENT_TYPES = ["order_created", "order_updated", "order_delivered", "order_cancelled", "order_returned"] as const;
export const EVENT_ORDER_STATUSES = ["created", ...HUB_STATUSES.map((status) => status.toLowerCase())] as [string, ...string[]];
/** Clocks differ; a time further ahead than this is a mistake, and would outweigh everything told later. */
export const MOST_AHEAD_MS = 24 * 3_600_000;

/** The body of POST /webhooks/commerce/event as of `clock`. Members that are not listed are ignored. */
export function createEventBodySchema(clock: Clock) {
  const past = (text: string) => !isMoment(text) || Date.parse(text) <= clock() + MOST_AHEAD_MS;
  const pastMoment = moment.refine(past, { error: "Lies in the future.", params: { code: "time_in_future" } });
  return z
    .object({
      event_type: z.enum(EVENT_TYPES),
      external_order_id: line(255).meta({ description: "Your id of the order; the order is shown as `API-<id>`.", examples: ["10045"] }),
      occurred_at: pastMoment.meta({
        format: "date-time",
        description: "When it happened at your side; of two tellings the later counts.",
        examples: ["2026-11-20T10:15:00Z"],
      }),
      customer: z.object({ phone, name: line(200).optional(), email: email.optional() }),
      order: z.object({
        status: check(
          z.string().max(50),
          "status_unknown",
          `Is none of ${EVENT_ORDER_STATUSES.join(", ")}.`,
          (text) => EVENT_ORDER_STATUSES.includes(text.toLowerCase()),
          {
            description: `One of ${EVENT_ORDER_STATUSES.join(", ")}; capital letters are the same.`,
            examples: ["delivered"],
          },
        ),
        delivered_at: pastMoment
          .optional()
          .meta({ format: "date-time", description: "Messages follow from this; `occurred_at` where it is missing." }),
        total: amount.optional(),
        currency: currency.optional().describe("Needed where amounts are given."),
        lines: z
          .array(
            z.object({
              id: line(255).optional().describe("Your id of the line; its number where it is missing."),
              title: line(500),
              sku: line(255).optional(),
              quantity: z.int().min(1).max(1_000_000),
              unit_price: amount.optional(),
            }),
          )
          .max(500)
          .optional(),
      }),
    })
    .refine(
      ({ order }) => order.currency !== undefined || (order.total === undefined && !order.lines?.some((one) => one.unit_price !== undefined)),
      // Asked for also where other fields are wrong: everything is said at once.
      {
        error: "Is missing: an amount means nothing without it.",
        params: { code: "required" },
        path: ["order", "currency"],
        when: ({ value }) => hasAmountsShape(value),
      },
    );
}
const hasAmountsShape = (value: unknown): boolean => {
  const order = (value as { order?: unknown } | null)?.order;
  const lines = (order as { lines?: unknown } | null | undefined)?.lines;
  return (
    typeof order === "object" &&
    order !== null &&
    (lines === undefined || (Array.isArray(lines) && lines.every((one) => typeof one === "object" && one !== null)))
  );
};
export const eventBodySchema = named("Event", createEventBodySchema(systemClock));
export type EventBody = z.infer<typeof eventBodySchema>;
export const eventAnswerSchema = named(
  "EventAccepted",
  z.object({
    status: z.literal("accepted"),
    event_id: z.string().meta({ examples: ["evt_000000001482"] }),
    duplicate: z.boolean().describe("true: this event was here before, and changed nothing now."),
  }),
);
