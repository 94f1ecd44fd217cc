/** What every form of the app is answered with: a sentence for a toast, or which field is wrong, why, and what to do. */
import type { ZodType } from "zod";
import { err, ok, type Result } from "./result.ts";

export interface FormProblem {
  /** The field's name; null when it is not one field's fault. */
  field: string | null;
  reason: string;
  remedy: string;
}
export type ActionResult<T = unknown> = { ok: true; message: string; data?: T } | { ok: false; problem: FormProblem };

export const done = <T>(message: string, data?: T): ActionResult<T> => (data === undefined ? { ok: true, message } : { ok: true, message, data });
export const refused = (field: string | null, reason: string, remedy: string): ActionResult<never> => ({
  ok: false,
  problem: { field, reason, remedy },
});

/** Reads a submitted form. A field given more than once is a list. Never throws for bad input. */
export async function parseForm<T>(request: Request, schema: ZodType<T>): Promise<Result<T, FormProblem>> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    return err({ field: null, reason: "The form could not be read", remedy: "Reload the page and try again." });
  }
  const fields: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    fields[name] = values.length > 1 ? values : values[0];
  }
  const parsed = schema.safeParse(fields);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const field = issue?.path[0] === undefined ? null : String(issue.path[0]);
  return err({
    field,
    reason: issue?.message ?? "The form is not complete",
    remedy: field === null ? "Reload the page and try again." : `Correct "${field}" and send it again.`,
  });
}
