/**
 * Keys that a store handed over after "Approve" are tried at that store before anything is connected. Not within the store's own request, which
 * a store with a single process could not survive (authorize.server.ts), but moments later, and again while the store is only out of reach.
 */
import { randomUUID } from "node:crypto";
import { writeAudit } from "#app/data/audit.server.ts";
import { releaseLease, takeLease } from "#app/data/system/leases.server.ts";
import { findAuthRequest, listHandedKeys, saveTry, type AuthRequest } from "#app/data/system/wc-auth-requests.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { HOOK_TOPICS } from "#app/domain/store-connection.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { SecretBoxError } from "#app/lib/secret-box.ts";
import type { ServiceContext } from "../context.server.ts";
import { keysBinding, type HandedKeys, type KeptWish } from "./authorize.server.ts";
import { checkStore } from "./check-store.server.ts";
import { saveIntegration } from "./create-integration.server.ts";
import { addressRule } from "./store-api.server.ts";
import { ensureHooks } from "./store-webhooks.server.ts";

/** Longer than the calls of one try can take together. */
const LEASE_MS = 10 * 60_000;
const AGAIN_MS = 15_000;
/** A store that gave keys away was there a moment ago. */
const TRIED_FOR_MS = 10 * 60_000;

/** Each may answer with megabytes, and slowly. */
const AT_ONCE = 4;

/** @returns how many were tried */
export async function tryHandedKeys(ctx: ServiceContext): Promise<number> {
  const due = await listHandedKeys(ctx.db, ctx.clock(), AT_ONCE);
  return (await Promise.all(due.map((request) => tryAlone(ctx, request.nonce_sha256)))).filter(Boolean).length;
}

/** One try at a time, in all processes. */
async function tryAlone(ctx: ServiceContext, nonce: string): Promise<boolean> {
  const [lease, holder] = [`wc-auth:${nonce}`, randomUUID()];
  if (!(await takeLease(ctx.db, lease, holder, ctx.clock(), LEASE_MS))) return false;
  try {
    const request = await findAuthRequest(ctx.db, nonce);
    // Another process was here between the list and the lease.
    if (!request?.keys_encrypted || (request.next_try_at ?? 0) > ctx.clock()) return false;
    await tryKeys(ctx, request, request.keys_encrypted);
    return true;
  } finally {
    await releaseLease(ctx.db, lease, holder);
  }
}

async function tryKeys(ctx: ServiceContext, request: AuthRequest, sealed: string): Promise<void> {
  const { nonce_sha256: nonce, merchant_id: merchantId } = request;
  const connected = await connect(ctx, request, sealed);
  const now = ctx.clock();
  if (connected.ok)
    return ctx.db.write((tx) =>
      saveTry(tx, nonce, { connection_id: connected.value, keys_encrypted: null, next_try_at: null, problem_code: null, problem_message: null }),
    );
  const { code, message, class: kind, retryAfterMs = AGAIN_MS } = connected.error;
  const isPassing = (kind === "transient" || kind === "throttled") && now + retryAfterMs < (request.used_at ?? 0) + TRIED_FOR_MS;
  await ctx.db.write(async (tx) => {
    const next = isPassing ? { next_try_at: now + retryAfterMs } : { next_try_at: null, keys_encrypted: null };
    await saveTry(tx, nonce, { ...next, problem_code: code, problem_message: message });
    if (!isPassing)
      await writeAudit(
        tx,
        merchantId,
        { connectionId: null, kind: "error", actor: "worker", action: code, data: { message, doing: "connect", store_url: request.store_url } },
        now,
      );
  });
}

/** The id of the connection that these keys make. */
async function connect(ctx: ServiceContext, request: AuthRequest, sealed: string): Promise<Result<string, Failure>> {
  const keys = openKeys(ctx, request.nonce_sha256, sealed);
  if (keys === null) return err(failure("rejected", "authorization_invalid", "The keys that the store handed over can no longer be read."));
  const { name, autoSync, syncEveryMinutes, hasWebhooks, isHttpConfirmed } = JSON.parse(request.settings) as KeptWish;
  const access = { consumerKey: keys.consumer_key, consumerSecret: keys.consumer_secret };
  const checked = await checkStore({
    ...access,
    siteUrl: request.store_url,
    keysIn: "header",
    rule: addressRule(ctx, isHttpConfirmed),
    appUrl: ctx.appUrl,
    clock: ctx.clock,
  });
  if (checked.failure !== null) return err(checked.failure);
  const wish = { ...access, storeUrl: request.store_url, name, autoSync, syncEveryMinutes, isHttpConfirmed, checked };
  const saved = await saveIntegration(ctx, request.merchant_id, request.store_url, wish);
  if (!saved.ok) return saved;
  // What could not be made is told on the store's page, and asking finds the changes meanwhile.
  if (hasWebhooks === true) await ensureHooks(ctx, saved.value, HOOK_TOPICS, { actor: "merchant" });
  return ok(saved.value.id);
}

function openKeys({ box }: Pick<ServiceContext, "box">, nonce: string, sealed: string): HandedKeys | null {
  try {
    return JSON.parse(box.open(sealed, keysBinding(nonce))) as HandedKeys;
  } catch (error) {
    // The encryption key was taken away meanwhile.
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}
