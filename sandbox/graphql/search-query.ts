import { compareIds } from "../store/ids.ts";
import type { SearchFields } from "../store/search-index.ts";
import { badRequest, notSupported } from "./errors.ts";

/** Decides whether an entity is found. */
export type Matcher = (fields: SearchFields) => boolean;

type Operator = "=" | ">" | ">=" | "<" | "<=";
const TIMES = /(_at|_date)$/;

/**
 * Shopify's search syntax (https://shopify.dev/docs/api/usage/search-syntax) as far as apps use it to page through changes:
 * field:value, comparisons, quotes, lists by OR, AND, NOT or -, parentheses, and words without a field.
 */
export function parseSearchQuery(query: string | null | undefined, now: number): Matcher {
  const tokens = tokenize(query ?? "");
  let position = 0;
  const peek = () => tokens[position];

  const parseOr = (): Matcher => {
    const options = [parseAnd()];
    while (peek() === "OR") {
      position++;
      options.push(parseAnd());
    }
    return (fields) => options.some((matches) => matches(fields));
  };
  const parseAnd = (): Matcher => {
    const all: Matcher[] = [];
    while (peek() !== undefined && peek() !== "OR" && peek() !== ")") {
      if (peek() === "AND") position++;
      else all.push(parseTerm());
    }
    return (fields) => all.every((matches) => matches(fields));
  };
  const parseTerm = (): Matcher => {
    const token = tokens[position++]!;
    if (token === "NOT") {
      const inner = parseTerm();
      return (fields) => !inner(fields);
    }
    if (token === "(") {
      const inner = parseOr();
      if (tokens[position++] !== ")") throw badRequest("Invalid search query: a parenthesis is not closed");
      return inner;
    }
    if (token.startsWith("-") && token.length > 1) {
      const inner = toMatcher(token.slice(1), now);
      return (fields) => !inner(fields);
    }
    return toMatcher(token, now);
  };
  const matcher = parseOr();
  if (position < tokens.length) throw badRequest("Invalid search query: a parenthesis is not open");
  return matcher;
}

function tokenize(query: string): string[] {
  return query.match(/\(|\)|(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()])+/g) ?? [];
}

function toMatcher(token: string, now: number): Matcher {
  const match = /^([a-z_]+):(>=|<=|>|<|=)?(.*)$/s.exec(token);
  if (!match) {
    const word = unquote(token).toLowerCase();
    return (fields) => (fields["default"] as string[]).some((text) => text.toLowerCase().includes(word));
  }
  const [, name, operator, raw] = match as unknown as [string, string, Operator | undefined, string];
  const wanted = unquote(raw);
  return (fields) => {
    if (!(name in fields)) throw notSupported(`search by ${name}`);
    const value = fields[name]!;
    if (TIMES.test(name)) return compareTimes(value as number | null, operator ?? "=", wanted, now);
    if (name === "id" || name.endsWith("_id")) return value !== null && satisfies(compareIds(String(value), lastDigits(wanted)), operator ?? "=");
    if (typeof value === "number") return satisfies(value - Number(wanted), operator ?? "=");
    return matchText(value, wanted);
  };
}

function matchText(value: SearchFields[string], wanted: string): boolean {
  const values = (Array.isArray(value) ? value : [value]).map((each) => String(each ?? "").toLowerCase());
  const text = wanted.toLowerCase();
  // status:any and the like; name:#1001 is found with and without the sign.
  if (text === "any" || text === "*") return true;
  if (text === "not_closed") return !values.includes("closed");
  if (text.endsWith("*")) return values.some((each) => each.startsWith(text.slice(0, -1)));
  return values.some((each) => each === text || each === `#${text}` || (text === "unshipped" && each === "unfulfilled"));
}

function compareTimes(value: number | null, operator: Operator, wanted: string, now: number): boolean {
  if (value === null) return false;
  const text = wanted === "now" ? new Date(now).toISOString() : wanted;
  const time = Date.parse(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text);
  if (Number.isNaN(time)) throw badRequest(`Invalid search query: ${wanted} is not a time`);
  // A bare date with "=" means the whole day.
  if (operator === "=" && /^\d{4}-\d{2}-\d{2}$/.test(text)) return value >= time && value < time + 86_400_000;
  return satisfies(value - time, operator);
}

function satisfies(difference: number, operator: Operator): boolean {
  if (operator === "=") return difference === 0;
  if (operator === ">") return difference > 0;
  if (operator === ">=") return difference >= 0;
  return operator === "<" ? difference < 0 : difference <= 0;
}

function lastDigits(text: string): string {
  return /(\d+)$/.exec(text)?.[1] ?? text;
}

function unquote(text: string): string {
  return /^".*"$|^'.*'$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text;
}
