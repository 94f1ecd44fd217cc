/** The worker's work on planned reads (sync_queue, action "read"): asks the source, then applies the answer in one fenced transaction. */
import type { ApiCall, Channel } from "#app/channels/contract.ts";
import type { Database, Patch, Row, Tx } from "#app/data/database.ts";
import { CONSEQUENCES, failure, type Failure } from "#app/domain/failure.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Result } from "#app/lib/result.ts";
import { backoffMs, MAX_ATTEMPTS, MAX_CLAIMS } from "#app/queue/backoff.ts";
import type { Claim } from "#app/queue/lane.ts";
import type { Queue } from "#app/queue/queue.ts";
import { isReadNeeded } from "./is-read-needed.server.ts";
import { applyRead, type ReadState } from "./apply-read.server.ts";
import { describeError, isDatabaseTrouble } from "./database-trouble.ts";
import { giveUpMessage } from "./give-up-message.server.ts";
import { readState } from "./read-state.ts";
import { hasReadEffects } from "./request-read.server.ts";
import { syncLane } from "./sync-lane.ts";

/** Not now: the item is due again at that time (epoch ms), and this was no attempt. */
export interface Later {
  kind: "later";
  at: number;
}

export interface SyncWorkOptions {
  db: Database;
  queue: Queue;
  channels: ReadonlyMap<string, Channel>;
  clock: Clock;
  random: () => number;
  /** The authorised call for a connection: built by a service, which owns the tokens. */
  callFor: (connection: Row<"connections">, syncItemId: string) => ApiCall;
  /** Where the source cannot be called from here and somebody else asks it: its answer arrives as a delivery. undefined: call it. */
  readElsewhere?: (item: Row<"sync_queue">, connection: Row<"connections">) => Promise<Result<null, Failure> | undefined>;
  /** Items that are not reads: action → work. */
  actions: Record<string, (item: Row<"sync_queue">, connection: Row<"connections">) => Promise<Result<null | Later, Failure>>>;
  onAttempt: (item: Row<"sync_queue">, status: string, error: Failure | null, durationMs: number) => void;
}

export function createSyncWork(options: SyncWorkOptions): (claim: Claim) => Promise<void> {
  return async (claim) => {
    const { db, clock } = options;
    const startedAt = clock();
    const item = await db.write((tx) => tx.find("sync_queue", { id: claim.id as string, lease_token: claim.token }));
    if (item === undefined) return;
    const [connection, isNeeded] = await db.write(
      async (tx) => [await tx.find("connections", { id: item.connection_id }), await isReadNeeded(tx, item)] as const,
    );
    const read: Result<ReadState | Later | null, Failure> = isNeeded ? await attempt(options, item, claim, connection) : { ok: true, value: null };
    const end = (result: Result<ReadState | Later | null, Failure>) =>
      db.write((tx) => finish(options, tx, item, claim, connection, result, startedAt));
    const error = await end(read).catch((cause: unknown) => {
      // What is wrong with the database passes; what is wrong with the answer comes back with every read: it counts, and ends.
      if (isDatabaseTrouble(cause)) throw cause;
      return end({ ok: false, error: failure("bug", "unexpected_error", describeError(cause)) });
    });
    options.queue.wake(syncLane);
    options.onAttempt(item, error === null ? "completed" : error.class, error, clock() - startedAt);
  };
}

async function attempt(
  options: SyncWorkOptions,
  item: Row<"sync_queue">,
  claim: Claim,
  connection: Row<"connections"> | undefined,
): Promise<Result<ReadState | Later | null, Failure>> {
  if (claim.attempt > MAX_CLAIMS)
    return { ok: false, error: failure("rejected", "too_many_attempts", "The worker ended each time while it worked on this.") };
  if (connection === undefined || connection.status === "inactive") {
    return { ok: false, error: failure("rejected", "integration_inactive", "The integration is disconnected.") };
  }
  try {
    const other = options.actions[item.action];
    if (other !== undefined) return await other(item, connection);
    const channel = options.channels.get(connection.channel);
    if (channel === undefined || item.action !== "read")
      return { ok: false, error: failure("bug", "unexpected_error", `no work for ${item.action} on ${connection.channel}`) };
    const elsewhere = await options.readElsewhere?.(item, connection);
    if (elsewhere !== undefined) return elsewhere;
    const read = await readState(channel, options.callFor(connection, item.id), item, connection);
    return read.ok && (await mayBeHidden(options, channel, item, connection, read.value)) ? { ok: false, error: hidden } : read;
  } catch (error) {
    return { ok: false, error: failure("bug", "unexpected_error", describeError(error)) };
  }
}

