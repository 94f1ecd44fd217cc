/**
 * What goes in and out of the event API and REST v1. The handlers read requests by these schemas, and the OpenAPI document is made of them
 * (openapi.ts), so that the document cannot say what the handlers do not do. Requests have no transforms: what they mean is the handlers' part.
 * Times are ISO 8601 text, money is decimal text with its currency.
 */
import { z } from "zod";
import { DELIVERY_STATUSES } from "#app/domain/delivery-status.ts";
import { FAILURE_CLASSES } from "#app/domain/failure.ts";
import { HUB_STATUSES } from "#app/domain/hub-status.ts";
import { systemClock, type Clock } from "#app/lib/clock.ts";

/** The named schemas of the document: `#/components/schemas/<id>`. */
export const apiSchemas = z.registry<{ id: string }>();
/** Names a schema for the document. Last in its chain: every further call makes another schema. */
function named<T extends z.ZodType>(id: string, schema: T): T {
  apiSchemas.add(schema, { id });
  return schema;
}

/** A check of one value under a code of the failure catalogue; `schema` says the same to whoever reads the document. */
function check<T extends z.ZodType>(
  base: T,
  code: string,
  message: string,
  isRight: (value: z.output<T>) => boolean,
  schema: Record<string, unknown> = {},
) {
  return base.refine(isRight, { error: message, params: { code } }).meta(schema);
}

/* ---- values ---- */

/** A + and at most fifteen digits, the first not 0 (ITU-T E.164). */
export const E164 = /^\+[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\".]+(\.[^\s@<>()[\],;:\\".]+)+$/;
const hasNoControls = (text: string) => !/[\u0000-\u001f\u007f-\u009f]/.test(text);
const line = (most: number) =>
  check(z.string().min(1).max(most), "control_characters", "Contains control characters or a line break.", hasNoControls);
const phone = check(
  z.string().max(50),
  "phone_not_e164",
  "Is not in E.164 form: a plus sign, the country code and the number, digits only.",
  (text) => E164.test(text),
  {
    pattern: E164.source,
    description: "E.164",
    examples: ["+14155552671"],
  },
);
const email = check(z.string().max(254), "email_invalid", "Is not an e-mail address.", (text) => EMAIL.test(text), {
  format: "email",
  examples: ["ana@example.com"],
});
const isMoment = (text: string) => z.iso.datetime({ offset: true }).safeParse(text).success && !Number.isNaN(Date.parse(text));
const moment = check(z.string().max(40), "time_invalid", "Is not a time in ISO 8601 with its zone, such as 2026-11-20T10:15:00Z.", isMoment, {
  format: "date-time",
  examples: ["2026-11-20T10:15:00Z"],
});
const currency = check(
  z.string().max(10),
  "currency_invalid",
  "Is not a currency code of three capital letters, such as EUR.",
  (text) => /^[A-Z]{3}$/.test(text),
  {
    pattern: "^[A-Z]{3}$",
    examples: ["EUR"],
  },
);
/** A number is taken by its digits: 19.9 is "19.9". */
const amount = check(
  z.union([z.string().max(30), z.number()], { error: "Expected a decimal amount, as text or as a number." }),
  "amount_invalid",
  "Is not an amount: digits with a point, at most four of them behind it, not negative.",
  (value) => /^\d{1,12}(\.\d{1,4})?$/.test(String(value)),
  { description: "Decimal amount in the order's currency.", examples: ["129.90"] },
);
const time = z.iso.datetime();
const decimal = z.string().meta({ description: "Decimal amount in `currency`.", examples: ["129.90"] });
const cursor = z.string().nullable().describe("Opaque; null where there is no such page.");
const page = {
  next_cursor: cursor.describe("Send as `after` for the next page; null on the last."),
  previous_cursor: cursor.describe("Send as `before` for the page before."),
};

/* ---- errors ---- */

export const fieldErrorSchema = named(
  "FieldError",
  z.object({
    path: z.string().describe("Where in the body: `customer.phone`, `order.lines[0].quantity`; empty for the body as a whole."),
    code: z.string().describe("A code of /api/docs/errors."),
    message: z.string(),
  }),
);
export const problemSchema = named(
  "Problem",
  z.object({
    type: z.string().describe("A code of /api/docs/errors."),
    message: z.string().describe("What happened, for people."),
    remedy: z.string().optional().describe("What to do about it."),
    documentation_url: z.url().optional().describe("The code's entry in the list of errors."),
    action: z.object({ label: z.string(), url: z.url() }).optional().describe("The page that does it."),
  }),
);
export const errorSchema = named(
  "Error",
  z.object({
    error: problemSchema,
    errors: z.array(fieldErrorSchema).optional().describe("With `validation_failed`: everything that is wrong, at once."),
  }),
);
export type FieldError = z.infer<typeof fieldErrorSchema>;
export type ErrorAnswer = z.infer<typeof errorSchema>;

