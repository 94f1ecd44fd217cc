import { explainFailure } from "#app/domain/failure-catalogue.ts";
import type { Failure } from "#app/domain/failure.ts";
import type { ActionResult } from "#app/lib/action-result.ts";

/** A service's failure as a form is answered: what happened this time, and what to do. */
export function refusedBy(failure: Failure, field: string | null = null): ActionResult<never> {
  const { title, remedy } = explainFailure(failure.code, failure.class);
  const reason = (failure.message || title).replace(/\.$/, "");
  return { ok: false, problem: { field, reason, remedy } };
}
