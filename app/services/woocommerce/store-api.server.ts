/** Calls to a connected store: its keys, at most two at a time, each in the audit trail, and what a refused key does to the connection. */
import type { ApiCall } from "#app/channels/contract.ts";
import { writeAudit, type AuditEntry } from "#app/data/audit.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { showAuthFailure } from "../show-auth-failure.server.ts";
import { callStore, type StoreAccess, type StoreAnswer, type StoreMethod, type StoreRequest } from "./store-call.server.ts";
import { hasKeys, readStoreSecret, readStoreSettings } from "./store-settings.ts";

export interface StoreApiOptions {
  actor?: AuditEntry["actor"];
  /** The sync item the call is made for, shown in its trail. */
  syncItemId?: string;
}

/** A list with how many there are behind it. */
export interface StorePage {
  items: unknown[];
  total: number | null;
  totalPages: number | null;
}

export interface StoreApi {
  get(path: string, query?: StoreRequest["query"]): Promise<Result<unknown, Failure>>;
  list(path: string, query?: StoreRequest["query"]): Promise<Result<StorePage, Failure>>;
  send(method: Exclude<StoreMethod, "GET">, path: string, body: unknown, query?: StoreRequest["query"]): Promise<Result<unknown, Failure>>;
}

/** Whether a store may be reached on this machine: never by default. */
export const addressRule = (ctx: Pick<ServiceContext, "reach">, isHttpConfirmed: boolean) => ({
  allowsLoopback: ctx.reach?.loopback ?? false,
  allowsHttp: isHttpConfirmed,
});

/** How a connected store is asked; null where it has no keys. */
export function storeAccess(ctx: Pick<ServiceContext, "box" | "clock" | "appUrl" | "reach">, connection: Connection): StoreAccess | null {
  const secret = readStoreSecret(ctx.box, connection);
  if (!hasKeys(secret)) return null;
  const settings = readStoreSettings(connection);
  return {
    siteUrl: connection.external_id,
    consumerKey: secret.consumer_key,
    consumerSecret: secret.consumer_secret,
    keysIn: settings.keys_in ?? "header",
    rule: addressRule(ctx, settings.http_confirmed === true),
    appUrl: ctx.appUrl,
    clock: ctx.clock,
  };
}

/** Asks with a given access, and writes the call down. */
export function auditedCall(ctx: ServiceContext, connection: Connection, options: StoreApiOptions, access: StoreAccess) {
  return async (request: StoreRequest): Promise<StoreAnswer> => {
    const at = ctx.clock();
    const startedAt = performance.now();
    const answer = await politely(connection.external_id, () => callStore(access, request));
    await auditCall(ctx, connection, options, request, answer, { at, durationMs: Math.round(performance.now() - startedAt) });
    return answer;
  };
}

/** A refused key is shown on the connection. */
export function storeApi(ctx: ServiceContext, connection: Connection, options: StoreApiOptions = {}): StoreApi {
  const call = async (request: StoreRequest): Promise<StoreAnswer> => {
    const access = storeAccess(ctx, connection);
    if (access === null) return { status: null, total: null, totalPages: null, result: err(noKeys) };
    const answer = await auditedCall(ctx, connection, options, access)(request);
    if (!answer.result.ok && answer.result.error.class === "auth") await showAuthFailure(ctx, connection, answer.result.error, "worker");
    return answer;
  };
  return {
    get: async (path, query) => (await call({ method: "GET", path, ...(query && { query }) })).result,
    async list(path, query) {
      const { result, total, totalPages } = await call({ method: "GET", path, ...(query && { query }) });
      if (!result.ok) return result;
      return Array.isArray(result.value) ? ok({ items: result.value, total, totalPages }) : err(notAList);
    },
    send: async (method, path, body, query) => (await call({ method, path, body, ...(query && { query }) })).result,
  };
}

const noKeys = failure("rejected", "store_keys_missing", "The store is connected without REST keys.");
const notAList = failure("transient", "store_answer_unreadable", "The store answered with something else than a list.");

/** The call that the channel's readers use: "GET /orders/123"; a list comes as {items, total, totalPages}. */
export function storeCallFor(ctx: ServiceContext, connection: Connection, options: StoreApiOptions = {}): ApiCall {
  return async (query, variables) => {
    const access = storeAccess(ctx, connection);
    if (access === null) return err(noKeys);
    const [method = "GET", path = "/"] = query.split(" ");
    const { body, ...rest } = variables;
    const request = { method: method as StoreMethod, path, query: rest as NonNullable<StoreRequest["query"]>, ...(body !== undefined && { body }) };
    const { result, total, totalPages } = await auditedCall(ctx, connection, options, access)(request);
    if (!result.ok && result.error.class === "auth") await showAuthFailure(ctx, connection, result.error, "worker");
    if (!result.ok) return result;
    return ok(
      Array.isArray(result.value) ? { items: result.value as unknown[], total, totalPages } : ((result.value ?? {}) as Record<string, unknown>),
    );
  };
}

/** What a connection's debug log is made of. Neither keys nor bodies: what was asked, of whom, and how it went. */
async function auditCall(
  ctx: ServiceContext,
  connection: Connection,
  { actor = "worker", syncItemId }: StoreApiOptions,
  { method, path, query }: StoreRequest,
  { status, result, total }: StoreAnswer,
  { at, durationMs }: { at: number; durationMs: number },
): Promise<void> {
  const data = {
    path,
    ...(query && Object.keys(query).length > 0 && { query }),
    status,
    duration_ms: durationMs,
    ...(total !== null && { total }),
    ...(!result.ok && { error_class: result.error.class, error_code: result.error.code, message: result.error.message }),
  };
  const action = `${method} ${path.replace(/\/\d+/g, "/{id}")}`;
  await writeAudit(
    ctx.db,
    connection.merchant_id,
    { connectionId: connection.id, kind: "api_call", actor, action, data, ...(syncItemId !== undefined && { syncItemId }) },
    at,
  );
}

const AT_ONCE = 2;
const waiting = new Map<string, { running: number; queue: (() => void)[] }>();

/** A shop on a small server has few PHP processes, and its customers need them. */
async function politely<T>(store: string, work: () => Promise<T>): Promise<T> {
  const line = waiting.get(store) ?? { running: 0, queue: [] };
  waiting.set(store, line);
  if (line.running >= AT_ONCE) await new Promise<void>((go) => line.queue.push(go));
  else line.running++;
  try {
    return await work();
  } finally {
    const next = line.queue.shift();
    // Whoever is next takes over the place.
    if (next) next();
    else if (--line.running === 0) waiting.delete(store);
  }
}
