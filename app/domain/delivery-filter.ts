/** The monitor's search as text (URL, form) and as what it means. The URL is its state, so that a search can be shared and Back works. */
import { z } from "zod";
import { searchTextOf } from "#app/lib/search-text.ts";
import { DELIVERY_STATUSES, type DeliveryStatus } from "./delivery-status.ts";

export const RANGES = { "1h": 3_600_000, "24h": 86_400_000, "7d": 7 * 86_400_000, "30d": 30 * 86_400_000 } as const;

/** What a search means. */
export interface FoundBy {
  search?: string;
  topic?: string;
  status?: DeliveryStatus;
  /** Received at or after, epoch milliseconds. */
  since?: number;
}

/** What the search form shows. Anything that cannot be read is left out, never an error: people edit URLs. */
export interface SearchState {
  search: string;
  topic: string;
  status: string;
  range: string;
}

const schema = z.object({
  search: z.string().transform(searchTextOf).catch(""),
  topic: z
    .string()
    .max(100)
    .regex(/^[a-z_]+\/[a-z_]+$/)
    .or(z.literal(""))
    .catch(""),
  status: z.enum(DELIVERY_STATUSES).or(z.literal("")).catch(""),
  range: z.enum(["1h", "24h", "7d", "30d"]).or(z.literal("")).catch(""),
});

export function searchStateOf(params: URLSearchParams): SearchState {
  return schema.parse({
    search: params.get("q") ?? "",
    topic: params.get("topic") ?? "",
    status: params.get("status") ?? "",
    range: params.get("range") ?? "",
  });
}

export function deliveryFilterOf(state: SearchState, now: number): FoundBy {
  const { search, topic, status, range } = schema.parse(state);
  return {
    ...(search ? { search } : {}),
    ...(topic ? { topic } : {}),
    ...(status ? { status } : {}),
    ...(range ? { since: now - RANGES[range] } : {}),
  };
}

export const isSearching = (state: SearchState): boolean => Object.values(state).some((value) => value !== "");

/**
 * The first field that would be left out because it cannot be read. A page may ignore it; a command must not: without the field it would
 * mean more deliveries than the person saw.
 */
export const misreadOf = (state: SearchState): keyof SearchState | undefined =>
  (Object.keys(state) as (keyof SearchState)[]).find((name) => state[name].trim() !== "" && schema.parse(state)[name] === "");
