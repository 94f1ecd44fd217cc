/**
 * What changed in a store since a moment, oldest first, each thing at least once. WooCommerce tells whole seconds and sorts things of one second
 * as it likes; so a list is continued from its last second on, never from a page number, and a second with more than a page in it is
 * read by ids.
 */
import { failure, type Failure } from "#app/domain/failure.ts";
import type { Place } from "#app/domain/store-connection.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { StoreApi } from "./store-api.server.ts";

export interface Modified {
  id: number | string;
  modifiedAt: number;
  item: Record<string, unknown>;
}
export interface ModifiedPage {
  items: Modified[];
  /** Null: everything up to now was read. */
  next: Place | null;
}

const SECOND_MS = 1000;

/**
 * WordPress takes a time without a zone as it is, and one with a zone into the store's own, which `dates_are_gmt` then takes for UTC: so
 * without. https://developer.wordpress.org/reference/classes/wp_date_query/build_mysql_datetime/
 */
const naive = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

/** @param path /orders or /products. @param limit of one answer, at most 100. */
export async function listModified(
  api: Pick<StoreApi, "list">,
  path: string,
  from: Place | null,
  limit: number,
  filter: Record<string, string> = {},
): Promise<Result<ModifiedPage, Failure>> {
  if (from !== null && from.skip > 0) return withinSecond(api, path, from, limit, filter);
  const answer = await api.list(path, {
    ...filter,
    ...(from !== null && { modified_after: naive(from.at - SECOND_MS), dates_are_gmt: "true" }),
    orderby: "modified",
    order: "asc",
    per_page: limit,
  });
  if (!answer.ok) return answer;
  const items = read(answer.value.items);
  if (!items.ok || items.value.length < limit) return items.ok ? ok({ items: items.value, next: null }) : items;
  const last = Math.max(...items.value.map((one) => one.modifiedAt));
  // The last second may go on behind the page: what is not the last second is whole.
  const whole = items.value.filter((one) => one.modifiedAt < last);
  if (whole.length > 0) return ok({ items: whole, next: { at: last, skip: 0 } });
  return withinSecond(api, path, { at: last, skip: 0 }, limit, filter);
}

async function withinSecond(
  api: Pick<StoreApi, "list">,
  path: string,
  { at, skip }: Place,
  limit: number,
  filter: Record<string, string>,
): Promise<Result<ModifiedPage, Failure>> {
  const answer = await api.list(path, {
    ...filter,
    modified_after: naive(at - SECOND_MS),
    modified_before: naive(at + SECOND_MS),
    dates_are_gmt: "true",
    orderby: "id",
    order: "asc",
    offset: skip,
    per_page: limit,
  });
  if (!answer.ok) return answer;
  const items = read(answer.value.items);
  if (!items.ok) return items;
  const isWhole = items.value.length < limit;
  return ok({ items: items.value, next: isWhole ? { at: at + SECOND_MS, skip: 0 } : { at, skip: skip + items.value.length } });
}

function read(items: readonly unknown[]): Result<Modified[], Failure> {
  const found: Modified[] = [];
  for (const one of items) {
    const item = (typeof one === "object" && one !== null ? one : {}) as Record<string, unknown>;
    const { id } = item;
    if ((typeof id !== "number" && typeof id !== "string") || !/^\d{1,20}$/.test(String(id)))
      return err(failure("transient", "store_answer_unreadable", "The store listed something without an id."));
    // Some that were imported long ago have no time of change.
    const modifiedAt = [item["date_modified_gmt"], item["date_created_gmt"]].map(timeOf).find((ms) => ms !== null) ?? 0;
    found.push({ id, modifiedAt, item });
  }
  return ok(found);
}

function timeOf(text: unknown): number | null {
  const ms = typeof text === "string" ? Date.parse(`${text.replace(/Z$/, "")}Z`) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
