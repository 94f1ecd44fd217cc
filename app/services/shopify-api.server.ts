/** Admin GraphQL calls on behalf of a connection: token, time-out, audit, and what an auth failure does to the connection. */
import type { ApiCall } from "#app/channels/contract.ts";
import { callAdmin, operationName, type AdminOutcome } from "#app/channels/shopify/admin-client.ts";
import { writeAudit, type AuditEntry } from "#app/data/audit.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import type { Failure } from "#app/domain/failure.ts";
import type { Result } from "#app/lib/result.ts";
import { accessTokenFor } from "./access-token.server.ts";
import type { ServiceContext } from "./context.server.ts";
import { showAuthFailure } from "./show-auth-failure.server.ts";

const TIMEOUT_MS = 15_000;

export interface ApiOptions {
  actor?: AuditEntry["actor"];
  /** The sync item the call is made for, shown in its trail. */
  syncItemId?: string;
}

/** The call that a channel's readers and our services use. Never throws for an expected failure. */
export function apiFor(ctx: ServiceContext, connection: Connection, options: ApiOptions = {}): ApiCall {
  return async (query, variables) => {
    const token = await accessTokenFor(ctx, connection);
    if (!token.ok) return settle(ctx, connection, token);
    const first = await audited(ctx, connection, options, query, variables, token.value);
    if (first.status !== 401) return settle(ctx, connection, first.result);
    // 401 before its time: the shop was reinstalled, or another process refreshed meanwhile. One new token decides.
    const renewed = await accessTokenFor(ctx, connection, token.value);
    if (!renewed.ok) return settle(ctx, connection, renewed);
    const second = await audited(ctx, connection, options, query, variables, renewed.value);
    return settle(ctx, connection, second.result);
  };
}

/** A call with a token in hand, for when the connection is only being made. Not audited: there is nobody to audit it for yet. */
export const apiWithToken =
  (ctx: ServiceContext, shop: string, accessToken: string): ApiCall =>
  async (query, variables) =>
    (await callAdmin({ shop, accessToken, query, variables, fetch: ctx.fetch, timeoutMs: TIMEOUT_MS })).result;

async function audited(
  ctx: ServiceContext,
  connection: Connection,
  options: ApiOptions,
  query: string,
  variables: Record<string, unknown>,
  accessToken: string,
): Promise<AdminOutcome> {
  const at = ctx.clock();
  const startedAt = performance.now();
  const outcome = await callAdmin({ shop: connection.external_id, accessToken, query, variables, fetch: ctx.fetch, timeoutMs: TIMEOUT_MS });
  const data = {
    status: outcome.status,
    cost: outcome.cost,
    duration_ms: Math.round(performance.now() - startedAt),
    ...(outcome.result.ok ? {} : { error_class: outcome.result.error.class, error_code: outcome.result.error.code }),
  };
  await writeAudit(
    ctx.db,
    connection.merchant_id,
    {
      connectionId: connection.id,
      kind: "api_call",
      actor: options.actor ?? "worker",
      action: operationName(query),
      data,
      ...(options.syncItemId === undefined ? {} : { syncItemId: options.syncItemId }),
    },
    at,
  );
  return outcome;
}

async function settle<T>(ctx: ServiceContext, connection: Connection, result: Result<T, Failure>): Promise<Result<T, Failure>> {
  if (!result.ok && result.error.class === "auth") await showAuthFailure(ctx, connection, result.error, "shopify");
  return result;
}
