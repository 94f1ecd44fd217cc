/** What is wrong with a request, all of it at once, each under a code of the failure catalogue. */
import type { z } from "zod";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { FieldError } from "./schemas/common.ts";

/** More than this many are not listed: a body of rubbish is not answered with a longer one. */
const MOST_ERRORS = 100;

/** Reads a request's body or query. Never throws for bad input. */
export function readRequest<T>(schema: z.ZodType<T>, input: unknown): Result<T, FieldError[]> {
  const parsed = schema.safeParse(input);
  return parsed.success ? ok(parsed.data) : err(fieldErrors(parsed.error, input));
}

/** The errors of a parse of `input`, in the order of the schema. */
export function fieldErrors(error: z.ZodError, input: unknown): FieldError[] {
  return error.issues.slice(0, MOST_ERRORS).map((issue) => ({ path: pathText(issue.path), ...codeAndMessage(issue, isGiven(input, issue.path)) }));
}

/** ["order", "lines", 0, "title"] → "order.lines[0].title" */
const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}${text && "."}${String(part)}`), "");

function isGiven(input: unknown, path: readonly PropertyKey[]): boolean {
  let value = input;
  for (const part of path)
    value = typeof value === "object" && value !== null && Object.hasOwn(value, part) ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  return value !== undefined;
}

type Said = Pick<FieldError, "code" | "message">;

function codeAndMessage(issue: z.core.$ZodIssue, wasGiven: boolean): Said {
  if (issue.code === "custom") return { code: (issue.params?.["code"] as string | undefined) ?? "value_invalid", message: issue.message };
  if (!wasGiven) return { code: "required", message: "Is missing." };
  switch (issue.code) {
    case "invalid_type":
      return { code: "type_wrong", message: `Expected ${article(issue.expected)}.` };
    case "invalid_union":
      return { code: "type_wrong", message: issue.message };
    case "invalid_value":
      return { code: "value_unknown", message: `Is none of ${issue.values.map(String).join(", ")}.` };
    case "too_big":
      return issue.origin === "string" || issue.origin === "array"
        ? { code: "too_long", message: `Has more than ${issue.maximum} ${issue.origin === "string" ? "characters" : "members"}.` }
        : { code: "number_out_of_range", message: `Is more than ${issue.maximum}.` };
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? {
            code: "empty",
            message:
              Number(issue.minimum) === 1 ? "Is empty." : `Has fewer than ${issue.minimum} ${issue.origin === "string" ? "characters" : "members"}.`,
          }
        : { code: "number_out_of_range", message: `Is less than ${issue.minimum}.` };
    default:
      return { code: "value_invalid", message: issue.message };
  }
}

const NAMES: Record<string, string> = {
  int: "a whole number",
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};
const article = (expected: string): string => NAMES[expected] ?? expected;
