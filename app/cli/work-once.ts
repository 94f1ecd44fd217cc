/** Working off what is due, once, in this process: with leases, fences and functions of the worker, so that it is safe beside one. */
import { READABLE } from "#app/channels/readable.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { asTriedBefore, claimDue } from "#app/queue/claims.server.ts";
import type { Claim, Lane } from "#app/queue/lane.ts";
import { readByPlugin, sourceCall } from "#app/services/source-call.server.ts";
import { createDeliveryWork } from "#app/sync/process-deliveries.server.ts";
import { createSyncWork } from "#app/sync/read-entity.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import { syncActions } from "../worker-tasks.server.ts";
import type { Session } from "./session.ts";

const LEASE_MS = 60_000;
const HEARTBEAT_MS = 1_000;
/** Deliveries release others (an order those that waited for it), and plan reads: each round works on what was due when it began. */
const MAX_ROUNDS = 10;
const GROUP_SIZE = { sqlite: 20, postgres: 1 } as const;
const SYNC_CONCURRENCY = 4;

export interface WorkDone {
  deliveries: Record<"completed" | "held" | "failed" | "dead", number>;
  sync_items: Record<"completed" | "failed", number>;
}

/** @param isStopping asked between groups: a person may have had enough */
export async function workOnce({ context, workerId }: Session, isStopping: () => boolean): Promise<WorkDone> {
  const { db, queue, clock } = context;
  const done: WorkDone = { deliveries: { completed: 0, held: 0, failed: 0, dead: 0 }, sync_items: { completed: 0, failed: 0 } };
  const channels = READABLE;
  const applyGroup = createDeliveryWork({
    channels,
    queue,
    clock,
    random: Math.random,
    onAttempt: (_delivery, finish) => void done.deliveries[finish.status]++,
  });
  const runItem = createSyncWork({
    db,
    queue,
    channels,
    clock,
    random: Math.random,
    actions: syncActions(context),
    callFor: (connection, syncItemId) => sourceCall(context, connection, { actor: "operator", syncItemId }),
    readElsewhere: (item, connection) => readByPlugin(context, item, connection),
    onAttempt: (_item, _outcome, error) => void done.sync_items[error === null ? "completed" : "failed"]++,
  });
  let tokens = 0;

  /** Claims and works on groups until nothing is left that was due at `cutoff`. @returns how many rows were worked on */
  async function drain(lane: Lane, size: number, cutoff: number, work: (claims: readonly Claim[]) => Promise<unknown>): Promise<number> {
    for (let count = 0; ;) {
      if (isStopping()) return count;
      // The lease counts from now, not from the cutoff.
      const request = { now: cutoff, leaseMs: LEASE_MS + clock() - cutoff, token: `${workerId}:${++tokens}` };
      const claims = await db.write((tx) => claimDue(tx, lane, size, request));
      if (claims.length === 0) return count;
      try {
        await work(claims);
      } catch (error) {
        // Trouble with the database: ours to give back, as the worker does.
        await db.write(async (tx) => {
          for (const claim of claims)
            await tx.update(
              lane.table,
              { ...asTriedBefore(lane, claim), lease_token: null, lease_until: null },
              { id: claim.id as never, lease_token: claim.token },
            );
          await queue.schedule(
            tx,
            lane,
            claims.map((claim) => claim.id),
            clock(),
          );
        });
        throw error;
      }
      count += claims.length;
    }
  }

  /** Without it a worker would take our leases for those of a dead process. */
  const beat = () =>
    db.write((tx) => tx.upsert("worker_heartbeats", { id: workerId, role: "cli", started_at: clock(), seen_at: clock() }, ["id"], ["seen_at"]));
  await beat();
  const heart = setInterval(() => void beat().catch(() => undefined), HEARTBEAT_MS);
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const cutoff = clock();
      const deliveries = await drain(deliveryLane, GROUP_SIZE[db.engine], cutoff, (claims) => db.write((tx) => applyGroup(tx, claims)));
      const items = await drain(syncLane, SYNC_CONCURRENCY, cutoff, (claims) => Promise.all(claims.map(runItem)));
      if (deliveries + items === 0 || isStopping()) break;
    }
  } finally {
    clearInterval(heart);
    await db.write((tx) => tx.remove("worker_heartbeats", { id: workerId }));
  }
  return done;
}