/* ---- event API ---- */

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

/* ---- token ---- */

export const tokenBodySchema = named(
  "TokenRequest",
  z.object({
    api_key: z
      .string()
      .min(1)
      .max(200)
      .meta({ examples: ["cd_live_…"] }),
  }),
);
export const tokenAnswerSchema = named(
  "Token",
  z.object({ access_token: z.string(), token_type: z.literal("Bearer"), expires_in: z.int().min(1).max(900).describe("Seconds.") }),
);

/* ---- imports ---- */

export const IMPORT_STATUSES = ["mapping", "ready", "importing", "completed", "failed", "undoing", "undone"] as const;
export const importAcceptedSchema = named(
  "ImportAccepted",
  z.object({ import: z.object({ id: z.string(), status: z.enum(IMPORT_STATUSES), total_rows: z.int() }) }),
);
export const importSchema = named(
  "Import",
  z.object({
    id: z.string(),
    status: z.enum(IMPORT_STATUSES),
    file_name: z.string(),
    total_rows: z.int(),
    good_rows: z.int(),
    bad_rows: z.int(),
    imported_rows: z.int(),
    unchanged_rows: z.int().describe("Rows that said what was known."),
    undone_rows: z.int(),
    plans_messages: z.boolean().describe("Whether orders delivered of late plan their messages. History has none unless asked."),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    created_at: time,
    started_at: time.nullable(),
    completed_at: time.nullable(),
  }),
);
export const rowErrorSchema = named(
  "RowError",
  z.object({
    row: z.int().describe("The line in the file; the header is line 1."),
    column: z.string().nullable(),
    value: z.string().nullable(),
    code: z.string().describe("A code of /api/docs/errors."),
    message: z.string(),
  }),
);
export const importListSchema = named("ImportList", z.object({ imports: z.array(importSchema), ...page }));
export const importDetailSchema = named(
  "ImportDetail",
  z.object({
    import: importSchema,
    progress: z.object({ percent: z.number().min(0).max(100), eta_seconds: z.int().nullable() }),
    errors: z.array(rowErrorSchema),
    ...page,
  }),
);

/* ---- reads ---- */

const size = z.coerce.number().int().min(1).max(200);
const pageQuery = {
  limit: size.optional().describe("Rows of a page; 50 where it is not given."),
  after: z.string().max(1000).optional().describe("`next_cursor` of the page before."),
  before: z.string().max(1000).optional().describe("`previous_cursor` of the page after."),
  fields: z.string().max(500).optional().describe("Members to answer, separated by commas; all where it is not given."),
};
export const importCreateQuerySchema = z.object({
  file_name: z.string().max(200).optional().describe("Shown in the list of imports; api.csv where it is not given."),
  plans_messages: z.enum(["true", "false"]).optional().describe("true: orders delivered of late plan their messages. History has none unless asked."),
});
export const importsQuerySchema = z.object({ limit: pageQuery.limit, after: pageQuery.after, before: pageQuery.before });

const failureSchema = z.object({ class: z.enum(FAILURE_CLASSES), code: z.string().nullable(), message: z.string().nullable() }).nullable();
const ALL_MEMBERS = "All members, unless `fields` named some.";
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

export const STATS_WINDOWS = { "1h": 1, "24h": 24, "7d": 7 * 24, "30d": 30 * 24 } as const;
export const statsQuerySchema = z.object({
  window: z
    .enum(Object.keys(STATS_WINDOWS) as (keyof typeof STATS_WINDOWS)[])
    .optional()
    .describe("24h where it is not given."),
});
export const statsSchema = named(
  "Stats",
  z.object({
    window: z.enum(Object.keys(STATS_WINDOWS) as (keyof typeof STATS_WINDOWS)[]),
    since: time.describe("Whole hours, the one that runs now among them."),
    operations: z.int(),
    completed: z.int(),
    failed: z.int().describe("Given up in this window."),
    success_rate: z.number().min(0).max(100).nullable().describe("Percent, rounded down to a tenth; null where nothing was finished."),
    retried: z.int(),
    records: z.int().describe("Records that were changed."),
    now: z.object({ pending: z.int(), held: z.int(), needs_attention: z.int() }),
    problems: z.array(problemSchema).describe("What keeps events from being processed; empty when nothing does."),
  }),
);
