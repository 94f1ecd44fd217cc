import { Refusal } from "../http.ts";

/** The `limit` of a list, 1 to 10000. */
export function readLimit(query: URLSearchParams, fallback: number): number {
  const text = query.get("limit");
  if (text === null) return fallback;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw new Refusal(400, "limit", `${text} is not a limit`, "give 1 to 10000");
  return limit;
}
