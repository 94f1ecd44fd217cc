/** A key for a token. */
import { z } from "zod";
import { named } from "./common.ts";

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
