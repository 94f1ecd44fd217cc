import { z } from "zod";
import { Refusal } from "../http.ts";
import { parseMinor } from "../shop/money.ts";

/** An id as digits in a string (a gid is taken apart); a JSON number only while it is exact. */
export const idText = z
  .union([z.string(), z.number().int().max(Number.MAX_SAFE_INTEGER)])
  .transform((value) => String(value).replace(/^gid:\/\/shopify\/[A-Za-z]+\//, ""))
  .refine((value) => /^\d{1,20}$/.test(value), "an id is digits, as a string where it is longer than 15");

/** "12.50" or 12.5 → 1250; a Refusal (422) names the field. */
export function amountIn(value: string | number, currency: string, field: string): number {
  const minor = parseMinor(String(value), currency);
  if (minor === null || minor < 0) throw new Refusal(422, field, `${value} is not an amount in ${currency}`, 'give a decimal string such as "12.50"');
  return minor;
}

/** Parses a request body; the first problem becomes a Refusal (422) with the field's path. */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.code === "unrecognized_keys" ? (issue.keys[0] ?? null) : issue.path.join(".") || null;
  throw new Refusal(422, field, issue.message, "see docs of the sandbox's JSON API (sandbox/README.md)");
}
