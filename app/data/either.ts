/** Lets a data function be called alone or inside a transaction that is already open. */
import type { Kysely } from "kysely";
import type { Database, Tx } from "./database.ts";
import type { DB } from "./tables.ts";

const isDatabase = (db: Database | Tx): db is Database => "write" in db;

/** For reads: the transaction's own view inside one (it sees what it wrote), a reader otherwise. */
export const reading = (db: Database | Tx): Kysely<DB> => (isDatabase(db) ? db.read : db.sql);

/** For writes: joins the open transaction, or runs `work` in one of its own. */
export const writing = <T>(db: Database | Tx, work: (tx: Tx) => Promise<T>): Promise<T> => (isDatabase(db) ? db.write(work) : work(db));
