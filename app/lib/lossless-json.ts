/**
 * JSON in which no digit is lost. Shopify's ids go beyond 2^53 (820982911946154508 becomes …500 in a double), so an integer that a double
 * cannot hold is answered as its digits in a string; every other value is what JSON.parse gives.
 */
import { isUtf8 } from "node:buffer";
import { err, ok } from "./result.ts";
import type { Result } from "./result.ts";

export interface JsonProblem {
  reason: "empty" | "invalid_utf8" | "too_deep" | "invalid_json";
  /** What is wrong, without quoting the text (it may hold personal data). */
  message: string;
}

/** Platform payloads nest about 8 deep; the bound keeps recursive readers (zod, our own) away from the end of the stack. */
export const MAX_DEPTH = 64;
/** A double holds every integer of up to 15 digits. */
const EXACT_DIGITS = 15;

const QUOTE = 34;
const BACKSLASH = 92;

/** Parses a body of UTF-8 bytes. Duplicate keys: the last wins. `__proto__` becomes an ordinary own property, never a prototype. */
export function parseJson(body: Uint8Array): Result<unknown, JsonProblem> {
  if (body.length === 0) return err({ reason: "empty", message: "The body is empty." });
  if (!isUtf8(body)) return err({ reason: "invalid_utf8", message: "The body is not valid UTF-8." });
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  return parseJsonText(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
}

/** The same for text that is already decoded. */
export function parseJsonText(text: string): Result<unknown, JsonProblem> {
  const shape = scan(text);
  if (shape.depth > MAX_DEPTH) return err({ reason: "too_deep", message: `The JSON is nested more than ${MAX_DEPTH} deep.` });
  try {
    // A reviver costs several times the parse itself: only the rare body with a very long number pays for it.
    return ok(shape.hasLongNumber ? (JSON.parse(text, keepDigits) as unknown) : (JSON.parse(text) as unknown));
  } catch {
    return err({ reason: "invalid_json", message: "The body is not valid JSON." });
  }
}

/** `context.source` is the literal as written: https://tc39.es/proposal-json-parse-with-source/ */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined) return value;
  if (/^-?\d+$/.test(source)) return Number.isSafeInteger(value) ? value : source;
  // A decimal that a double wrote reads back as itself; one with more digits than that is kept as text.
  const isWrittenByDouble = String(value) === source.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  const digits = source
    .replace(/[eE].*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+/, "");
  return isWrittenByDouble || digits.length <= EXACT_DIGITS ? value : source;
}

/** One pass over the text outside of strings: how deep it nests, and whether a number is longer than a double is exact. */
function scan(text: string): { depth: number; hasLongNumber: boolean } {
  let depth = 0;
  let deepest = 0;
  let hasLongNumber = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at < 0) break;
    } else if (code === 123 || code === 91) {
      deepest = Math.max(deepest, ++depth);
      if (deepest > MAX_DEPTH) break;
    } else if (code === 125 || code === 93) depth--;
    else if (code >= 48 && code <= 57) {
      const start = at;
      while (isNumberCode(text.charCodeAt(at + 1))) at++;
      if (at - start >= EXACT_DIGITS) hasLongNumber = true;
    }
  }
  return { depth: deepest, hasLongNumber };
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

const isNumberCode = (code: number): boolean =>
  (code >= 48 && code <= 57) || code === 46 || code === 101 || code === 69 || code === 43 || code === 45;
