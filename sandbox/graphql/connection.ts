import { compareIds } from "../store/ids.ts";
import { badRequest } from "./errors.ts";
import type { Args, View } from "./request.ts";

export interface ConnectionItem {
  /** Digits; breaks ties of the sort value. */
  id: string;
  /** What the list is sorted by. */
  sort: string | number;
  view: () => View | null;
}

/** Cuts a page out of `items` by first/after or last/before; reverse turns the list round first. Cursors survive inserts and deletions. */
export function toConnection(typename: string, items: ConnectionItem[], args: Args): View {
  const { first, last } = checkPageSize(args);
  const sign = args["reverse"] === true ? -1 : 1;
  const sorted = items.toSorted((a, b) => sign * compareItems(a, b));
  const after = readCursor(args["after"]);
  const before = readCursor(args["before"]);
  const window = sorted.filter((item) => (!after || sign * compareItems(item, after) > 0) && (!before || sign * compareItems(item, before) < 0));
  const page = first !== null ? window.slice(0, first) : window.slice(-last!);
  const edges = page.flatMap((item): View[] => {
    const node = item.view();
    return node ? [{ __typename: `${typename}Edge`, cursor: cursorOf(item), node }] : [];
  });
  const isFirst = page.length === 0 || page[0] === sorted[0];
  const isLast = page.length === 0 ? window.length === 0 : page.at(-1) === sorted.at(-1);
  return {
    __typename: `${typename}Connection`,
    edges,
    nodes: edges.map((edge) => edge["node"]),
    pageInfo: {
      __typename: "PageInfo",
      hasNextPage: !isLast,
      hasPreviousPage: page.length > 0 ? !isFirst : after !== null && sorted.length > 0,
      startCursor: page[0] ? cursorOf(page[0]) : null,
      endCursor: page.at(-1) ? cursorOf(page.at(-1)!) : null,
    },
  };
}

/** Inner lists (line items …) in the order in which they stand. */
export function toListConnection<T>(typename: string, list: T[], view: (item: T) => View, args: Args): View {
  return toConnection(
    typename,
    list.map((item, index) => ({ id: String(index + 1), sort: index, view: () => view(item) })),
    args,
  );
}

function checkPageSize(args: Args): { first: number | null; last: number | null } {
  const first = (args["first"] as number | null | undefined) ?? null;
  const last = (args["last"] as number | null | undefined) ?? null;
  if (first === null && last === null) throw badRequest("you must provide one of first or last");
  if (first !== null && last !== null) throw badRequest("providing both first and last is not supported");
  const size = first ?? last!;
  if (size < 0) throw badRequest("first and last must not be negative");
  if (size > 250) throw badRequest("Exceeded the maximum page size of 250");
  return { first, last };
}

function compareItems(a: { sort: string | number; id: string }, b: { sort: string | number; id: string }): number {
  if (a.sort !== b.sort) return a.sort < b.sort ? -1 : 1;
  return compareIds(a.id, b.id);
}

function cursorOf(item: ConnectionItem): string {
  return Buffer.from(JSON.stringify({ last_id: item.id, last_value: item.sort })).toString("base64");
}

function readCursor(cursor: unknown): { id: string; sort: string | number } | null {
  if (cursor === null || cursor === undefined) return null;
  try {
    const value = JSON.parse(Buffer.from(String(cursor), "base64").toString("utf8")) as { last_id: string; last_value: string | number };
    if (typeof value.last_id === "string") return { id: value.last_id, sort: value.last_value };
  } catch {
    // falls through to the refusal below
  }
  throw badRequest("Invalid cursor for current pagination sort.");
}
