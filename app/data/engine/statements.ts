/** SQL text of the row functions, built once per table and set of columns. Column and table names come from code, never from input. */
import type { Engine } from "../database.ts";

type Values = Record<string, unknown>;

export interface Statement {
  sql: string;
  params: unknown[];
}

const cache = new Map<string, string>();
const quote = (name: string): string => `"${name}"`;

function cached(key: string, build: () => string): string {
  let sql = cache.get(key);
  if (sql === undefined) {
    sql = build();
    cache.set(key, sql);
  }
  return sql;
}

/** Splits given values from absent ones: `undefined` means "leave the column alone". */
function given(values: Values): { columns: string[]; params: unknown[] } {
  const columns: string[] = [];
  const params: unknown[] = [];
  for (const column in values) {
    const value = values[column];
    if (value === undefined) continue;
    columns.push(column);
    params.push(value);
  }
  return { columns, params };
}

function placeholder(engine: Engine, index: number): string {
  return engine === "postgres" ? `$${index}` : "?";
}

/** `= ?` for a value and `IS NULL` for null: PostgreSQL cannot use an index for IS NOT DISTINCT FROM. */
function condition(engine: Engine, where: Values, start: number): { key: string; params: unknown[]; sql: () => string } {
  const params: unknown[] = [];
  let key = "";
  for (const column in where) {
    const value = where[column];
    if (value === undefined) continue;
    if (value !== null) params.push(value);
    key += value === null ? `${column}=null,` : `${column},`;
  }
  const sql = () => {
    let index = start;
    const parts = Object.entries(where)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => (value === null ? `${quote(column)} IS NULL` : `${quote(column)} = ${placeholder(engine, index++)}`));
    return parts.length === 0 ? "" : ` WHERE ${parts.join(" AND ")}`;
  };
  return { key, params, sql };
}

const insertHead = (engine: Engine, table: string, columns: string[]) =>
  `INSERT INTO ${quote(table)} (${columns.map(quote).join(", ")}) VALUES (${columns.map((_, i) => placeholder(engine, i + 1)).join(", ")})`;

export function insertStatement(engine: Engine, table: string, row: Values, tail: "" | "ON CONFLICT DO NOTHING" | "ON CONFLICT DO NOTHING RETURNING id"): Statement {
  const { columns, params } = given(row);
  const sql = cached(`i|${engine}|${table}|${tail}|${columns.join()}`, () => `${insertHead(engine, table, columns)} ${tail}`);
  return { sql, params };
}

export function upsertStatement(engine: Engine, table: string, row: Values, conflict: readonly string[], update?: readonly string[]): Statement {
  const { columns, params } = given(row);
  const sql = cached(`u|${engine}|${table}|${columns.join()}|${conflict.join()}|${update?.join() ?? "*"}`, () => {
    const changing = update ?? columns.filter((column) => !conflict.includes(column) && column !== "id" && column !== "created_at");
    const set = changing.map((column) => `${quote(column)} = excluded.${quote(column)}`).join(", ");
    return `${insertHead(engine, table, columns)} ON CONFLICT (${conflict.map(quote).join(", ")}) DO ${set ? `UPDATE SET ${set}` : "NOTHING"}`;
  });
  return { sql, params };
}

export function updateStatement(engine: Engine, table: string, patch: Values, where: Values): Statement {
  const { columns, params } = given(patch);
  const match = condition(engine, where, columns.length + 1);
  const sql = cached(`p|${engine}|${table}|${columns.join()}|${match.key}`, () => {
    const set = columns.map((column, i) => `${quote(column)} = ${placeholder(engine, i + 1)}`).join(", ");
    return `UPDATE ${quote(table)} SET ${set}${match.sql()}`;
  });
  return { sql, params: [...params, ...match.params] };
}

export function removeStatement(engine: Engine, table: string, where: Values): Statement {
  const match = condition(engine, where, 1);
  if (match.key === "") throw new Error(`refusing to remove every row of ${table}`);
  return { sql: cached(`d|${engine}|${table}|${match.key}`, () => `DELETE FROM ${quote(table)}${match.sql()}`), params: match.params };
}

/** @param columns default: all of them */
export function selectStatement(engine: Engine, table: string, where: Values, columns?: readonly string[]): Statement {
  const match = condition(engine, where, 1);
  const build = () => `SELECT ${columns?.map(quote).join(", ") ?? "*"} FROM ${quote(table)}${match.sql()}`;
  return { sql: cached(`s|${engine}|${table}|${columns?.join() ?? "*"}|${match.key}`, build), params: match.params };
}
