/**
 * What goes in and out of the event API and REST v1. The handlers read requests by these schemas, and the OpenAPI document is made of them
 * (openapi.ts), so that the document cannot say what the handlers do not do. Requests have no transforms: what they mean is the handlers' part.
 * Times are ISO 8601 text, money is decimal text with its currency. Here: what the subjects beside this file share.
 */
import { z } from "zod";

/** The named schemas of the document: `#/components/schemas/<id>`. */
export const apiSchemas = z.registry<{ id: string }>();
/** Names a schema for the document. Last in its chain: every further call makes another schema. */
export function named<T extends z.ZodType>(id: string, schema: T): T {
  apiSchemas.add(schema, { id });
  return schema;
}

/** A check of one value under a code of the failure catalogue; `schema` says the same to whoever reads the document. */
export function check<T extends z.ZodType>(
  base: T,
  code: string,
  message: string,
  isRight: (value: z.output<T>) => boolean,
  schema: Record<string, unknown> = {},
) {
  return base.refine(isRight, { error: message, params: { code } }).meta(schema);
}

/** A + and at most fifteen digits, the first not 0 (ITU-T E.164). */
export const E164 = /^\+[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\".]+(\.[^\s@<>()[\],;:\\".]+)+$/;
const hasNoControls = (text: string) => !/[\u0000-\u001f\u007f-\u009f]/.test(text);
export const line = (most: number) =>
  check(z.string().min(1).max(most), "control_characters", "Contains control characters or a line break.", hasNoControls);
export const phone = check(
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
export const email = check(z.string().max(254), "email_invalid", "Is not an e-mail address.", (text) => EMAIL.test(text), {
  format: "email",
  examples: ["ana@example.com"],
});
export const isMoment = (text: string) => z.iso.datetime({ offset: true }).safeParse(text).success && !Number.isNaN(Date.parse(text));
export const moment = check(z.string().max(40), "time_invalid", "Is not a time in ISO 8601 with its zone, such as 2026-11-20T10:15:00Z.", isMoment, {
  format: "date-time",
  examples: ["2026-11-20T10:15:00Z"],
});
export const currency = check(
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
export const amount = check(
  z.union([z.string().max(30), z.number()], { error: "Expected a decimal amount, as text or as a number." }),
  "amount_invalid",
  "Is not an amount: digits with a point, at most four of them behind it, not negative.",
  (value) => /^\d{1,12}(\.\d{1,4})?$/.test(String(value)),
  { description: "Decimal amount in the order's currency.", examples: ["129.90"] },
);
export const time = z.iso.datetime();
export const decimal = z.string().meta({ description: "Decimal amount in `currency`.", examples: ["129.90"] });
const cursor = z.string().nullable().describe("Opaque; null where there is no such page.");
export const page = {
  next_cursor: cursor.describe("Send as `after` for the next page; null on the last."),
  previous_cursor: cursor.describe("Send as `before` for the page before."),
};

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

const size = z.coerce.number().int().min(1).max(200);
export const pageQuery = {
  limit: size.optional().describe("Rows of a page; 50 where it is not given."),
  after: z.string().max(1000).optional().describe("`next_cursor` of the page before."),
  before: z.string().max(1000).optional().describe("`previous_cursor` of the page after."),
  fields: z.string().max(500).optional().describe("Members to answer, separated by commas; all where it is not given."),
};
export const ALL_MEMBERS = "All members, unless `fields` named some.";
