/** Figures of a window, and what is wrong now. */
import { z } from "zod";
import { named, problemSchema, time } from "./common.ts";

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
