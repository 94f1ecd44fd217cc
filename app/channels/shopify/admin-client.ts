/** One call of Shopify's Admin GraphQL API for one shop. Knows HTTP, no database: who it is for and what follows is the caller's. */
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { withoutNul } from "#app/lib/without-nul.ts";
import { answerSchema, failureOfAnswer, failureOfStatus } from "./admin-failures.ts";
import { isShopDomain } from "./shop-domain.ts";
import { API_VERSION } from "./topics.ts";

export interface AdminCall {
  shop: string;
  accessToken: string;
  query: string;
  variables: Record<string, unknown>;
  fetch: typeof fetch;
  timeoutMs: number;
}

export interface AdminOutcome {
  result: Result<Record<string, unknown>, Failure>;
  /** null: no answer came. */
  status: number | null;
  /** Points the query cost; null when Shopify did not say. */
  cost: number | null;
}

/** Expected failures are in `result`; throws only for a caller's bug. */
export async function callAdmin(call: AdminCall): Promise<AdminOutcome> {
  if (!isShopDomain(call.shop)) throw new Error("not a shop domain");
  const answered = await post(call);
  if (!answered.ok) return { result: answered, status: null, cost: null };
  const { status, body, retryAfter } = answered.value;
  const refused = failureOfStatus(status, retryAfter);
  if (refused) return { result: err(refused), status, cost: null };
  const answer = answerSchema.safeParse(parseJson(withoutNul(body)));
  if (!answer.success) return { result: err(failure("transient", "answer_unreadable", "Shopify's answer could not be read.")), status, cost: null };
  const cost = answer.data.extensions?.cost?.actualQueryCost ?? null;
  const failed = failureOfAnswer(answer.data);
  return { result: failed ? err(failed) : ok(answer.data.data ?? {}), status, cost };
}

/** The name of a document's first operation, for the audit trail: never its variables. */
export const operationName = (query: string): string => /\b(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? "anonymous";

async function post(call: AdminCall): Promise<Result<{ status: number; body: string; retryAfter: string | null }, Failure>> {
  try {
    const response = await call.fetch(`https://${call.shop}/admin/api/${API_VERSION}/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", "x-shopify-access-token": call.accessToken },
      body: JSON.stringify({ query: call.query, variables: call.variables }),
      // fetch strips Authorization on a redirect to another host, but not Shopify's own header: never follow one.
      redirect: "error",
      signal: AbortSignal.timeout(call.timeoutMs),
    });
    return ok({ status: response.status, body: await response.text(), retryAfter: response.headers.get("retry-after") });
  } catch (error) {
    return err(failureOfNetwork(error));
  }
}

/** A request that got no answer. The text of network errors may hold addresses, so it is not passed on. */
export function failureOfNetwork(error: unknown): Failure {
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError"))
    return failure("transient", "timeout", "Shopify did not answer in time.");
  if (error instanceof TypeError || (error instanceof Error && "code" in error))
    return failure("transient", "unreachable", "Shopify could not be reached.");
  throw error;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
