/** Answers of our own API, and the one place that says which HTTP status a problem has. Texts are the failure catalogue's. */
import type { ServerResponse } from "node:http";
import { FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import { linkOf } from "#app/domain/failure-entry.ts";
import { getEnv } from "#app/lib/env.ts";
import type { ErrorAnswer, FieldError } from "./schemas/common.ts";

export interface ApiAnswer {
  status: number;
  /** Written as JSON; a text is written as it is. */
  body: unknown;
  headers?: Record<string, string>;
}

/** Problems of a request to our own API, by their code of the failure catalogue. */
const STATUS = {
  request_unreadable: 400,
  invalid_api_key: 401,
  invalid_access_token: 401,
  key_scope_missing: 403,
  integration_not_found: 404,
  not_found: 404,
  method_not_allowed: 405,
  integration_inactive: 409,
  request_in_progress: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  idempotency_key_reused: 422,
  rate_limited: 429,
  api_not_configured: 503,
  store_unavailable: 503,
} as const satisfies Partial<Record<keyof typeof FAILURE_CATALOGUE, number>>;
export type ApiProblem = keyof typeof STATUS;

interface ProblemDetails {
  /** What happened this time; default: what the catalogue says. */
  message?: string;
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** Where a code that is not in the table above belongs: a use case's refusal. */
  status?: number;
}

export const problem = (code: ApiProblem, details: ProblemDetails = {}): ApiAnswer => problemOf(code, { status: STATUS[code], ...details });

/** For every other code of the catalogue (a use case's failure, say); 422 unless `status` says otherwise. */
export function problemOf(code: keyof typeof FAILURE_CATALOGUE, { message, errors, headers, status = 422 }: ProblemDetails = {}): ApiAnswer {
  const body: ErrorAnswer = { error: explainProblem(code, message), ...(errors && { errors }) };
  return { status, body, ...(headers && { headers }) };
}

/** A code in the catalogue's words, with the page that mends it. @param message what happened this time */
export function explainProblem(code: keyof typeof FAILURE_CATALOGUE, message?: string): ErrorAnswer["error"] {
  const entry = FAILURE_CATALOGUE[code];
  const link = linkOf(entry);
  const origin = getEnv().APP_URL;
  return {
    type: code,
    message: message ?? entry.happened,
    remedy: entry.remedy,
    documentation_url: `${origin}/api/docs/errors#${code}`,
    ...(link && { action: { label: link.label, url: origin + link.path } }),
  };
}

export function sendAnswer(res: ServerResponse, { status, body, headers = {} }: ApiAnswer): void {
  if (res.headersSent || res.destroyed) return;
  const isText = typeof body === "string";
  const text = isText ? body : JSON.stringify(body);
  res
    .writeHead(status, {
      "content-type": isText ? "text/plain; charset=utf-8" : "application/json",
      "content-length": Buffer.byteLength(text),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    })
    .end(text);
}
