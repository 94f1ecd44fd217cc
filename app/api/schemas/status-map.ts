/** What the statuses of a WooCommerce store mean. */
import { z } from "zod";
import { line, named } from "./common.ts";

const meaning = z.object({
  from: z.string(),
  to: z.string(),
  is_own: z.boolean().describe("Somebody of the account said so; otherwise it is as at first."),
  original: z.string().nullable().describe("What it means at first; null: nothing, an order with it waits."),
});
export const statusMapSchema = named(
  "StatusMap",
  z.object({
    in: z.array(meaning).describe("From the store's status to Crossdock's."),
    out: z.array(meaning).describe("From Crossdock's status to the store's."),
    unknown: z
      .array(z.object({ status: z.string(), waiting: z.int() }))
      .describe("Statuses without a meaning, with how many deliveries wait for one."),
  }),
);
export const statusBodySchema = named(
  "StatusMeaning",
  z.object({
    direction: z.enum(["in", "out"]),
    from: line(40),
    to: line(40).nullable().describe("null: as at first."),
  }),
);
export const statusSetSchema = named(
  "StatusMeaningSet",
  z.object({ message: z.string(), released: z.int().describe("Deliveries that waited for it and go on.") }),
);
