/** An event of our plugin, as the bridge stores it: the store's own JSON of the thing, and when exactly it was so. */
import { z } from "zod";
import { id } from "./common.ts";

export const envelopePayload = z.object({
  resource_id: id.nullish(),
  data: z.object({
    object: z.unknown(),
    refunds: z.array(z.unknown()).nullish(),
    variations: z.array(z.unknown()).nullish(),
    /** ISO with milliseconds, UTC; strictly increasing per resource. */
    loaded_at: z.string(),
    state: z.enum(["present", "trashed", "deleted"]).nullish(),
    /** Of a note: the order it is on. */
    order_id: id.nullish(),
    currency: z.string().nullish(),
    /** Why the plugin could not read it: then there is no object. */
    error: z.string().nullish(),
  }),
});
