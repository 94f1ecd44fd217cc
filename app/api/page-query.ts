/** What all lists of REST v1 share: pages by cursor, and which members to answer. */
import { type KeyPart, type Page, pageRequestOf, type PageRequest } from "#app/lib/cursor.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { problem, type ApiAnswer } from "./answer.ts";
import type { FieldError } from "./schemas/common.ts";

const DEFAULT_LIMIT = 50;

/** A broken cursor is refused: a program that was sent back to the first page would read for ever. */
export function pageOfQuery(query: URLSearchParams, limit: number | undefined, key: readonly KeyPart[]): Result<PageRequest, FieldError[]> {
  const page = pageRequestOf(query, limit ?? DEFAULT_LIMIT, key);
  const given = ["after", "before"].filter((name) => query.get(name));
  if (given.length > 1) return err([{ path: "before", code: "selection_unclear", message: "Give `after` or `before`, not both." }]);
  if (given.length === 1 && page.after === undefined && page.before === undefined)
    return err([{ path: given[0] as string, code: "value_invalid", message: "Is not a cursor of this list." }]);
  return ok(page);
}

/** `fields=id,status`: the members to answer; undefined for all. `known` names them. */
export function fieldsOf<K extends string>(fields: string | undefined, known: readonly K[]): Result<readonly K[] | undefined, FieldError[]> {
  if (fields === undefined) return ok(undefined);
  const names = fields.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(known as readonly string[]).includes(name));
  if (unknown.length > 0) return err([{ path: "fields", code: "value_unknown", message: `Is none of ${known.join(", ")}.` }]);
  return ok(names as K[]);
}

export function pick<T extends object>(value: T, fields: readonly (keyof T)[] | undefined): Partial<T> {
  if (fields === undefined) return value;
  return Object.fromEntries(fields.map((name) => [name, value[name]])) as Partial<T>;
}

export const cursorsOf = ({ next, previous }: Pick<Page<unknown>, "next" | "previous">) => ({ next_cursor: next, previous_cursor: previous });

/** A query as its schema reads it. */
export const queryObject = (query: URLSearchParams): Record<string, string> => Object.fromEntries(query);

export const invalid = (errors: FieldError[]): ApiAnswer => problem("validation_failed", { errors });
