/** Claiming, and giving back, rows of a lane: the same statements on both engines. */
import { compiledOnce } from "#app/data/compiled.ts";
import type { Tx } from "#app/data/database.ts";
import { sql } from "#app/data/sql.ts";
import type { Claim, JobId, Lane } from "./lane.ts";

interface ClaimRequest {
  now: number;
  leaseMs: number;
  token: string;
}

/** What was claimed, and what stands behind it in the queue: that is still anybody's. */
export interface ClaimedAhead {
  claims: Claim[];
  upcoming: JobId[];
}

/**
 * Claims up to `limit` due rows, oldest first. A row that was attempted before is claimed alone: should it be what ends the process,
 * it takes no neighbours with it.
 */
export const claimDue = async (tx: Tx, lane: Lane, limit: number, request: ClaimRequest): Promise<Claim[]> =>
  (await claimDueAhead(tx, lane, limit, 0, request)).claims;

/** The same, and tells which `ahead` rows would be next. None behind or among rows that were attempted before: those are nobody's neighbours. */
export async function claimDueAhead(tx: Tx, lane: Lane, limit: number, ahead: number, request: ClaimRequest): Promise<ClaimedAhead> {
  const { due, take } = statementsOf(lane);
  const rows = await due(tx, request.now, limit + ahead);
  const first = rows[0];
  if (first === undefined) return { claims: [], upcoming: [] };
  const isFirstTime = first.attempts === 0;
  const taken = isFirstTime ? rows.slice(0, limit).filter((row) => row.attempts === 0) : [first];
  const until = request.now + request.leaseMs;
  if (tx.engine === "sqlite") await take(tx, request.token, until, JSON.stringify(taken.map((row) => row.id)));
  else
    for (const row of taken)
      await tx.update(
        lane.table,
        { status: "processing", lease_token: request.token, lease_until: until, [lane.attemptsColumn]: row.attempts + 1 },
        { id: row.id as never },
      );
  const behind = isFirstTime ? rows.slice(limit) : [];
  const tried = behind.findIndex((row) => row.attempts > 0);
  return {
    claims: taken.map((row) => ({ id: row.id, token: request.token, attempt: row.attempts + 1 })),
    upcoming: (tried === -1 ? behind : behind.slice(0, tried)).map((row) => row.id),
  };
}

interface LaneStatements {
  due: (tx: Tx, now: number, limit: number) => Promise<{ id: JobId; attempts: number }[]>;
  /** SQLite: one statement for the whole group. */
  take: (tx: Tx, token: string, until: number, ids: string) => Promise<unknown>;
}
const statements = new Map<string, LaneStatements>();

function statementsOf(lane: Lane): LaneStatements {
  let known = statements.get(lane.name);
  if (known === undefined) statements.set(lane.name, (known = prepareStatements(lane)));
  return known;
}

function prepareStatements(lane: Lane): LaneStatements {
  const table = sql.table(lane.table);
  const attempts = sql.ref(lane.attemptsColumn);
  return {
    due: compiledOnce((engine, now, limit) => {
      const skip = engine === "postgres" ? sql`FOR UPDATE SKIP LOCKED` : sql``;
      return sql`SELECT id, ${attempts} AS attempts FROM ${table} WHERE status IN ('pending', 'failed') AND next_attempt_at <= ${now}
        ORDER BY next_attempt_at, id LIMIT ${limit} ${skip}`;
    }),
    take: compiledOnce(
      (_, token, until, ids) =>
        sql`UPDATE ${table} SET status = 'processing', lease_token = ${token}, lease_until = ${until}, ${attempts} = ${attempts} + 1
          WHERE id IN (SELECT value FROM json_each(${ids}))`,
    ),
  };
}

/** Claims one named row, if it is due: null when another worker has it, it is finished, or its time has not come. */
export async function claimOne(tx: Tx, lane: Lane, id: JobId, request: ClaimRequest): Promise<Claim | null> {
  const rows = await sql<{ id: JobId; attempt: number }>`
    UPDATE ${sql.table(lane.table)} SET status = 'processing', lease_token = ${request.token}, lease_until = ${request.now + request.leaseMs},
      ${sql.ref(lane.attemptsColumn)} = ${sql.ref(lane.attemptsColumn)} + 1
    WHERE id = ${id} AND status IN ('pending', 'failed') AND next_attempt_at <= ${request.now}
    RETURNING id, ${sql.ref(lane.attemptsColumn)} AS attempt`.execute(tx.sql);
  const row = rows.rows[0];
  return row === undefined ? null : { id: row.id, token: request.token, attempt: row.attempt };
}

/** Gives back claims that were not begun: pending as before, and not counted as an attempt. */
export async function giveBack(tx: Tx, lane: Lane, claims: readonly Claim[]): Promise<void> {
  for (const claim of claims) {
    await tx.update(
      lane.table,
      { status: "pending", lease_token: null, lease_until: null, [lane.attemptsColumn]: claim.attempt - 1 },
      { id: claim.id as never, lease_token: claim.token },
    );
  }
}

/** Due again after trouble with the database, which is not the row's: not counted, but tried alone from now on, should it be the row's after all. */
export const asTriedBefore = (lane: Lane, claim: Claim) => ({ status: "pending", [lane.attemptsColumn]: Math.max(1, claim.attempt - 1) });

/**
 * Makes the rows of dead workers due again: leases that ran out, and those of workers not in `aliveWorkers`
 * (a token begins with its worker's id). Their attempt stays counted.
 * @returns the rows made due
 */
export async function releaseAbandoned(tx: Tx, lane: Lane, now: number, aliveWorkers: readonly string[]): Promise<JobId[]> {
  const leased = await sql<{ id: JobId; lease_token: string | null; lease_until: number | null }>`
    SELECT id, lease_token, lease_until FROM ${sql.table(lane.table)} WHERE status = 'processing'`.execute(tx.sql);
  const abandoned = leased.rows.filter((row) => (row.lease_until ?? 0) <= now || !aliveWorkers.includes((row.lease_token ?? "").split(":")[0] ?? ""));
  for (const row of abandoned) {
    await tx.update(
      lane.table,
      { status: "pending", lease_token: null, lease_until: null, next_attempt_at: now },
      { id: row.id as never, lease_token: row.lease_token },
    );
  }
  return abandoned.map((row) => row.id);
}
