/**
 * One token request per shop at a time, in this process and in all others. Why: parent and child loaders both exchange on the first
 * load, and every worker sees the same token expire; refresh tokens rotate, so a second refresh with the old one may kill the session.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { releaseLease, takeLease } from "#app/data/system/leases.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";

/** Longer than the network time-outs of what runs under the lock, so that a lease only ends by itself when its process died. */
const LEASE_MS = 45_000;
const MAX_WAIT_MS = 60_000;

const slot = globalThis as typeof globalThis & { crossdockShopLocks?: Map<string, Promise<unknown>> };
const tails = (slot.crossdockShopLocks ??= new Map());

/** Runs `work` alone for this key. Not reentrant. Fails (transient) only when another process holds the lease for a minute. */
export function withShopLock<T>(
  ctx: Pick<ServiceContext, "db" | "clock">,
  key: string,
  work: () => Promise<T>,
  maxWaitMs = MAX_WAIT_MS,
): Promise<Result<T, Failure>> {
  const previous = tails.get(key) ?? Promise.resolve();
  // Inside a process callers queue up here, so that they do not poll the database.
  const run = previous.then(
    () => withLease(ctx, key, work, maxWaitMs),
    () => withLease(ctx, key, work, maxWaitMs),
  );
  tails.set(key, run);
  const forget = () => {
    if (tails.get(key) === run) tails.delete(key);
  };
  run.then(forget, forget);
  return run;
}

async function withLease<T>(
  ctx: Pick<ServiceContext, "db" | "clock">,
  key: string,
  work: () => Promise<T>,
  maxWaitMs: number,
): Promise<Result<T, Failure>> {
  const holder = randomUUID();
  const id = `token:${key}`;
  const startedAt = performance.now();
  while (!(await takeLease(ctx.db, id, holder, ctx.clock(), LEASE_MS))) {
    if (performance.now() - startedAt > maxWaitMs)
      return err(failure("transient", "shop_busy", "Another process is renewing this shop's access. Try again in a minute."));
    await delay(40 + Math.random() * 80);
  }
  try {
    return ok(await work());
  } finally {
    await releaseLease(ctx.db, id, holder);
  }
}
