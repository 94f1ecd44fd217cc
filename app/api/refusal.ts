/** A use case's failure as an answer of REST. The status follows from what went wrong; a refusal by another system is told apart from ours. */
import { FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import type { Failure } from "#app/domain/failure.ts";
import { problemOf, type ApiAnswer } from "./answer.ts";

/** Where the code says more than the class. */
const BY_CODE: Partial<Record<FailureCode, number>> = {
  integration_not_found: 404,
  integration_inactive: 409,
  store_already_connected: 409,
  store_keys_missing: 409,
  sku_not_found: 404,
  sku_ambiguous: 409,
  stock_not_taken: 409,
  authorization_invalid: 403,
};
/** The store could not be asked, or did not answer as it should: what was sent to us was right. */
const UPSTREAM: Partial<Record<Failure["class"], number>> = { transient: 502, throttled: 503, outcome_unknown: 502, bug: 502 };

export function refusalOf({ class: cls, code, message, retryAfterMs }: Failure): ApiAnswer {
  const known = Object.hasOwn(FAILURE_CATALOGUE, code) ? (code as FailureCode) : "unexpected_error";
  const headers = retryAfterMs === undefined ? undefined : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
  return problemOf(known, { message, status: BY_CODE[known] ?? UPSTREAM[cls] ?? 422, ...(headers && { headers }) });
}
