/** The worker: consumers of the queue, and what runs on a schedule around them. */
import { availableParallelism } from "node:os";
import type { ApiCall, Channel } from "#app/channels/contract.ts";
import type { Database, Row } from "#app/data/database.ts";
import { sql } from "#app/data/sql.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Log } from "#app/lib/log.server.ts";
import { releaseAbandoned } from "#app/queue/claims.server.ts";
import type { Claim, JobId } from "#app/queue/lane.ts";
import type { Queue } from "#app/queue/queue.ts";
import { createInterpreter, type Interpreter } from "#app/sync/interpreter.server.ts";
import { releaseExpiredHolds } from "#app/sync/release-held.server.ts";
import { createDeliveryWork, createGroupWork, type DeliveryWorkOptions } from "#app/sync/process-deliveries.server.ts";
import { createSyncWork, type SyncWorkOptions } from "#app/sync/read-entity.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";

/** Deliveries per transaction on SQLite: one fsync for all of them, and a pause for waiting requests after each. */
export const GROUP_SIZE = 100;
const SYNC_CONCURRENCY = 4;
/** Topics after whose processing no copy of a value may stay behind in the database's log. */
const ERASING: ReadonlySet<string> = new Set(["customers/redact", "shop/redact"]);
const HEARTBEAT_MS = 1_000;
/** A worker silent for so long is taken for dead and its leases are given to others; its late commits fail the fence. */
const DEAD_AFTER_MS = 8_000;

export interface ScheduledTask {
  name: string;
  everyMs: number;
  run: () => Promise<unknown>;
}

export interface WorkerOptions {
  db: Database;
  queue: Queue;
  channels: ReadonlyMap<string, Channel>;
  clock: Clock;
  log: Log;
  workerId: string;
  callFor: (connection: Row<"connections">, syncItemId: string) => ApiCall;
  readElsewhere?: SyncWorkOptions["readElsewhere"];
  syncActions: SyncWorkOptions["actions"];
  tasks: readonly ScheduledTask[];
  /** Reads deliveries in a thread; default: one is made for a database file when there is a backlog. */
  interpreter?: Interpreter;
}

export interface RunningWorker {
  stop(): Promise<void>;
}

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { db, queue, clock, log, workerId } = options;
  // Also at start: the process before this one may have ended between erasing and forgetting.
  const erased = { isPending: true };
  await beat(options);
  await sweep(options);
  const interpreter = options.interpreter ?? (await makeInterpreter(db));
  const deliveryWork: DeliveryWorkOptions = {
    channels: options.channels,
    queue,
    clock,
    random: Math.random,
    ...(interpreter && { interpreter }),
    onAttempt: (delivery, finish, durationMs) => {
      const fields = {
        delivery_id: delivery.id,
        merchant_id: delivery.merchant_id,
        connection_id: delivery.connection_id,
        topic: delivery.topic,
        outcome: finish.status,
        attempt: delivery.attempts,
        duration_ms: durationMs,
        ...(finish.failure && { error_class: finish.failure.class, error_code: finish.failure.code }),
      };
      if (ERASING.has(delivery.topic)) erased.isPending = true;
      if (finish.status === "dead") log.warn("delivery attempt", fields);
      else log.debug("delivery attempt", fields);
    },
  };
  await queue.start([
    {
      kind: "transactional",
      lane: deliveryLane,
      groupSize: GROUP_SIZE,
      ...(interpreter && { prepare: lookAhead(interpreter) }),
      work: createGroupWork(deliveryWork),
      workApart: createDeliveryWork(deliveryWork),
    },
    {
      kind: "external",
      lane: syncLane,
      concurrency: SYNC_CONCURRENCY,
      work: createSyncWork({
        db,
        queue,
        channels: options.channels,
        clock,
        random: Math.random,
        callFor: options.callFor,
        ...(options.readElsewhere && { readElsewhere: options.readElsewhere }),
        actions: options.syncActions,
        onAttempt: (item, outcome, error, durationMs) =>
          log.info("sync item attempt", {
            sync_item_id: item.id,
            merchant_id: item.merchant_id,
            connection_id: item.connection_id,
            job: `${item.entity_type}.${item.action}`,
            outcome,
            duration_ms: durationMs,
            ...(error && { error_class: error.class, error_code: error.code }),
          }),
      }),
    },
  ]);
  const timers = [
    every({ name: "heartbeat", everyMs: HEARTBEAT_MS, run: () => beat(options) }, log),
    every({ name: "sweep", everyMs: 2_000, run: () => sweep(options) }, log),
    every({ name: "forget what was erased", everyMs: 2_000, run: () => forgetErased(db, erased) }, log),
    ...options.tasks.map((task) => every(task, log)),
  ];
  return {
    async stop() {
      await Promise.all(timers.map((timer) => timer.stop()));
      await queue.stop();
      await interpreter?.stop();
      await db.write((tx) => tx.remove("worker_heartbeats", { id: workerId }));
    },
  };
}

