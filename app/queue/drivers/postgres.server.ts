/**
 * The queue on PostgreSQL: graphile-worker dispatches, and its job is added in the transaction that makes the row due. The row stays the
 * truth: a job only says "look at row N", so a job too many does nothing and a job lost with its worker is replaced by the sweep.
 */
import { Logger, run, runMigrations, type Runner, type TaskList } from "graphile-worker";
import type { Pool } from "pg";
import type { Database, Tx } from "#app/data/database.ts";
import { sql } from "#app/data/sql.ts";
import type { Clock } from "#app/lib/clock.ts";
import { asTriedBefore, claimOne, giveBack } from "../claims.server.ts";
import type { Claim, JobId, Lane } from "../lane.ts";
import type { Consumer, Queue } from "../queue.ts";

const LEASE_MS = 60_000;
/** A due row that nobody took for so long has lost its job. */
const FORGOTTEN_AFTER_MS = 10_000;

/** Attempts are logged by whoever works on them, in our own form. */
const silent = new Logger(() => () => undefined);

export interface PostgresQueueOptions {
  db: Database;
  pool: Pool;
  clock: Clock;
  /** Names this process in its lease tokens. */
  workerId: string;
  onError: (error: Error, lane: Lane) => void;
  concurrency?: number;
}

/** Creates graphile-worker's own schema; part of starting, before the first delivery is stored. One process at a time. */
export async function migratePostgresQueue(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtextextended('crossdock:migrate-queue', 0))");
    await runMigrations({ pgPool: pool, logger: silent });
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtextextended('crossdock:migrate-queue', 0))");
    client.release();
  }
}

export function createPostgresQueue(options: PostgresQueueOptions): Queue {
  const { db, pool, clock, workerId } = options;
  let runner: Runner | undefined;
  let recovery: NodeJS.Timeout | undefined;
  let isStopping = false;
  let tokens = 0;

  async function schedule(tx: Tx, lane: Lane, ids: readonly JobId[], runAt: number): Promise<void> {
    const keys = ids.map(String);
    await sql`SELECT graphile_worker.add_job(${lane.name}, json_build_object('id', id), run_at := to_timestamp(${runAt}::double precision / 1000),
      max_attempts := 3, job_key := ${lane.name} || ':' || id) FROM unnest(${keys}::text[]) AS id`.execute(tx.sql);
  }

  const claim = (lane: Lane, id: JobId): Promise<Claim | null> =>
    db.write((tx) => claimOne(tx, lane, id, { now: clock(), leaseMs: LEASE_MS, token: `${workerId}:${++tokens}` }));

  async function perform(consumer: Consumer, id: JobId): Promise<void> {
    const { lane } = consumer;
    const claimed = await claim(lane, id);
    if (claimed === null) return;
    if (isStopping) return db.write((tx) => giveBack(tx, lane, [claimed]).then(() => schedule(tx, lane, [id], clock())));
    try {
      if (consumer.kind === "external") await consumer.work(claimed);
      else await db.write((tx) => consumer.work(tx, [claimed]).then(() => undefined)).catch((error: unknown) => workApart(consumer, claimed, error));
    } catch (error) {
      options.onError(error as Error, lane);
      // Undone by the rollback. Soon again, by a new job.
      await db.write(async (tx) => {
        await tx.update(
          lane.table,
          { ...asTriedBefore(lane, claimed), lease_token: null, lease_until: null },
          { id: claimed.id as never, lease_token: claimed.token },
        );
        await schedule(tx, lane, [id], clock() + 1_000);
      });
    }
  }

  async function workApart({ workApart: work }: Extract<Consumer, { kind: "transactional" }>, claimed: Claim, error: unknown): Promise<void> {
    if (work === undefined) throw error;
    await db.write((tx) => work(tx, [claimed]));
  }

  /** Rows that are due but whose job died with a worker (graphile-worker itself would unlock it after four hours). */
  async function remindForgotten(lane: Lane): Promise<void> {
    const before = clock() - FORGOTTEN_AFTER_MS;
    await db.write(async (tx) => {
      const rows = await sql<{ id: JobId }>`SELECT id FROM ${sql.table(lane.table)}
        WHERE status IN ('pending', 'failed') AND next_attempt_at <= ${before} ORDER BY next_attempt_at, id LIMIT 500`.execute(tx.sql);
      const lost = await withoutWaitingJob(
        tx,
        lane,
        rows.rows.map((row) => row.id),
      );
      if (lost.length > 0) await schedule(tx, lane, lost, clock());
    });
  }

  return {
    schedule,
    // graphile-worker listens for NOTIFY: the commit itself wakes it.
    wake: () => undefined,
    async start(consumers) {
      const taskList: TaskList = {};
      for (const consumer of consumers) {
        taskList[consumer.lane.name] = (payload) => {
          const { id } = payload as { id: string };
          return perform(consumer, consumer.lane.isIdNumeric ? Number(id) : id);
        };
      }
      runner = await run({
        pgPool: pool,
        taskList,
        concurrency: options.concurrency ?? 6,
        noHandleSignals: true,
        pollInterval: 500,
        logger: silent,
        parsedCronItems: [],
      });
      recovery = setInterval(() => {
        for (const { lane } of consumers) void remindForgotten(lane).catch((error: Error) => options.onError(error, lane));
      }, 5_000);
      recovery.unref();
    },
    async stop() {
      isStopping = true;
      clearInterval(recovery);
      const stopping = runner;
      runner = undefined;
      await stopping?.stop();
    },
  };
}

async function withoutWaitingJob(tx: Tx, lane: Lane, ids: readonly JobId[]): Promise<JobId[]> {
  if (ids.length === 0) return [];
  const keys = ids.map((id) => `${lane.name}:${id}`);
  const waiting = await sql<{
    key: string;
  }>`SELECT key FROM graphile_worker.jobs WHERE key = ANY(${keys}::text[]) AND locked_at IS NULL AND attempts < max_attempts`.execute(tx.sql);
  const known = new Set(waiting.rows.map((row) => row.key));
  return ids.filter((id) => !known.has(`${lane.name}:${id}`));
}
