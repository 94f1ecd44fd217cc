/** Pages by key, never by OFFSET: the millionth page costs what the first does. */
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { type CursorKey, encodeCursor, type Page, type PageRequest } from "#app/lib/cursor.ts";

/** The rows beyond the page's cursor in a list sorted by `columns` descending; true for the first page. */
export function beyond(columns: readonly [string, ...string[]], page: PageRequest): RawBuilder<SqlBool> {
  const key = page.after ?? page.before;
  if (!key || key.length !== columns.length) return sql<SqlBool>`1 = 1`;
  const refs = sql.join(columns.map((column) => sql.ref(column)));
  const values = sql.join(key);
  return page.after ? sql<SqlBool>`(${refs}) < (${values})` : sql<SqlBool>`(${refs}) > (${values})`;
}

/** The direction in which to read: a page before a cursor is read backwards and turned round by `pageOf`. */
export const direction = (page: PageRequest): "asc" | "desc" => (page.before && !page.after ? "asc" : "desc");

/** Makes a page of the rows read with a limit of `page.size + 1`: the extra row says whether there is more. */
export function pageOf<T>(read: readonly T[], page: PageRequest, keyOf: (row: T) => CursorKey): Page<T> {
  const isBackwards = direction(page) === "asc";
  const hasMore = read.length > page.size;
  const rows = read.slice(0, page.size);
  if (isBackwards) rows.reverse();
  const first = rows.at(0);
  const last = rows.at(-1);
  const hasNext = isBackwards ? true : hasMore;
  const hasPrevious = isBackwards ? hasMore : page.after !== undefined;
  return {
    rows,
    next: last && hasNext ? encodeCursor(keyOf(last)) : null,
    previous: first && hasPrevious ? encodeCursor(keyOf(first)) : null,
  };
}
