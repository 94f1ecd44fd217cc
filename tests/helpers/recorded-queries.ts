/** A database whose every statement is written down with the plan the engine makes for it. */
import Sqlite from "better-sqlite3";
import pg from "pg";
import type { Database } from "#app/data/database.ts";
import { kyselyOver, type Run, type RunResult } from "#app/data/engine/dialect.ts";
// For how it reads PostgreSQL's numbers.
import "#app/data/engine/postgres.ts";
import { transactionOver } from "#app/data/engine/transaction.ts";
import type { TestDatabase } from "./test-database.ts";

export interface RecordedQuery {
  sql: string;
  /** One line per step. */
  plan: string[];
}

export interface RecordingDatabase {
  db: Database;
  /** What was run since the last call. */
  taken(): RecordedQuery[];
  close(): Promise<void>;
}

const HAS_PLAN = /^\s*(select|insert|update|delete|with)\b/i;

export function openRecording(test: TestDatabase): Promise<RecordingDatabase> {
  return test.engine === "sqlite" ? Promise.resolve(recordSqlite(test.url.slice("file:".length))) : recordPostgres(test.url);
}

function recordingOver(engine: Database["engine"], run: Run, close: () => Promise<void>): { db: Database; close: () => Promise<void> } {
  const tx = transactionOver(engine, run, () => Promise.resolve());
  const write: Database["write"] = async (work) => {
    await run("BEGIN", []);
    const value = await work(tx);
    await run("COMMIT", []);
    return value;
  };
  return {
    db: {
      engine,
      read: kyselyOver(engine, run),
      write,
      isAwaited: () => false,
      isBusy: () => false,
      forgetErased: () => Promise.resolve(true),
      close,
    },
    close,
  };
}

function recordSqlite(file: string): RecordingDatabase {
  const raw = new Sqlite(file);
  const queries: RecordedQuery[] = [];
  const run: Run = (sql, params): Promise<RunResult> => {
    if (HAS_PLAN.test(sql)) {
      const steps = raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params) as { detail: string }[];
      queries.push({ sql, plan: steps.map((step) => step.detail) });
    }
    const statement = raw.prepare(sql);
    if (statement.reader) return Promise.resolve({ rows: statement.all(...params) as Record<string, unknown>[], changes: 0 });
    const { changes, lastInsertRowid } = statement.run(...params);
    return Promise.resolve({ rows: [], changes, lastId: Number(lastInsertRowid) });
  };
  const taken = () => queries.splice(0);
  return { ...recordingOver("sqlite", run, () => Promise.resolve(void raw.close())), taken };
}

async function recordPostgres(url: string): Promise<RecordingDatabase> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // The tables are all but empty, where reading all of one is cheapest: this way a plan without an index shows that there is none to use.
  await client.query("SET enable_seqscan = off");
  const queries: RecordedQuery[] = [];
  // Statements of one client run in turn, but a page asks for several at once.
  let last: Promise<unknown> = Promise.resolve();
  const run: Run = (sql, params) => {
    const result = last.then(async (): Promise<RunResult> => {
      if (HAS_PLAN.test(sql)) {
        const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN ${sql}`, params as unknown[]);
        queries.push({ sql, plan: rows.map((row) => row["QUERY PLAN"].trim()) });
      }
      const { rows, rowCount } = await client.query<Record<string, unknown>>(sql, params as unknown[]);
      return { rows, changes: rowCount ?? 0 };
    });
    last = result.catch(() => undefined);
    return result;
  };
  return { ...recordingOver("postgres", run, () => client.end()), taken: () => queries.splice(0) };
}
