/** CSV imports. */
import { z } from "zod";
import { named, page, pageQuery, time } from "./common.ts";

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
export const importCreateQuerySchema = z.object({
  file_name: z.string().max(200).optional().describe("Shown in the list of imports; api.csv where it is not given."),
  plans_messages: z.enum(["true", "false"]).optional().describe("true: orders delivered of late plan their messages. History has none unless asked."),
});
export const importsQuerySchema = z.object({ limit: pageQuery.limit, after: pageQuery.after, before: pageQuery.before });
