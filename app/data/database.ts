/** The one way to the database, the same for SQLite and PostgreSQL. Only app/data imports a database client. */
import type { Insertable, Kysely, Selectable, Updateable } from "kysely";
import type { DB } from "./tables.ts";

export type Table = keyof DB & string;
export type Column<T extends Table> = keyof DB[T] & string;
export type Row<T extends Table> = Selectable<DB[T]>;
export type NewRow<T extends Table> = Insertable<DB[T]>;
export type Patch<T extends Table> = Updateable<DB[T]>;
/** Equality on columns; null matches NULL. */
export type Where<T extends Table> = Partial<Row<T>>;
export type Engine = "sqlite" | "postgres";

/**
 * One write transaction. The row functions compile their statement once per table and set of columns (the worker's hot path);
 * `sql` is Kysely on the same transaction for everything else. No I/O other than the database inside a transaction.
 */
export interface Tx {
  readonly engine: Engine;
  readonly sql: Kysely<DB>;
  insert<T extends Table>(table: T, row: NewRow<T>): Promise<void>;
  /** Inserts; on a conflict of the named unique columns updates `update` columns (default: every other given column). */
  upsert<T extends Table>(table: T, row: NewRow<T>, conflict: readonly Column<T>[], update?: readonly Column<T>[]): Promise<void>;
  /** Inserts unless the row conflicts; answers whether it was inserted. */
  insertIfNew<T extends Table>(table: T, row: NewRow<T>): Promise<boolean>;
  /** The same for tables with a generated integer id: answers the new id, or null when the row was there already. */
  insertIfNewForId<T extends Table>(table: T, row: NewRow<T>): Promise<number | null>;
  /** Answers the number of rows changed. */
  update<T extends Table>(table: T, patch: Patch<T>, where: Where<T>): Promise<number>;
  remove<T extends Table>(table: T, where: Where<T>): Promise<number>;
  find<T extends Table>(table: T, where: Where<T>): Promise<Row<T> | undefined>;
  /** The same, reading only `columns`: for look-ups on the hot path. */
  find<T extends Table, C extends Column<T>>(table: T, where: Where<T>, columns: readonly C[]): Promise<Pick<Row<T>, C & keyof Row<T>> | undefined>;
  list<T extends Table>(table: T, where: Where<T>): Promise<Row<T>[]>;
  /** Runs `work` behind a savepoint: when it throws, what it wrote is undone and the transaction goes on. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
  /** Serialises transactions that touch the same thing (PostgreSQL advisory lock; SQLite has one writer anyway). */
  lock(key: string): Promise<void>;
}

export interface WriteOptions {
  /** Somebody outside waits for it, a platform with a webhook: on SQLite it goes before what waits already, by turns with it. */
  goesFirst?: boolean;
  /**
   * It runs one statement on SQLite, and is done with its answer. A page's thread then never has the writer while it waits for a processor:
   * for work that is done again and again. What throws after the statement undoes nothing.
   */
  isOneStatement?: boolean;
}

export interface Database {
  readonly engine: Engine;
  /** Reads. On SQLite they run in a reader thread with its own connection, so that a slow page never delays ingest. */
  readonly read: Kysely<DB>;
  /** Runs one short transaction on the single writer (SQLite) or a pooled connection (PostgreSQL). Throws → rolled back. */
  write<T>(work: (tx: Tx) => Promise<T>, how?: WriteOptions): Promise<T>;
  /** Whether the write that is under way should end, because another waits (SQLite's single writer; never on PostgreSQL): see WriteTurns. */
  isAwaited(): boolean;
  /**
   * Whether something that goes first was written a moment ago: work that can wait then keeps its transactions short (never on PostgreSQL).
   *
   * @param perSecond and whether about so many are
   */
  isBusy(perSecond?: number): boolean;
  /**
   * After an erase: makes sure that no copy of the erased values stays behind in the write-ahead log. Answers false when readers are in
   * the way; call again. (PostgreSQL: its log is the operator's, see docs/operations.md.)
   */
  forgetErased(): Promise<boolean>;
  close(): Promise<void>;
}
