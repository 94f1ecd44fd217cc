/** PostgreSQL: a pool; each write takes one connection for one transaction. */
import { createHash } from "node:crypto";
import pg from "pg";
import type { Database, Tx } from "../database.ts";
import { kyselyOver, type Run } from "./dialect.ts";
import { transactionOver } from "./transaction.ts";

// int8 as a number: ids and epoch milliseconds are safe integers; money is checked to be one before it is written.
pg.types.setTypeParser(20, (text) => Number(text));
pg.types.setTypeParser(1700, (text) => Number(text));

/** serialization_failure, deadlock_detected: the transaction did nothing and may simply run again. */
const RUN_AGAIN = new Set(["40001", "40P01"]);

const names = new Map<string, string>();
/** A prepared statement's name: the same text is planned once per connection. */
function nameOf(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) {
    name = createHash("sha1").update(sql).digest("base64url");
    names.set(sql, name);
  }
  return name;
}

const runOn =
  (client: pg.PoolClient | pg.Pool): Run =>
  async (sql, params) => {
    const isPlain = params.length === 0;
    const result = await client.query(isPlain ? { text: sql } : { name: nameOf(sql), text: sql, values: params as unknown[] });
    return { rows: result.rows as Record<string, unknown>[], changes: result.rowCount ?? 0 };
  };

export interface PostgresDatabase extends Database {
  readonly pool: pg.Pool;
}

/** @param url postgres://… */
export function openPostgres(url: string, options: { max?: number } = {}): PostgresDatabase {
  const pool = new pg.Pool({ connectionString: url, max: options.max ?? 12, application_name: "crossdock" });
  // A connection lost while idle is replaced at its next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const read = kyselyOver("postgres", runOn(pool));

  async function once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("BEGIN");
      const run = runOn(client);
      const lock = async (key: string) => void (await run("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [key]));
      const value = await work(transactionOver("postgres", run, lock));
      await client.query("COMMIT");
      return value;
    } catch (error) {
      await client.query("ROLLBACK").catch((lost: Error) => (broken = lost));
      throw error;
    } finally {
      client.release(broken);
    }
  }
  return {
    engine: "postgres",
    pool,
    read,
    async write(work) {
      for (let tries = 1; ; tries++) {
        try {
          return await once(work);
        } catch (error) {
          if (tries >= 5 || !RUN_AGAIN.has((error as { code?: string }).code ?? "")) throw error;
        }
      }
    },
    isAwaited: () => false,
    isBusy: () => false,
    forgetErased: () => Promise.resolve(true),
    close: () => pool.end(),
  };
}
