/** What an answer of Shopify's Admin GraphQL means for us: https://shopify.dev/docs/api/admin-graphql/2026-10#status-and-error-codes */
import { z } from "zod";
import { failure, type Failure } from "#app/domain/failure.ts";

const errorSchema = z.object({
  message: z.string(),
  extensions: z.object({ code: z.string().optional(), requiredAccess: z.string().optional() }).optional(),
});
export const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  // A 401 or 404 answers `errors` as one string.
  errors: z.union([z.array(errorSchema), z.string()]).optional(),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number(),
          actualQueryCost: z.number().nullish(),
          throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
        })
        .optional(),
    })
    // Only for our book-keeping: an unexpected form must not cost us the data.
    .optional()
    .catch(undefined),
});
export type AdminAnswer = z.infer<typeof answerSchema>;

const DEFAULT_WAIT_MS = 2000;

/** A failure told by the HTTP status alone; null for 200. */
export function failureOfStatus(status: number, retryAfter: string | null): Failure | null {
  if (status === 200) return null;
  if (status === 401) return failure("auth", "token_invalid", "Shopify no longer accepts our access token for this shop.");
  if (status === 429)
    return failure("throttled", "rate_limited", "Shopify asks us to slow down.", Math.max(1000, Number(retryAfter) * 1000 || DEFAULT_WAIT_MS));
  // 402 frozen for non-payment, 403 forbidden, 404 no such shop, 423 locked: https://shopify.dev/docs/api/usage/response-codes
  if (status === 402 || status === 403 || status === 404 || status === 423)
    return failure("auth", "shop_unavailable", `Shopify answers that this shop cannot be reached by apps at present (${status}).`);
  if (status === 408 || status >= 500) return failure("transient", "server_error", `Shopify answered with a server error (${status}).`);
  return failure("rejected", "request_refused", `Shopify refused the request (${status}).`);
}

/** A failure inside a 200 answer; null when the data can be used. */
export function failureOfAnswer(answer: AdminAnswer): Failure | null {
  const errors = typeof answer.errors === "string" ? [{ message: answer.errors, extensions: undefined }] : (answer.errors ?? []);
  const isCode = (code: string) => errors.some((error) => error.extensions?.code === code);
  if (isCode("THROTTLED")) return failure("throttled", "rate_limited", "Shopify's query budget for this shop is used up.", waitForBudget(answer));
  const denied = errors.filter((error) => error.extensions?.code === "ACCESS_DENIED");
  if (denied.length > 0) return failureOfDenial(denied, answer);
  if (isCode("INTERNAL_SERVER_ERROR") || isCode("TIMEOUT")) return failure("transient", "server_error", "Shopify reports an internal error.");
  if (errors.length > 0) return failure("rejected", "query_refused", `Shopify refused the query: ${errors[0]!.message}`);
  if (!answer.data) return failure("transient", "answer_unreadable", "Shopify's answer holds no data.");
  const problems = userErrors(answer.data);
  return problems.length > 0 ? failure("rejected", "user_errors", problems.join(" ")) : null;
}

function failureOfDenial(denied: z.infer<typeof errorSchema>[], answer: AdminAnswer): Failure | null {
  const scopes = [
    ...new Set(
      denied.flatMap(
        (error) => `${error.extensions?.requiredAccess ?? ""} ${error.message}`.match(/\b(?:un)?(?:authenticated_)?(?:read|write)_\w+/g) ?? [],
      ),
    ),
  ];
  if (scopes.length > 0) return failure("auth", "scope_missing", `The permission ${scopes.join(", ")} is missing.`);
  // Protected customer data that Shopify has not approved for this app comes as null beside such an error; the rest of the answer stands:
  // https://shopify.dev/docs/apps/launch/protected-customer-data
  const hasData = answer.data != null && Object.values(answer.data).some((value) => value !== null);
  return hasData ? null : failure("rejected", "protected_data", "Shopify withholds this data: the app is not approved for protected customer data.");
}

/** How long until the bucket holds what the query asked for: https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits */
function waitForBudget(answer: AdminAnswer): number {
  const cost = answer.extensions?.cost;
  if (!cost) return DEFAULT_WAIT_MS;
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable;
  return Math.max(100, Math.ceil((missing / cost.throttleStatus.restoreRate) * 1000));
}

/** The messages of every mutation's userErrors (orderCancel names its own orderCancelUserErrors). */
function userErrors(data: Record<string, unknown>): string[] {
  return Object.values(data).flatMap((payload) => {
    if (typeof payload !== "object" || payload === null) return [];
    const lists = Object.entries(payload)
      .filter(([name]) => /userErrors$/i.test(name))
      .map(([, list]) => list as unknown);
    return lists.flatMap((list) => (Array.isArray(list) ? list.map((entry: { message?: unknown }) => String(entry.message ?? "unknown error")) : []));
  });
}