const hidden = failure("rejected", "order_too_old", "The order is so old that it is only shown with one more permission (read_all_orders).");

/** An old order that the source shows nothing of is not deleted for that: a deletion is told by itself. */
async function mayBeHidden(
  options: SyncWorkOptions,
  channel: Channel,
  item: Row<"sync_queue">,
  connection: Row<"connections">,
  read: ReadState,
): Promise<boolean> {
  const oldestMs = channel.hidesOrdersOlderThanMs?.(connection.granted_scopes.split(",")) ?? null;
  if (read.kind !== "order" || read.state !== null || oldestMs === null) return false;
  const stored = await options.db.write((tx) =>
    tx.find("orders", { connection_id: connection.id, external_id: item.entity_id }, ["source_created_at"]),
  );
  // A day before the limit: the source's clock decides, not ours.
  return stored !== undefined && stored.source_created_at < options.clock() - oldestMs + 86_400_000;
}

/** @returns the failure it ended with, or null */
async function finish(
  options: SyncWorkOptions,
  tx: Tx,
  item: Row<"sync_queue">,
  claim: Claim,
  connection: Row<"connections"> | undefined,
  read: Result<ReadState | Later | null, Failure>,
  startedAt: number,
): Promise<Failure | null> {
  const now = options.clock();
  const error = read.ok ? null : read.error;
  const later = read.ok && read.value?.kind === "later" ? read.value : null;
  const isFinal = error === null || CONSEQUENCES[error.class] !== "retry" || claim.attempt >= MAX_ATTEMPTS;
  const patch: Patch<"sync_queue"> = {
    lease_token: null,
    lease_until: null,
    updated_at: now,
    error_class: error?.class ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
  };
  if (later !== null) Object.assign(patch, { status: "pending", next_attempt_at: later.at, retry_count: 0 });
  else if (error === null) Object.assign(patch, { status: "completed", completed_at: now });
  else if (isFinal) Object.assign(patch, { status: "dead", completed_at: now });
  else
    Object.assign(patch, { status: "failed", next_attempt_at: now + Math.max(backoffMs(claim.attempt, options.random()), error.retryAfterMs ?? 0) });
  let waits: Failure | null = null;
  // The fence: a worker that was thought dead changes nothing, not even the model.
  if ((await tx.update("sync_queue", patch, { id: item.id, lease_token: claim.token })) !== 1) return error;
  if (patch.status === "failed" || patch.status === "pending") await options.queue.schedule(tx, syncLane, [item.id], patch.next_attempt_at as number);
  if (error !== null && patch.status === "dead") await giveUpMessage(tx, item, error, now);
  if (read.ok && read.value !== null && read.value.kind !== "later" && connection !== undefined) {
    const outcome = await applyRead(
      {
        tx,
        queue: options.queue,
        connection,
        deliveryId: null,
        cause: `read:${item.id}`,
        triggeredAt: null,
        waitingSince: item.created_at,
        readStartedAt: startedAt,
        hasEffects: hasReadEffects(item),
        now,
      },
      item,
      read.value,
    );
    // What was read has to wait for a person: the read is done again when they have answered.
    if (outcome.kind === "held" || outcome.kind === "failed") {
      waits = outcome.failure;
      Object.assign(patch, {
        status: "dead",
        error_class: waits.class,
        error_code: waits.code,
        error_message: waits.message,
      });
      await tx.update("sync_queue", patch, { id: item.id });
    }
  }
  await tx.insert("attempts", {
    merchant_id: item.merchant_id,
    sync_item_id: item.id,
    number: claim.attempt,
    started_at: startedAt,
    duration_ms: Math.max(0, now - startedAt),
    outcome: later !== null ? "requeued" : patch.status === "failed" ? "retry" : String(patch.status),
    error_class: (waits ?? error)?.class ?? null,
    error_code: (waits ?? error)?.code ?? null,
    error_message: (waits ?? error)?.message ?? null,
  });
  return waits ?? error;
}
