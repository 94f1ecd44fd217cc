/** Orders, and one with everything that happened to it. */
import { z } from "zod";
import { HUB_STATUSES } from "#app/domain/hub-status.ts";
import { ALL_MEMBERS, check, decimal, moment, named, page, pageQuery, time } from "./common.ts";

export const orderSchema = z.object({
  id: z.string(),
  order_ref: z.string().describe("As shown to people, with the channel's prefix."),
  external_id: z.string(),
  connection_id: z.string(),
  status: z.enum(HUB_STATUSES),
  financial_status: z.string().nullable(),
  fulfillment_status: z.string().nullable(),
  currency: z.string(),
  total: decimal.nullable().describe("What the order came to; null where its source tells no sums."),
  current_total: decimal.nullable().describe("After edits and refunds."),
  customer: z
    .object({ id: z.string().nullable(), name: z.string().nullable(), email: z.string().nullable() })
    .describe("All null where the person was erased."),
  quarantine: z.object({ reason: z.string(), difference: decimal }).nullable().describe("Set when the amounts do not come to the total."),
  is_test: z.boolean(),
  ordered_at: time,
  updated_at: time,
  deleted_at: time.nullable(),
});
export const orderAnswerSchema = named("Order", orderSchema.partial().describe(ALL_MEMBERS));
export const ordersQuerySchema = z.object({
  status: z.enum(HUB_STATUSES).optional(),
  search: z.string().max(200).optional().describe("A number, an id, or part of a name or e-mail address."),
  connection_id: z.string().max(100).optional().describe("Only this integration's."),
  since: moment.optional().describe("Ordered at or after."),
  until: moment.optional().describe("Ordered before."),
  ...pageQuery,
});
export const orderListSchema = named("OrderList", z.object({ orders: z.array(orderAnswerSchema), ...page }));

export const ORDER_INCLUDES = ["notes", "tracking", "payment", "timeline"] as const;
const isIncludes = (text: string) => text.split(",").every((part) => (ORDER_INCLUDES as readonly string[]).includes(part.trim()));
export const orderQuerySchema = z.object({
  include: check(z.string().max(100), "value_unknown", `Expected some of ${ORDER_INCLUDES.join(", ")}, separated by commas.`, isIncludes)
    .optional()
    .describe(`Some of ${ORDER_INCLUDES.join(", ")}, separated by commas.`),
  fields: pageQuery.fields,
});
export const timelineEntrySchema = named(
  "TimelineEntry",
  z.object({
    kind: z.enum(["delivery", "fact", "sync", "command"]),
    at: time,
    title: z.string(),
    detail: z.string().nullable(),
    status: z.string().nullable(),
    delivery_id: z.int().nullable().describe("The delivery it came from."),
    changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  }),
);
export const orderDetailSchema = named(
  "OrderDetail",
  z.object({
    order: orderSchema.partial().extend({
      phone: z.string().nullable().optional(),
      delivered_at: time.nullable().optional(),
      cancelled_at: time.nullable().optional(),
      lines: z
        .array(
          z.object({
            id: z.string(),
            title: z.string(),
            sku: z.string().nullable(),
            quantity: z.int(),
            current_quantity: z.int(),
            unit_price: decimal.nullable(),
          }),
        )
        .optional(),
      notes: z.array(z.object({ text: z.string(), by: z.string() })).optional(),
      tracking: z
        .array(z.object({ company: z.string().nullable(), number: z.string(), url: z.string().nullable(), status: z.string().nullable() }))
        .optional(),
      payment: z.object({ status: z.string().nullable(), refunded: decimal.nullable(), outstanding: decimal.nullable() }).optional(),
      timeline: z.array(timelineEntrySchema).optional(),
    }),
  }),
);
