/** SQL text of the row functions, built once per table and set of columns. Column and table names come from code, never from input. */
import type { Engine } from "../database.ts";

type Values = Record<string, unknown>;

export interface Statement {
  sql: string;
  params: unknown[];
}

/** The texts are a tree whose branches are a statement's words (kind, table, columns): following them costs less than joining them to a key. */
interface Branch {
  sql?: string;
  next: Map<string, Branch>;
}
const texts: Branch = { next: new Map() };

function textFor(words: readonly string[], build: () => string): string {
  let branch = texts;
  for (const word of words) {
    let next = branch.next.get(word);
    if (next === undefined) {
      next = { next: new Map() };
      branch.next.set(word, next);
    }
    branch = next;
  }
  return (branch.sql ??= build());
}

const quote = (name: string): string => `"${name}"`;
const placeholder = (engine: Engine, index: number): string => (engine === "postgres" ? `$${index}` : "?");

/** Adds the columns that are given to `words`, and their values to `params`: `undefined` means "leave the column alone". */
function addValues(values: Values, words: string[], params: unknown[]): void {
  for (const column in values) {
    const value = values[column];
    if (value === undefined) continue;
    words.push(column);
    params.push(value);
  }
}

const columnsOf = (values: Values): string[] => Object.keys(values).filter((column) => values[column] !== undefined);

/** The same for a condition: null has no parameter but another text. */
function addCondition(where: Values, words: string[], params: unknown[]): void {
  words.push("WHERE");
  for (const column in where) {
    const value = where[column];
    if (value === undefined) continue;
    words.push(column);
    if (value === null) words.push("IS NULL");
    else params.push(value);
  }
}

/** `= ?` for a value and `IS NULL` for null: PostgreSQL cannot use an index for IS NOT DISTINCT FROM. */
function conditionText(engine: Engine, where: Values, start = 1): string {
  let index = start;
  const parts = columnsOf(where).map((column) => (where[column] === null ? `${quote(column)} IS NULL` : `${quote(column)} = ${placeholder(engine, index++)}`));
  return parts.length === 0 ? "" : ` WHERE ${parts.join(" AND ")}`;
}

const insertHead = (engine: Engine, table: string, columns: string[]) =>
  `INSERT INTO ${quote(table)} (${columns.map(quote).join(", ")}) VALUES (${columns.map((_, i) => placeholder(engine, i + 1)).join(", ")})`;

export function insertStatement(engine: Engine, table: string, row: Values, tail: "" | "ON CONFLICT DO NOTHING" | "ON CONFLICT DO NOTHING RETURNING id"): Statement {
  const words = ["insert", engine, table, tail];
  const params: unknown[] = [];
  addValues(row, words, params);
  return { sql: textFor(words, () => `${insertHead(engine, table, columnsOf(row))} ${tail}`), params };
}

export function upsertStatement(engine: Engine, table: string, row: Values, conflict: readonly string[], update?: readonly string[]): Statement {
  const words = ["upsert", engine, table, conflict.join(), update?.join() ?? "*"];
  const params: unknown[] = [];
  addValues(row, words, params);
  const sql = textFor(words, () => {
    const columns = columnsOf(row);
    const changing = update ?? columns.filter((column) => !conflict.includes(column) && column !== "id" && column !== "created_at");
    const set = changing.map((column) => `${quote(column)} = excluded.${quote(column)}`).join(", ");
    return `${insertHead(engine, table, columns)} ON CONFLICT (${conflict.map(quote).join(", ")}) DO ${set ? `UPDATE SET ${set}` : "NOTHING"}`;
  });
  return { sql, params };
}

export function updateStatement(engine: Engine, table: string, patch: Values, where: Values): Statement {
  const words = ["update", engine, table];
  const params: unknown[] = [];
  addValues(patch, words, params);
  addCondition(where, words, params);
  const sql = textFor(words, () => {
    const columns = columnsOf(patch);
    const set = columns.map((column, i) => `${quote(column)} = ${placeholder(engine, i + 1)}`).join(", ");
    return `UPDATE ${quote(table)} SET ${set}${conditionText(engine, where, columns.length + 1)}`;
  });
  return { sql, params };
}

export function removeStatement(engine: Engine, table: string, where: Values): Statement {
  const words = ["remove", engine, table];
  const params: unknown[] = [];
  addCondition(where, words, params);
  if (words.length === 4) throw new Error(`refusing to remove every row of ${table}`);
  return { sql: textFor(words, () => `DELETE FROM ${quote(table)}${conditionText(engine, where)}`), params };
}

/** @param columns default: all of them */
export function selectStatement(engine: Engine, table: string, where: Values, columns: readonly string[] = []): Statement {
  const words = ["select", engine, table, ...columns];
  const params: unknown[] = [];
  addCondition(where, words, params);
  const wanted = () => (columns.length === 0 ? "*" : columns.map(quote).join(", "));
  return { sql: textFor(words, () => `SELECT ${wanted()} FROM ${quote(table)}${conditionText(engine, where)}`), params };
}
