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

const [QUOTE, BACKSLASH, COLON, MINUS, POINT, ZERO, NINE] = [34, 92, 58, 45, 46, 48, 57] as const;

/** Parses a body of UTF-8 bytes. Duplicate keys: the last wins. `__proto__` becomes an ordinary own property, never a prototype. */
export function parseJson(body: Uint8Array): Result<unknown, JsonProblem> {
  if (body.length === 0) return err({ reason: "empty", message: "The body is empty." });
  if (!isUtf8(body)) return err({ reason: "invalid_utf8", message: "The body is not valid UTF-8." });
  const shape = scan(body);
  if (shape.depth > MAX_DEPTH) return err({ reason: "too_deep", message: `The JSON is nested more than ${MAX_DEPTH} deep.` });
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  // Quoting the few long numbers and parsing natively is several times faster than JSON.parse with a reviver over every value.
  const decoded = shape.longNumbers.length === 0 ? bytes.toString("utf8") : quoteLongNumbers(bytes, shape.longNumbers);
  try {
    return ok(JSON.parse(decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded) as unknown);
  } catch {
    return err({ reason: "invalid_json", message: "The body is not valid JSON." });
  }
}

type Span = readonly [from: number, to: number];

function quoteLongNumbers(bytes: Buffer, spans: readonly Span[]): string {
  let text = "";
  let done = 0;
  for (const [from, to] of spans) {
    const source = bytes.toString("latin1", from, to);
    if (!losesDigits(source) || isKey(bytes, to)) continue;
    text += `${bytes.toString("utf8", done, from)}"${source}"`;
    done = to;
  }
  return text + bytes.toString("utf8", done);
}

/** Whether a double would write the number otherwise. What is no JSON number is left for JSON.parse to refuse. */
function losesDigits(source: string): boolean {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(source)) return false;
  const value = Number(source);
  if (/^-?\d+$/.test(source)) return !Number.isSafeInteger(value);
  return String(value) !== source.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

/** A bare number before a colon is no JSON; quoted it would become a key. */
function isKey(bytes: Buffer, at: number): boolean {
  let next = at;
  while (next < bytes.length && (bytes[next] as number) <= 32) next++;
  return bytes[next] === COLON;
}

/**
 * One pass over the bytes outside of strings: how deep they nest, and where numbers of more digits than a double is exact for stand.
 * Plain indexing on purpose: it runs over every delivery (UTF-8 never hides an ASCII byte within another character).
 */
function scan(body: Uint8Array): { depth: number; longNumbers: Span[] } {
  const longNumbers: Span[] = [];
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] as number;
    if (isInString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (byte >= ZERO && byte <= NINE) {
      const end = endOfNumber(body, at);
      if (end - at > EXACT_DIGITS) longNumbers.push([body[at - 1] === MINUS ? at - 1 : at, end]);
      at = end - 1;
    } else if (byte === 123 || byte === 91) {
      if (++depth > deepest) deepest = depth;
      if (deepest > MAX_DEPTH) break;
    } else if (byte === 125 || byte === 93) depth--;
  }
  return { depth: deepest, longNumbers };
}

function endOfNumber(body: Uint8Array, start: number): number {
  let end = start + 1;
  while (end < body.length && isNumberByte(body[end] as number)) end++;
  return end;
}

const isNumberByte = (byte: number): boolean =>
  (byte >= ZERO && byte <= NINE) || byte === POINT || byte === MINUS || byte === 43 || byte === 101 || byte === 69;
