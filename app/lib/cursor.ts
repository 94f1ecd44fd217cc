import { MAX_ROW_NUMBER } from "./delivery-id.ts";

/** A place in a sorted list, as text for a URL. Opaque to people; a broken one means "the first page". */
export type CursorKey = readonly (string | number)[];

/** A page of a list: after or before a place, or (neither) the first. */
export interface PageRequest {
  size: number;
  after?: CursorKey;
  before?: CursorKey;
}

export interface Page<T> {
  rows: T[];
  /** Cursor for `?after=`; null on the last page. */
  next: string | null;
  /** Cursor for `?before=`; null on the first page. */
  previous: string | null;
}

export const encodeCursor = (key: CursorKey): string => Buffer.from(JSON.stringify(key)).toString("base64url");

/** Undefined for anything this module did not write. */
export function decodeCursor(text: string | null | undefined): CursorKey | undefined {
  if (!text || text.length > 1000) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    const isPart = (part: unknown) => typeof part === "string" || (typeof part === "number" && Number.isSafeInteger(part));
    return Array.isArray(key) && key.length > 0 && key.length <= 4 && key.every(isPart) ? (key as CursorKey) : undefined;
  } catch {
    return undefined;
  }
}

/** What a list is sorted by: a made-up address must not reach the database with another type than its column's. */
export type KeyPart = "time" | "number" | "text";

const FITS: Record<KeyPart, (part: string | number | undefined) => boolean> = {
  time: (part) => typeof part === "number",
  number: (part) => typeof part === "number" && Math.abs(part) <= MAX_ROW_NUMBER,
  text: (part) => typeof part === "string" && !part.includes("\0"),
};

/** Reads `?after=` / `?before=` of a list's URL; one that does not fit the list's key is the first page. */
export function pageRequestOf(params: URLSearchParams, size: number, key: readonly KeyPart[]): PageRequest {
  const read = (name: string) => {
    const cursor = decodeCursor(params.get(name));
    return cursor?.length === key.length && key.every((kind, index) => FITS[kind](cursor[index])) ? cursor : undefined;
  };
  const after = read("after");
  if (after) return { size, after };
  const before = read("before");
  return before ? { size, before } : { size };
}
