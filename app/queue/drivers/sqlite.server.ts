/**
 * The queue in one process on SQLite: the rows are the queue, a loop per lane claims what is due. Transactional work and the claim of
 * the next group share one commit, so a group costs one fsync.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Database, Tx } from "#app/data/database.ts";
import { sql } from "#app/data/sql.ts";
import type { Clock } from "#app/lib/clock.ts";
import { asTriedBefore, claimDue, claimDueAhead, giveBack, type ClaimedAhead } from "../claims.server.ts";
import type { Claim, Lane } from "../lane.ts";
import type { Consumer, Queue } from "../queue.ts";

const LEASE_MS = 60_000;
/** How long the loop sleeps at most before it looks again: covers rows made due by another process (the command line). */
const IDLE_MS = 1_000;
/** How far a consumer is told what comes next: far enough that a thread that makes it ready is never without work. */
const AHEAD_GROUPS = 2;
/** A group looks up so often: what has arrived meanwhile is seen, and when it waits for the writer the group ends early. */
const TURN_MS = 1;
/** While deliveries come in, groups are small: loading, claiming and the fsync of a group cannot be broken off. */
const BUSY_GROUP_SIZE = 4;
/** A lane that was woken so recently is being filled. */
const BUSY_FOR_MS = 200;

export interface SqliteQueueOptions {
  db: Database;
  clock: Clock;
  /** Names this process in its lease tokens. */
  workerId: string;
  onError: (error: Error, lane: Lane) => void;
}

export function createSqliteQueue(options: SqliteQueueOptions): Queue {
  const { db, clock, workerId } = options;
  const sleepers = new Map<string, AbortController>();
  const wokenAt = new Map<string, number>();
  let isStopping = false;
  let loops: Promise<void>[] = [];
  let tokens = 0;
  const nextToken = () => `${workerId}:${++tokens}`;
  const request = (now: number) => ({ now, leaseMs: LEASE_MS, token: nextToken() });

  async function sleepUntilDue(lane: Lane): Promise<void> {
    const sleeper = new AbortController();
    sleepers.set(lane.name, sleeper);
    const next = await sql<{ at: number | null }>`
      SELECT next_attempt_at AS at FROM ${sql.table(lane.table)} WHERE status IN ('pending', 'failed') ORDER BY next_attempt_at LIMIT 1`.execute(
      db.read,
    );
    const wait = Math.max(0, Math.min(IDLE_MS, (next.rows[0]?.at ?? Infinity) - clock()));
    if (!isStopping) await delay(wait, undefined, { signal: sleeper.signal }).catch(() => undefined);
    sleepers.delete(lane.name);
  }

  /** Asked between two rows of a group: lets the event loop take in what has arrived, and tells whether any of it waits for the writer. */
  function turn(): () => Promise<boolean> {
    let lookedAt = performance.now();
    return async () => {
      if (performance.now() - lookedAt < TURN_MS) return false;
      await new Promise(setImmediate);
      lookedAt = performance.now();
      return db.isAwaited();
    };
  }

  async function transactionalLoop(consumer: Extract<Consumer, { kind: "transactional" }>): Promise<void> {
    let claims: Claim[] = [];
    while (!isStopping) {
      const group = claims;
      try {
        const next = await workOn(consumer, group);
        claims = next.claims;
        if (claims.length > 0) await consumer.prepare?.(claims, next.upcoming).catch(report(consumer.lane));
      } catch (error) {
        options.onError(error as Error, consumer.lane);
        // The transaction is undone, our leases are not: give them back so that the group is tried again (alone, as attempted rows are).
        claims = [];
        await db.write((tx) => returnFailedGroup(tx, consumer.lane, group)).catch((lost: Error) => options.onError(lost, consumer.lane));
        await delay(200);
      }
      if (claims.length === 0) await sleepUntilDue(consumer.lane);
      // Let waiting requests in between groups: everything above ran without leaving the microtask queue.
      else await new Promise(setImmediate);
    }
    if (claims.length > 0) await db.write((tx) => giveBack(tx, consumer.lane, claims));
  }

  /** Works on a group and claims the next in one transaction. @returns the next group: what is left of this one, when its turn was over early */
  async function workOn(consumer: Extract<Consumer, { kind: "transactional" }>, group: readonly Claim[]): Promise<ClaimedAhead> {
    const { lane } = consumer;
    const isBusy = performance.now() - (wokenAt.get(lane.name) ?? -Infinity) < BUSY_FOR_MS;
    const groupSize = isBusy ? Math.min(BUSY_GROUP_SIZE, consumer.groupSize) : consumer.groupSize;
    const ahead = consumer.prepare === undefined ? 0 : AHEAD_GROUPS * groupSize;
    const commit = (work: NonNullable<(typeof consumer)["workApart"]>): Promise<ClaimedAhead> =>
      db.write(async (tx) => {
        const done = group.length === 0 ? 0 : await work(tx, group, turn());
        if (done < group.length) return { claims: group.slice(done), upcoming: [] };
        return isStopping ? { claims: [], upcoming: [] } : claimDueAhead(tx, lane, groupSize, ahead, request(clock()));
      });
    try {
      return await commit((tx, claims, isTurnOver) => consumer.work(tx, claims, isTurnOver));
    } catch (error) {
      if (consumer.workApart === undefined || group.length === 0) throw error;
      return commit(consumer.workApart.bind(consumer));
    }
  }

  async function returnFailedGroup(tx: Tx, lane: Lane, claims: readonly Claim[]): Promise<void> {
    for (const claim of claims)
      await tx.update(
        lane.table,
        { ...asTriedBefore(lane, claim), lease_token: null, lease_until: null },
        { id: claim.id as never, lease_token: claim.token },
      );
  }

  async function externalLoop(consumer: Extract<Consumer, { kind: "external" }>): Promise<void> {
    const inWork = new Set<Promise<void>>();
    while (!isStopping) {
      const free = consumer.concurrency - inWork.size;
      const claims = free > 0 ? await db.write((tx) => claimDue(tx, consumer.lane, free, request(clock()))).catch(report(consumer.lane)) : [];
      for (const claim of claims) {
        const work = consumer.work(claim).catch((error: Error) => options.onError(error, consumer.lane));
        inWork.add(work);
        void work.finally(() => {
          inWork.delete(work);
          wake(consumer.lane);
        });
      }
      if (claims.length === 0) await sleepUntilDue(consumer.lane);
    }
    await Promise.all(inWork);
  }

  const report = (lane: Lane) => (error: Error) => {
    options.onError(error, lane);
    return [] as Claim[];
  };
  function wake(lane: Lane): void {
    wokenAt.set(lane.name, performance.now());
    sleepers.get(lane.name)?.abort();
  }

  return {
    // The row is the job: making it due is all there is to do. The lane then claims by a write of its own, which waits for this transaction.
    schedule(_tx, lane, _ids, runAt) {
      if (runAt <= clock()) setImmediate(wake, lane);
      return Promise.resolve();
    },
    wake,
    start(consumers) {
      loops = consumers.map((consumer) => (consumer.kind === "transactional" ? transactionalLoop(consumer) : externalLoop(consumer)));
      return Promise.resolve();
    },
    async stop() {
      isStopping = true;
      for (const sleeper of sleepers.values()) sleeper.abort();
      await Promise.all(loops);
    },
  };
}
