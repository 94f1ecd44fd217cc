/** Kysely over "something that runs a statement": the writer's connection, the reader threads, a pooled client. */
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from "kysely";
import type { Engine } from "../database.ts";
import type { DB } from "../tables.ts";

export interface RunResult {
  rows: Record<string, unknown>[];
  changes: number;
  /** SQLite: the id that the last insert gave; only to be believed when `changes` says that there was one. */
  lastId?: number;
}
export type Run = (sql: string, params: readonly unknown[]) => Promise<RunResult>;

/** Builds a Kysely whose every query goes to `run`. Transactions are the Database's business, not Kysely's: it refuses to begin one. */
export function kyselyOver(engine: Engine, run: Run): Kysely<DB> {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, changes } = await run(query.sql, query.parameters);
      return { rows: rows as R[], numAffectedRows: BigInt(changes) };
    },
    streamQuery: () => {
      throw new Error("stream by pages of a keyset instead");
    },
  };
  const refuse = () => Promise.reject(new Error("use Database.write: Kysely's own transactions would not go through the single writer"));
  const driver: Driver = {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: () => Promise.resolve(),
  };
  const dialect: Dialect =
    engine === "sqlite"
      ? {
          createDriver: () => driver,
          createAdapter: () => new SqliteAdapter(),
          createIntrospector: (db) => new SqliteIntrospector(db),
          createQueryCompiler: () => new SqliteQueryCompiler(),
        }
      : {
          createDriver: () => driver,
          createAdapter: () => new PostgresAdapter(),
          createIntrospector: (db) => new PostgresIntrospector(db),
          createQueryCompiler: () => new PostgresQueryCompiler(),
        };
  return new Kysely<DB>({ dialect });
}
