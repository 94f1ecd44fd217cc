/**
 * Cleans what is older than a merchant keeps it: once a day, and when asked. In steps of at most 100 rows, each with how far it has come in one
 * transaction: what was cut off goes on where it was, and the figures are right whatever happens. Orders, customers and keys are not touched.
 */
import { setTimeout as pause } from "node:timers/promises";
import { writeAudit } from "#app/data/audit.server.ts";
import type { Tx } from "#app/data/database.ts";
import * as stored from "#app/data/retention.server.ts";
import { releaseLease, takeLease } from "#app/data/system/leases.server.ts";
import { listRetentionDue, listRetentionRuns } from "#app/data/system/retention-runs.server.ts";
import {
  cutoffOf,
  FULL_EVERY_MS,
  nothingCleaned,
  RETENTION_KINDS,
  RUN_EVERY_MS,
  type LastRetentionRun,
  type Position,
  type Retention,
  type RetentionKind,
  type RetentionRun,
} from "#app/domain/retention.ts";
import { newId } from "#app/lib/ids.ts";
import type { ServiceContext } from "../context.server.ts";

/** Rows per transaction. */
const STEP_ROWS = 100;
/** Between transactions, so that whoever waits for the writer has it. */
const PAUSE_MS = 5;
/** A turn ends in time for the worker to stop within its limit; the next one goes on. */
const TURN_MS = 3_000;
/** Longer than a turn: a worker that died gives it back by itself. */
const LEASE_MS = 20_000;

export const newRetentionRun = (trigger: RetentionRun["trigger"], now: number): RetentionRun => ({
  trigger,
  requested_at: now,
  started_at: null,
  full_at: now,
  kind: RETENTION_KINDS[0],
  positions: {},
  counts: nothingCleaned(),
});

/** On a schedule: begins the daily cleaning of every merchant whose time has come. */
export async function scheduleCleaning(ctx: ServiceContext): Promise<void> {
  const now = ctx.clock();
  for (const merchantId of await listRetentionDue(ctx.db, now - RUN_EVERY_MS))
    await ctx.db.write((tx) => stored.askForRetentionRun(tx, merchantId, newRetentionRun("schedule", now), now));
}

/** On a schedule: goes on with every cleaning that was begun or asked for. @param turnMs for how long, per merchant */
export async function continueCleaning(ctx: ServiceContext, turnMs = TURN_MS): Promise<void> {
  for (const merchantId of await listRetentionRuns(ctx.db)) {
    const lease = `retention:${merchantId}`;
    const holder = newId("lse", ctx.clock());
    // Where several workers run, one of them cleans.
    if (!(await takeLease(ctx.db, lease, holder, ctx.clock(), LEASE_MS))) continue;
    try {
      await takeTurn(ctx, merchantId, turnMs);
    } finally {
      await releaseLease(ctx.db, lease, holder);
    }
  }
}

async function takeTurn(ctx: ServiceContext, merchantId: string, turnMs: number): Promise<void> {
  const { retention, run, last } = await ctx.db.write((tx) => stored.getRetention(tx, merchantId));
  const endsAt = performance.now() + turnMs;
  for (let now = run && begun(run, last, ctx.clock()); now !== null;) {
    now = await takeStep(ctx, merchantId, retention, now);
    if (performance.now() >= endsAt) return;
    await pause(PAUSE_MS);
  }
}

/** The daily one goes on where the last one ended, but for once a week; the one that a merchant asks for looks at everything. */
function begun(run: RetentionRun, last: LastRetentionRun | null, now: number): RetentionRun & { started_at: number } {
  if (run.started_at !== null) return { ...run, started_at: run.started_at };
  const isFull = run.trigger === "merchant" || last === null || now - last.full_at >= FULL_EVERY_MS;
  return { ...run, started_at: now, ...(isFull ? { full_at: now, positions: {} } : { full_at: last.full_at, positions: last.positions }) };
}

/** @returns the run as it is now; null: it has ended */
async function takeStep(
  ctx: ServiceContext,
  merchantId: string,
  retention: Retention,
  run: RetentionRun & { started_at: number },
): Promise<(RetentionRun & { started_at: number }) | null> {
  const { kind } = run;
  const step = await STEPS[kind](ctx, merchantId, cutoffOf(retention, kind, run.started_at), run.positions[kind] ?? null);
  return ctx.db.write(async (tx) => {
    const cleaned = await step.clean(tx);
    const now = ctx.clock();
    const next = step.isLast ? RETENTION_KINDS[RETENTION_KINDS.indexOf(kind) + 1] : kind;
    const after = {
      ...run,
      kind: next ?? kind,
      positions: { ...run.positions, ...(step.position && { [kind]: step.position }) },
      counts: { ...run.counts, [kind]: run.counts[kind] + cleaned },
    };
    if (next !== undefined) await stored.saveRetentionRun(tx, merchantId, after, now);
    else await end(tx, merchantId, after, now);
    return next === undefined ? null : after;
  });
}

async function end(tx: Tx, merchantId: string, run: RetentionRun & { started_at: number }, now: number): Promise<void> {
  const { trigger, started_at, full_at, positions, counts } = run;
  await stored.endRetentionRun(tx, merchantId, { trigger, started_at, ended_at: now, full_at, positions, counts }, now);
  if (Object.values(counts).some((count) => count > 0))
    await writeAudit(
      tx,
      merchantId,
      { connectionId: null, kind: "command", actor: "worker", action: "old_content_cleaned", data: { trigger, ...counts } },
      now,
    );
}

interface Step {
  clean(tx: Tx): Promise<number>;
  /** Where to go on; null: at the beginning, for what is cleaned is gone. */
  position: Position | null;
  isLast: boolean;
}

const STEPS: Record<RetentionKind, (ctx: ServiceContext, merchantId: string, cutoff: number, position: Position | null) => Promise<Step>> = {
  async deliveries({ db }, merchantId, cutoff, position) {
    const old = await stored.listOldDeliveries(db, merchantId, cutoff, position, STEP_ROWS);
    return { clean: (tx) => stored.cleanDeliveries(tx, merchantId, old.ids), position: old.position, isLast: old.position === null };
  },
  async activity({ db }, merchantId, cutoff) {
    const ids = await stored.listOldActivity(db, merchantId, cutoff, STEP_ROWS);
    return { clean: (tx) => stored.cleanActivity(tx, merchantId, ids), position: null, isLast: ids.length === 0 };
  },
  async messages({ db }, merchantId, cutoff, position) {
    const old = await stored.listOldMessages(db, merchantId, cutoff, position, STEP_ROWS);
    return { clean: (tx) => stored.cleanMessages(tx, merchantId, old.ids), position: old.position, isLast: old.position === null };
  },
  async imports({ db }, merchantId, cutoff) {
    const rows = await stored.listOldImportRows(db, merchantId, cutoff, STEP_ROWS);
    return {
      clean: (tx) => (rows === null ? Promise.resolve(0) : stored.cleanImportRows(tx, merchantId, rows)),
      position: null,
      isLast: rows === null,
    };
  },
  exports(_ctx, merchantId, cutoff) {
    return Promise.resolve({ clean: (tx) => stored.cleanDataExports(tx, merchantId, cutoff, 2 * STEP_ROWS), position: null, isLast: true });
  },
};
