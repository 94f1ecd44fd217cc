/** The row functions of a Tx over a function that runs a statement: the same code for both engines. */
import type { Engine, Row, Table, Tx } from "../database.ts";
import { kyselyOver, type Run } from "./dialect.ts";
import { insertStatement, removeStatement, selectStatement, updateStatement, upsertStatement } from "./statements.ts";

type Values = Record<string, unknown>;

/** @param lock what `Tx.lock` does on this engine. */
export function transactionOver(engine: Engine, run: Run, lock: (key: string) => Promise<void>): Tx {
  let savepoints = 0;
  let kysely: Tx["sql"] | undefined;
  return {
    engine,
    get sql() {
      return (kysely ??= kyselyOver(engine, run));
    },
    async insert(table, row) {
      const { sql, params } = insertStatement(engine, table, row as Values, "");
      await run(sql, params);
    },
    async upsert(table, row, conflict, update) {
      const { sql, params } = upsertStatement(engine, table, row as Values, conflict, update);
      await run(sql, params);
    },
    async insertIfNew(table, row) {
      const { sql, params } = insertStatement(engine, table, row as Values, "ON CONFLICT DO NOTHING");
      return (await run(sql, params)).changes > 0;
    },
    async insertIfNewForId(table, row) {
      // SQLite tells the id without RETURNING, which would make it buffer the answer in a temporary table.
      if (engine === "sqlite") {
        const { sql, params } = insertStatement(engine, table, row as Values, "ON CONFLICT DO NOTHING");
        const { changes, lastId } = await run(sql, params);
        return changes > 0 ? (lastId ?? null) : null;
      }
      const { sql, params } = insertStatement(engine, table, row as Values, "ON CONFLICT DO NOTHING RETURNING id");
      const { rows } = await run(sql, params);
      return rows[0] === undefined ? null : Number(rows[0].id);
    },
    async update(table, patch, where) {
      const { sql, params } = updateStatement(engine, table, patch as Values, where as Values);
      return (await run(sql, params)).changes;
    },
    async remove(table, where) {
      const { sql, params } = removeStatement(engine, table, where as Values);
      return (await run(sql, params)).changes;
    },
    async find<T extends Table>(table: T, where: Partial<Row<T>>, columns?: readonly string[]) {
      const { sql, params } = selectStatement(engine, table, where as Values, columns);
      return (await run(sql, params)).rows[0] as Row<T> | undefined;
    },
    async list<T extends Table>(table: T, where: Partial<Row<T>>) {
      const { sql, params } = selectStatement(engine, table, where as Values);
      return (await run(sql, params)).rows as Row<T>[];
    },
    async attempt(work) {
      const name = `s${++savepoints}`;
      await run(`SAVEPOINT ${name}`, []);
      try {
        const value = await work();
        await run(`RELEASE ${name}`, []);
        return value;
      } catch (error) {
        try {
          await run(`ROLLBACK TO ${name}`, []);
          await run(`RELEASE ${name}`, []);
        } catch {
          // The database has given up the whole transaction already (disk full, connection lost): what it said first is what matters.
        }
        throw error;
      } finally {
        savepoints--;
      }
    },
    lock,
  };
}
