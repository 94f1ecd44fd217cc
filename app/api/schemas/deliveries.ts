/** Deliveries: what arrived, and processing it once more. */
import { z } from "zod";
import { DELIVERY_STATUSES } from "#app/domain/delivery-status.ts";
import { FAILURE_CLASSES } from "#app/domain/failure.ts";
import { ALL_MEMBERS, moment, named, page, pageQuery, time } from "./common.ts";

export const failureSchema = z.object({ class: z.enum(FAILURE_CLASSES), code: z.string().nullable(), message: z.string().nullable() }).nullable();
export const deliverySchema = z.object({
  id: z.int(),
  connection_id: z.string(),
  topic: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  external_id: z.string().nullable().describe("The id at the platform of what it speaks of."),
  order_ref: z.string().nullable(),
  attempts: z.int(),
  received_at: time,
  error: failureSchema,
});
export const deliveryAnswerSchema = named("Delivery", deliverySchema.partial().describe(ALL_MEMBERS));
const deliveryFilter = {
  topic: z
    .string()
    .max(100)
    .optional()
    .meta({ examples: ["orders/create"] }),
  status: z.enum(DELIVERY_STATUSES).optional(),
  connection_id: z.string().max(100).optional(),
  since: moment.optional().describe("Received at or after."),
  until: moment.optional().describe("Received before."),
};
export const deliveriesQuerySchema = z.object({
  ...deliveryFilter,
  order: z.string().max(255).optional().describe("Only this order's: `1001`, `#1001`, `SH-#1001`, `API-10045`."),
  external_id: z.string().max(255).optional(),
  ...pageQuery,
});
export const deliveryListSchema = named("DeliveryList", z.object({ deliveries: z.array(deliveryAnswerSchema), ...page }));

export const replayBodySchema = named(
  "ReplayRequest",
  z
    .object({
      ids: z.array(z.int().min(1).max(2_147_483_647)).min(1).max(500).optional(),
      ...deliveryFilter,
      plan_effects: z
        .boolean()
        .optional()
        .describe("Also plan what follows from them (messages, writes to other systems). History has no effects unless this is true."),
    })
    .refine(({ ids, plan_effects: _, ...filter }) => (ids !== undefined) !== Object.values(filter).some((value) => value !== undefined), {
      error: "Give either `ids` or at least one of topic, status, connection_id, since, until.",
      params: { code: "selection_unclear" },
    })
    .describe("Either `ids`, or what the deliveries have in common."),
);
export const replayAnswerSchema = named(
  "Replayed",
  z.object({ replayed: z.int(), skipped: z.int().describe("Waiting or in work already, erased, or not yours.") }),
);