/** None on PostgreSQL, where a claim is worked on at once and more processes are what helps, nor where one processor would do both anyway. */
async function makeInterpreter(db: Database): Promise<Interpreter | null> {
  if (db.engine !== "sqlite" || availableParallelism() < 2) return null;
  const { rows } = await sql<{ file: string }>`SELECT file FROM pragma_database_list WHERE name = 'main'`.execute(db.read);
  return createInterpreter({ file: rows[0]?.file ?? "" });
}

/** With a backlog, what comes next is read while this is written; a delivery by itself is read sooner here than there. */
function lookAhead(interpreter: Interpreter) {
  return (claims: readonly Claim[], upcoming: readonly JobId[]): Promise<void> => {
    const first = claims.filter((claim) => claim.attempt === 1).map((claim) => claim.id as number);
    if (first.length === claims.length && claims.length === GROUP_SIZE) {
      interpreter.begin(first);
      interpreter.begin(upcoming as readonly number[]);
    }
    return interpreter.ready(first);
  };
}

async function forgetErased(db: Database, erased: { isPending: boolean }): Promise<void> {
  if (!erased.isPending) return;
  erased.isPending = false;
  if (!(await db.forgetErased())) erased.isPending = true;
}

async function beat({ db, clock, workerId }: WorkerOptions): Promise<void> {
  const now = clock();
  await db.write((tx) => tx.upsert("worker_heartbeats", { id: workerId, role: "worker", started_at: now, seen_at: now }, ["id"], ["seen_at"]));
}

/** Gives the work of dead workers to the living, and looks again at what was held until now. */
async function sweep({ db, queue, clock }: WorkerOptions): Promise<void> {
  const now = clock();
  const woken = await db.write(async (tx) => {
    await sql`DELETE FROM worker_heartbeats WHERE seen_at < ${now - 10 * DEAD_AFTER_MS}`.execute(tx.sql);
    const alive = (await tx.list("worker_heartbeats", {})).filter((worker) => worker.seen_at > now - DEAD_AFTER_MS).map((worker) => worker.id);
    let count = await releaseExpiredHolds(tx, queue, now);
    for (const lane of [deliveryLane, syncLane]) {
      const released = await releaseAbandoned(tx, lane, now, alive);
      if (released.length > 0) await queue.schedule(tx, lane, released, now);
      count += released.length;
    }
    return count;
  });
  if (woken > 0) for (const lane of [deliveryLane, syncLane]) queue.wake(lane);
}

/** Runs a task again and again, never beside itself. */
function every(task: ScheduledTask, log: Log): RunningWorker {
  let running: Promise<unknown> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = task
      .run()
      .catch((error: Error) => log.error("scheduled task failed", { job: task.name, error: error.name }))
      .finally(() => (isBusy = false));
  }, task.everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
