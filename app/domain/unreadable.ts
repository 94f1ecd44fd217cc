/**
 * A payload or an answer that cannot be read. Thrown by the mappers and caught at the channel's two edges (interpret, read-*), which turn it
 * into a `rejected` failure: mapping code stays free of a Result at every field, and nothing unexpected hides behind it.
 */
import { failure } from "#app/domain/failure.ts";
import type { Failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";
import type { z } from "zod";

export class Unreadable extends Error {
  readonly field: string;
  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`);
    this.field = field;
  }
}

/** The payload is fine but something about the shop must be known first: tried again, not buried. */
export class NotReadableYet extends Error {
  readonly code: string;
  constructor(code: string, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** Runs a mapping; an Unreadable becomes a failure that names field and reason (never the value: it may be personal). Bugs go on. */
export function readOrFail<T>(map: () => T): Result<T, Failure> {
  try {
    return ok(map());
  } catch (error) {
    if (error instanceof NotReadableYet) return err(failure("conflict", error.code, error.message));
    if (error instanceof Unreadable) return err(failure("rejected", "body_unreadable", error.message));
    throw error;
  }
}

/** Checks a value against a schema; throws Unreadable with the path of the first problem. */
export function check<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw new Unreadable([what, ...(issue?.path ?? [])].join("."), issue?.message ?? "not as documented");
}
