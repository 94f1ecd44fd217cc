import { parseTime } from "../dates.ts";
import { restUrl } from "../store.ts";
import type { WooStore } from "../types.ts";
import type { RestAnswer } from "./answer.ts";
import type { RestCall } from "./endpoint.ts";
import { atLeast, between, boolean, integer, listOf, oneOf, text, time } from "./params.ts";
import type { Param } from "./params.ts";

/** What every list takes. */
export const LIST_PARAMS: Record<string, Param> = {
  page: atLeast(1),
  per_page: between(1, 100),
  search: text,
  after: time,
  before: time,
  modified_after: time,
  modified_before: time,
  dates_are_gmt: boolean,
  exclude: listOf(integer),
  include: listOf(integer),
  offset: integer,
  order: oneOf(() => ["asc", "desc"]),
  orderby: oneOf(() => ["date", "id", "include", "title", "slug", "modified"]),
};

interface Dated {
  id: number;
  created_at: number;
  modified_at?: number;
}

/** The times, include and exclude of a list's query; `after` and `before` are exclusive. */
export function isWanted(store: WooStore, params: Record<string, unknown>, thing: Dated): boolean {
  const isGmt = params["dates_are_gmt"] === true;
  const limit = (name: string): number | null => (params[name] === undefined ? null : parseTime(store, params[name] as string, isGmt));
  const [after, before, modifiedAfter, modifiedBefore] = [limit("after"), limit("before"), limit("modified_after"), limit("modified_before")];
  const modifiedAt = thing.modified_at ?? thing.created_at;
  const include = (params["include"] ?? []) as number[];
  return (
    (after === null || thing.created_at > after) &&
    (before === null || thing.created_at < before) &&
    (modifiedAfter === null || modifiedAt > modifiedAfter) &&
    (modifiedBefore === null || modifiedAt < modifiedBefore) &&
    (include.length === 0 || include.includes(thing.id)) &&
    !((params["exclude"] ?? []) as number[]).includes(thing.id)
  );
}

/** Sorted as asked: by date and then id unless told otherwise, newest first. */
export function sortThings<T extends Dated & { name?: string; slug?: string }>(things: T[], params: Record<string, unknown>): T[] {
  const include = (params["include"] ?? []) as number[];
  const direction = params["order"] === "asc" ? 1 : -1;
  const words = (a = "", b = ""): number => a.localeCompare(b);
  const compare: Record<string, (a: T, b: T) => number> = {
    date: (a, b) => direction * (a.created_at - b.created_at || a.id - b.id),
    modified: (a, b) => direction * ((a.modified_at ?? 0) - (b.modified_at ?? 0) || a.id - b.id),
    id: (a, b) => direction * (a.id - b.id),
    include: (a, b) => include.indexOf(a.id) - include.indexOf(b.id),
    title: (a, b) => direction * (words(a.name, b.name) || a.id - b.id),
    slug: (a, b) => direction * (words(a.slug, b.slug) || a.id - b.id),
  };
  return [...things].sort(compare[(params["orderby"] as string | undefined) ?? "date"] ?? compare["date"]);
}

/** One page, with WordPress' totals and links. */
export function pageAnswer<T>(call: RestCall, base: string, things: T[], toJson: (thing: T) => unknown, emptyTotals = true): RestAnswer {
  const { params, work } = call;
  const perPage = (params["per_page"] as number | undefined) ?? 10;
  const page = (params["page"] as number | undefined) ?? 1;
  const offset = (params["offset"] as number | undefined) ?? (page - 1) * perPage;
  const shown = things.slice(offset, offset + perPage);
  // Beyond the last page the orders table counts nothing at all.
  const isBeyond = emptyTotals && shown.length === 0;
  const total = isBeyond ? 0 : things.length;
  const pages = Math.ceil(total / perPage);
  const address = (wanted: number): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(wanted));
    return `<${restUrl(work.ctx, work.store, base)}?${query.toString()}>`;
  };
  const links = [
    ...(page > 1 ? [`${address(Math.min(page - 1, pages))}; rel="prev"`] : []),
    ...(pages > page ? [`${address(page + 1)}; rel="next"`] : []),
  ];
  return {
    status: 200,
    headers: { "x-wp-total": String(total), "x-wp-totalpages": String(pages), ...(links.length > 0 ? { link: links.join(", ") } : {}) },
    body: shown.map(toJson),
  };
}
