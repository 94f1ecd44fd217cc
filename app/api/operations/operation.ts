/** The form in which an operation of the API is described, and what all of a kind can be refused with. */
import type { z } from "zod";
import type { FailureCode } from "#app/domain/failure-catalogue.ts";

export interface Operation {
  id: string;
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  tag: Tag;
  summary: string;
  description: string;
  /** key: X-Api-Key; token: Authorization: Bearer; null: nobody is asked who he is. */
  auth: "key" | "token" | null;
  /** The right that the key needs. */
  scope?: string;
  query?: z.ZodObject;
  pathParameters?: Record<string, { description: string; example: string }>;
  body?:
    | { type: "application/json"; schema: z.ZodType; example: unknown }
    | { type: "text/csv"; description: string; example: string; query?: z.ZodObject };
  /** By status. */
  answers: Record<number, { description: string; schema: z.ZodType; example: unknown; headers?: readonly HeaderName[] }>;
  /** By status: the codes it can be refused with, besides those that every operation of its kind has. */
  refusals?: Record<number, readonly FailureCode[]>;
  /** Names of the files in examples/. */
  example?: string;
}

export const TAGS = {
  Events: "Tell Crossdock what happened to an order, as it happens.",
  Access: "A key is exchanged for a token of a quarter of an hour, with which the rest is called.",
  Orders: "Orders of every channel, with everything that happened to them.",
  Products: "Products and their stock, of every channel.",
  Deliveries: "What arrived, what became of it, and processing it once more.",
  Imports: "Orders from a CSV file.",
  WooCommerce: "Stores that are connected with REST keys, without the plugin: one after another is connected, tested, read and written to.",
  Figures: "What was done, what waits, and what needs a person.",
} as const;
export type Tag = keyof typeof TAGS;

export const HEADERS = {
  "RateLimit-Limit": { description: "Calls in the window that is nearest to its end.", schema: { type: "integer" } },
  "RateLimit-Remaining": { description: "Calls that are left in it.", schema: { type: "integer" } },
  "RateLimit-Reset": { description: "Seconds until it is over.", schema: { type: "integer" } },
  "Retry-After": { description: "Seconds after which to send it again.", schema: { type: "integer" } },
} as const;
export type HeaderName = keyof typeof HEADERS;
export const RATE_LIMIT_HEADERS = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"] as const satisfies readonly HeaderName[];

/** What every operation of a kind can be refused with. */
export function refusalsOf(operation: Operation): Record<number, readonly FailureCode[]> {
  const all = new Map<number, FailureCode[]>();
  const add = (refusals: Record<number, readonly FailureCode[]>) => {
    for (const [status, codes] of Object.entries(refusals)) all.set(Number(status), [...new Set([...(all.get(Number(status)) ?? []), ...codes])]);
  };
  if (operation.auth === "key") add({ 401: ["invalid_api_key"], 403: ["key_scope_missing"], 409: ["integration_inactive"], 429: ["rate_limited"] });
  if (operation.auth === "token") add({ 401: ["invalid_access_token"], 403: ["key_scope_missing"] });
  if (operation.body) add({ 400: ["request_unreadable"], 415: ["unsupported_media_type"] });
  if (operation.body?.type === "application/json") add({ 413: ["payload_too_large"] });
  if (operation.body?.type === "application/json" || operation.query) add({ 422: ["validation_failed"] });
  add({ 503: ["store_unavailable", ...(operation.path.startsWith("/api/v1/") ? (["api_not_configured"] as const) : [])] });
  add(operation.refusals ?? {});
  return Object.fromEntries([...all].sort(([a], [b]) => a - b));
}
