/** What the statuses of a WooCommerce store mean. */
import { z } from "zod";
import { line, named } from "./common.ts";

const meaning = z.object({
  from: z.string(),
  to: z.string(),
  is_own: z.boolean().describe("Somebody of the account said so; otherwise it is as at first."),
  original: z.string().nullable().describe("What it means at first; null: nothing, an order with it waits."),
});
const meaningInHub = meaning.extend({
  orders: z.int().describe("Orders that are here with this status of the store, counted up to 10,001."),
  orders_differing: z.int().describe("Those of them with another hub status: they came when it meant something else. Counted likewise."),
});
export const statusMapSchema = named(
  "StatusMap",
  z.object({
    in: z.array(meaningInHub).describe("From the store's status to Crossdock's."),
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
    apply_to_orders: z
      .boolean()
      .optional()
      .describe(
        "With direction in: orders that are here with this status get the new one too, in the background. No new messages are planned by that.",
      ),
  }),
);
export const statusSetSchema = named(
  "StatusMeaningSet",
  z.object({
    message: z.string(),
    released: z.int().describe("Deliveries that waited for it and go on."),
    orders: z.int().describe("Orders that are being changed to the new meaning, counted up to 10,001; 0 where that was not asked for."),
  }),
);
