/** What WordPress checks of parameters before an endpoint sees them, with its words. */
import { RestError } from "./answer.ts";

interface Problem {
  code: string;
  message: string;
  data: unknown;
}

/** Reads one value: the value as the endpoint sees it (numbers and booleans may come as text), or what is wrong with it. */
export type Param = (value: unknown, name: string) => { value: unknown } | { problem: Problem };

const wrongType = (name: string, type: string): { problem: Problem } => ({
  problem: { code: "rest_invalid_type", message: `${name} is not of type ${type}.`, data: { param: name } },
});

export const text: Param = (value, name) => (typeof value === "string" ? { value } : wrongType(name, "string"));
/** What WooCommerce takes unchecked (its own "mixed" and amounts given as numbers). */
export const anything: Param = (value) => ({ value });

/** Strings that take numbers too: amounts. WordPress casts them. */
export const amount: Param = (value, name) =>
  typeof value === "string" ? { value } : typeof value === "number" ? { value: String(value) } : wrongType(name, "string");

export const integer: Param = (value, name) =>
  typeof value === "number" && Number.isInteger(value)
    ? { value }
    : typeof value === "string" && /^-?\d+(\.0+)?$/.test(value)
      ? { value: Number(value) }
      : wrongType(name, "integer");

export const boolean: Param = (value, name) => {
  if (value === true || value === 1 || value === "1" || value === "true") return { value: true };
  if (value === false || value === 0 || value === "0" || value === "false") return { value: false };
  return wrongType(name, "boolean");
};

export const email: Param = (value, name) => {
  if (typeof value !== "string") return wrongType(name, "string");
  if (value === "" || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return { value };
  return { problem: { code: "rest_invalid_email", message: "Invalid email address.", data: null } };
};

export const nullable =
  (param: Param): Param =>
  (value, name) =>
    value === null ? { value } : param(value, name);

const listInWords = (words: readonly string[]): string =>
  words.length < 3 ? words.join(" and ") : `${words.slice(0, -1).join(", ")}, and ${words.at(-1)}`;

export const oneOf =
  (allowed: () => readonly string[]): Param =>
  (value, name) => {
    if (typeof value === "string" && allowed().includes(value)) return { value };
    return { problem: { code: "rest_not_in_enum", message: `${name} is not one of ${listInWords(allowed())}.`, data: null } };
  };

export const between =
  (low: number, high: number): Param =>
  (value, name) => {
    const read = integer(value, name);
    if ("problem" in read || (Number(read.value) >= low && Number(read.value) <= high)) return read;
    return { problem: { code: "rest_out_of_bounds", message: `${name} must be between ${low} (inclusive) and ${high} (inclusive)`, data: null } };
  };

export const atLeast =
  (low: number): Param =>
  (value, name) => {
    const read = integer(value, name);
    if ("problem" in read || Number(read.value) >= low) return read;
    return { problem: { code: "rest_out_of_bounds", message: `${name} must be greater than or equal to ${low}`, data: null } };
  };

export const time: Param = (value) =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/i.test(value)
    ? { value }
    : { problem: { code: "rest_invalid_date", message: "Invalid date.", data: null } };

/** A list, or text with commas. */
export const listOf =
  (param: Param): Param =>
  (value, name) => {
    const items = Array.isArray(value) ? (value as unknown[]) : typeof value === "string" ? value.split(/[\s,]+/).filter(Boolean) : null;
    if (items === null) return wrongType(name, "array");
    const read = items.map((item, index) => param(item, `${name}[${index}]`));
    return read.find((item) => "problem" in item) ?? { value: read.map((item) => ("value" in item ? item.value : null)) };
  };

/** An object; fields that are not named pass unread. */
export const shape =
  (fields: Record<string, Param>): Param =>
  (value, name) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongType(name, "object");
    const result: Record<string, unknown> = { ...value };
    for (const [field, given] of Object.entries(value)) {
      const read = fields[field]?.(given, `${name}[${field}]`);
      if (read && "problem" in read) return read;
      if (read) result[field] = read.value;
    }
    return { value: result };
  };

export type Params = Record<string, unknown>;

/** @throws RestError 400 that names everything wrong at once */
export function readParams(given: Params, known: Record<string, Param>, required: readonly string[] = []): Params {
  const missing = required.filter((name) => given[name] === undefined);
  if (missing.length > 0)
    throw new RestError(400, "rest_missing_callback_param", `Missing parameter(s): ${missing.join(", ")}`, { status: 400, params: missing });
  const result: Params = { ...given };
  const problems: Record<string, Problem> = {};
  for (const [name, param] of Object.entries(known)) {
    if (given[name] === undefined) continue;
    const read = param(given[name], name);
    if ("problem" in read) problems[name] = read.problem;
    else result[name] = read.value;
  }
  const names = Object.keys(problems);
  if (names.length === 0) return result;
  throw new RestError(400, "rest_invalid_param", `Invalid parameter(s): ${names.join(", ")}`, {
    status: 400,
    params: Object.fromEntries(names.map((name) => [name, problems[name]!.message])),
    details: problems,
  });
}
