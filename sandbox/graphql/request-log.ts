import type { SandboxContext } from "../context.ts";

export interface RequestEntry {
  shop: string | null;
  apiVersion: string;
  status: number;
  query?: string;
  variables?: Record<string, unknown>;
  operation?: string | null;
  valid?: boolean;
  requestedCost?: number | null;
  actualCost?: number | null;
  errors: unknown;
}

/** Keeps every Admin API call for GET /sandbox/requests. Tokens are not among it. */
export function recordRequest(ctx: SandboxContext, entry: RequestEntry): void {
  ctx.db
    .prepare(
      `INSERT INTO admin_request (at, shop, api_version, operation, query, variables, status, requested_cost, actual_cost, valid, errors)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ctx.now(),
      entry.shop,
      entry.apiVersion,
      entry.operation ?? null,
      entry.query ?? null,
      entry.variables ? JSON.stringify(entry.variables) : null,
      entry.status,
      entry.requestedCost ?? null,
      entry.actualCost ?? null,
      entry.valid === undefined ? null : Number(entry.valid),
      entry.errors ? JSON.stringify(entry.errors) : null,
    );
}
