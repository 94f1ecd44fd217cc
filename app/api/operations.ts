/**
 * Every operation of the API as the document describes it: which schema goes in, which comes out, what can be refused. Each has a handler
 * (routes.ts and the event API), and each handler an operation: a test compares them.
 */
import type { z } from "zod";
import type { FailureCode } from "#app/domain/failure-catalogue.ts";
import { EXAMPLES } from "./example-values.ts";
import * as schemas from "./schemas.ts";

export interface Operation {
  id: string;
  method: "GET" | "POST";
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
  Deliveries: "What arrived, what became of it, and processing it once more.",
  Imports: "Orders from a CSV file.",
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

const ref = {
  ref: { description: "Our id, the number (`SH-#1001`, `#1001`, `1001`, `API-10045`) or the id at the platform.", example: "API-10045" },
};
const accepted = (description: string, duplicate: boolean) => ({
  description,
  schema: schemas.eventAnswerSchema,
  example: { ...EXAMPLES.eventAnswer, duplicate },
  headers: RATE_LIMIT_HEADERS,
});

const CSV_COLUMNS =
  "A header and one row per order; UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs. Columns: `order_id`, `customer_phone` (E.164), `order_date` (YYYY-MM-DD), " +
  "and where known `customer_name`, `delivery_date`, `order_status` (created, delivered, cancelled, returned), `customer_email`.";

export const OPERATIONS: readonly Operation[] = [
  {
    id: "sendEvent",
    method: "POST",
    path: "/webhooks/commerce/event",
    tag: "Events",
    summary: "Send an event",
    description:
      "Says what happened to an order: it was created, changed, delivered, cancelled or returned. 202 means it is stored safely; it is worked on a moment later. " +
      "The same `external_order_id`, `event_type` and `occurred_at` again is the same event: it is answered 200 with the same `event_id` and changes nothing, so repeat freely when an answer did not arrive. " +
      "After `order_delivered` the messages after 3 and 14 days are planned; a later cancellation or return withdraws those not yet sent. Events of a test key go to the test space, and nobody is written to.",
    auth: "key",
    scope: "events:write",
    body: { type: "application/json", schema: schemas.eventBodySchema, example: EXAMPLES.event },
    answers: { 200: accepted("It was here before.", true), 202: accepted("Stored.", false) },
    example: "send-event",
  },
  {
    id: "createToken",
    method: "POST",
    path: "/api/v1/auth/token",
    tag: "Access",
    summary: "Get an access token",
    description:
      "A live key for a token of 15 minutes. The token is dead as soon as its key is revoked or expires. Make a new one when it is over; there is nothing to refresh.",
    auth: null,
    body: { type: "application/json", schema: schemas.tokenBodySchema, example: EXAMPLES.tokenBody },
    answers: { 200: { description: "The token.", schema: schemas.tokenAnswerSchema, example: EXAMPLES.token } },
    refusals: { 401: ["invalid_api_key"], 403: ["key_scope_missing"] },
  },
  {
    id: "listOrders",
    method: "GET",
    path: "/api/v1/orders",
    tag: "Orders",
    summary: "List orders",
    description: "Newest first, of every channel.",
    auth: "token",
    scope: "read",
    query: schemas.ordersQuerySchema,
    answers: {
      200: {
        description: "A page of orders.",
        schema: schemas.orderListSchema,
        example: { orders: [EXAMPLES.order], next_cursor: null, previous_cursor: null },
      },
    },
    example: "list-orders",
  },
  {
    id: "getOrder",
    method: "GET",
    path: "/api/v1/orders/{ref}",
    tag: "Orders",
    summary: "Show an order",
    description: "With `include=timeline`: every delivery about it, every fact and every change, newest first.",
    auth: "token",
    scope: "read",
    query: schemas.orderQuerySchema,
    pathParameters: ref,
    answers: { 200: { description: "The order.", schema: schemas.orderDetailSchema, example: { order: EXAMPLES.orderDetail } } },
    refusals: { 404: ["order_not_found"], 409: ["order_ambiguous"] },
    example: "show-order",
  },
  {
    id: "listDeliveries",
    method: "GET",
    path: "/api/v1/deliveries",
    tag: "Deliveries",
    summary: "List deliveries",
    description: "Everything that arrived, newest first. The filters narrow each other.",
    auth: "token",
    scope: "read",
    query: schemas.deliveriesQuerySchema,
    answers: {
      200: {
        description: "A page of deliveries.",
        schema: schemas.deliveryListSchema,
        example: { deliveries: [EXAMPLES.delivery], next_cursor: null, previous_cursor: null },
      },
    },
  },
  {
    id: "replayDeliveries",
    method: "POST",
    path: "/api/v1/deliveries/replay",
    tag: "Deliveries",
    summary: "Process deliveries again",
    description:
      "Stored deliveries are processed once more: those named, or those a filter finds (10,000 at most). Nothing is ever applied twice, and no messages follow unless `plan_effects` is true.",
    auth: "token",
    scope: "write",
    body: { type: "application/json", schema: schemas.replayBodySchema, example: EXAMPLES.replay },
    answers: { 200: { description: "How many are due again.", schema: schemas.replayAnswerSchema, example: { replayed: 2, skipped: 0 } } },
    refusals: { 422: ["too_many_found"] },
    example: "replay-failed",
  },
  {
    id: "createImport",
    method: "POST",
    path: "/api/v1/imports",
    tag: "Imports",
    summary: "Import a CSV file",
    description:
      "Up to 10,000 rows and 10 MB. 202 means that the file is stored and is being imported; ask for the import until its status is `completed`. " +
      "Rows with mistakes are left out and named, the others are imported. The same file again changes nothing: an order is known by its `order_id`.",
    auth: "token",
    scope: "write",
    query: schemas.importCreateQuerySchema,
    body: { type: "text/csv", description: CSV_COLUMNS, example: EXAMPLES.csv },
    answers: { 202: { description: "Stored.", schema: schemas.importAcceptedSchema, example: EXAMPLES.importAccepted } },
    refusals: {
      409: ["integration_inactive"],
      413: ["csv_too_large"],
      422: ["csv_not_text", "csv_no_rows", "csv_too_many_rows", "csv_header_missing", "csv_header_twice", "csv_column_missing"],
    },
    example: "import-csv",
  },
  {
    id: "listImports",
    method: "GET",
    path: "/api/v1/imports",
    tag: "Imports",
    summary: "List imports",
    description: "Newest first.",
    auth: "token",
    scope: "read",
    query: schemas.importsQuerySchema,
    answers: {
      200: {
        description: "A page of imports.",
        schema: schemas.importListSchema,
        example: { imports: [EXAMPLES.import], next_cursor: null, previous_cursor: null },
      },
    },
  },
  {
    id: "getImport",
    method: "GET",
    path: "/api/v1/imports/{id}",
    tag: "Imports",
    summary: "Show an import",
    description: "How far it is, and every mistake of its rows; the pages are those of the mistakes.",
    auth: "token",
    scope: "read",
    query: schemas.importsQuerySchema,
    pathParameters: { id: { description: "From the answer to the import.", example: "imp_0mc2x7k1p5f0a1b2c3d4e5f60718" } },
    answers: { 200: { description: "The import.", schema: schemas.importDetailSchema, example: EXAMPLES.importDetail } },
    refusals: { 404: ["import_not_found"] },
  },
  {
    id: "getStats",
    method: "GET",
    path: "/api/v1/stats",
    tag: "Figures",
    summary: "Show figures",
    description: "What was finished in the window, what waits now, and, in `problems`, what keeps events from being processed.",
    auth: "token",
    scope: "read",
    query: schemas.statsQuerySchema,
    answers: { 200: { description: "The figures.", schema: schemas.statsSchema, example: EXAMPLES.stats } },
  },
];
