/** SQL text of the row functions, built once per table and set of columns. Column and table names come from code, never from input. */
import type { Engine } from "../database.ts";

type Values = Record<string, unknown>;

export interface Statement {
  sql: string;
  params: unknown[];
}

/**
 * Texts by kind, engine and table ("head"); under each, those of the sets of columns it was used with, which are few: comparing the columns
 * one by one (the same string objects each time) costs less than joining them to a key.
 */
const texts = new Map<string, Text[]>();
interface Text {
  words: readonly string[];
  sql: string;
}

function textFor(head: string, words: readonly string[], build: () => string): string {
  let known = texts.get(head);
  if (known === undefined) texts.set(head, (known = []));
  for (const text of known) if (isSame(text.words, words)) return text.sql;
  const sql = build();
  known.push({ words, sql });
  return sql;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A value that stands in the statement's text, because only so does SQLite see that a partial index (WHERE status = 'held') applies. */
class Literal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** For a condition, from code only: a lower-case word. */
export function literal(word: string): string {
  if (!/^[a-z_]+$/.test(word)) throw new Error(`not a literal for a statement: ${word}`);
  return new Literal(word) as unknown as string;
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

/** The same for a condition: null and literals have no parameter but another text. */
function addCondition(where: Values, words: string[], params: unknown[]): void {
  words.push("WHERE");
  for (const column in where) {
    const value = where[column];
    if (value === undefined) continue;
    words.push(column);
    if (value === null) words.push("IS NULL");
    else if (value instanceof Literal) words.push("=", value.text);
    else params.push(value);
  }
}

/** `= ?` for a value and `IS NULL` for null: PostgreSQL cannot use an index for IS NOT DISTINCT FROM. */
function conditionText(engine: Engine, where: Values, start = 1): string {
  let index = start;
  const parts = columnsOf(where).map((column) => {
    const value = where[column];
    if (value === null) return `${quote(column)} IS NULL`;
    return `${quote(column)} = ${value instanceof Literal ? `'${value.text}'` : placeholder(engine, index++)}`;
  });
  return parts.length === 0 ? "" : ` WHERE ${parts.join(" AND ")}`;
}

const insertHead = (engine: Engine, table: string, columns: string[]) =>
  `INSERT INTO ${quote(table)} (${columns.map(quote).join(", ")}) VALUES (${columns.map((_, i) => placeholder(engine, i + 1)).join(", ")})`;

export function insertStatement(
  engine: Engine,
  table: string,
  row: Values,
  tail: "" | "ON CONFLICT DO NOTHING" | "ON CONFLICT DO NOTHING RETURNING id",
): Statement {
  const words: string[] = [];
  const params: unknown[] = [];
  addValues(row, words, params);
  return { sql: textFor(`insert ${engine} ${table} ${tail}`, words, () => `${insertHead(engine, table, columnsOf(row))} ${tail}`), params };
}

export function upsertStatement(engine: Engine, table: string, row: Values, conflict: readonly string[], update?: readonly string[]): Statement {
  const words = [conflict.join(), update?.join() ?? "*"];
  const params: unknown[] = [];
  addValues(row, words, params);
  const sql = textFor(`upsert ${engine} ${table}`, words, () => {
    const columns = columnsOf(row);
    const changing = update ?? columns.filter((column) => !conflict.includes(column) && column !== "id" && column !== "created_at");
    const set = changing.map((column) => `${quote(column)} = excluded.${quote(column)}`).join(", ");
    return `${insertHead(engine, table, columns)} ON CONFLICT (${conflict.map(quote).join(", ")}) DO ${set ? `UPDATE SET ${set}` : "NOTHING"}`;
  });
  return { sql, params };
}

export function updateStatement(engine: Engine, table: string, patch: Values, where: Values): Statement {
  const words: string[] = [];
  const params: unknown[] = [];
  addValues(patch, words, params);
  addCondition(where, words, params);
  const sql = textFor(`update ${engine} ${table}`, words, () => {
    const columns = columnsOf(patch);
    const set = columns.map((column, i) => `${quote(column)} = ${placeholder(engine, i + 1)}`).join(", ");
    return `UPDATE ${quote(table)} SET ${set}${conditionText(engine, where, columns.length + 1)}`;
  });
  return { sql, params };
}

export function removeStatement(engine: Engine, table: string, where: Values): Statement {
  const words: string[] = [];
  const params: unknown[] = [];
  addCondition(where, words, params);
  if (words.length === 1) throw new Error(`refusing to remove every row of ${table}`);
  return { sql: textFor(`remove ${engine} ${table}`, words, () => `DELETE FROM ${quote(table)}${conditionText(engine, where)}`), params };
}

/** @param columns default: all of them */
export function selectStatement(engine: Engine, table: string, where: Values, columns: readonly string[] = []): Statement {
  const words = [...columns];
  const params: unknown[] = [];
  addCondition(where, words, params);
  const wanted = () => (columns.length === 0 ? "*" : columns.map(quote).join(", "));
  return { sql: textFor(`select ${engine} ${table}`, words, () => `SELECT ${wanted()} FROM ${quote(table)}${conditionText(engine, where)}`), params };
}
