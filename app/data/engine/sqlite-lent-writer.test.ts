import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../database.ts";
import { sql } from "../sql.ts";
import { openSqlite, type SqliteDatabase } from "./sqlite.ts";
import { openThroughWriter } from "./sqlite-lent-writer.ts";

let dir: string;
let lender: SqliteDatabase;
let borrower: Database;
let port: MessagePort;

const add = (db: Database, key: string) => db.write((tx) => sql`INSERT INTO things VALUES (${key})`.execute(tx.sql));
const keys = async () => (await sql<{ key: string }>`SELECT key FROM things ORDER BY rowid`.execute(lender.read)).rows.map((row) => row.key);

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "crossdock-lent-"));
  const file = path.join(dir, "crossdock.db");
  const raw = new Sqlite(file);
  raw.exec("CREATE TABLE things (key TEXT PRIMARY KEY)");
  raw.close();
  lender = openSqlite(file);
  const channel = new MessageChannel();
  const lent = lender.lend(channel.port1, 300);
  port = channel.port2;
  borrower = openThroughWriter(file, { port, ...lent });
});
afterEach(async () => {
  await borrower.close();
  port.close();
  await lender.close();
  rmSync(dir, { recursive: true });
});

describe("the lent SQLite writer", () => {
  it("commits what the borrower wrote, and both see it", async () => {
    await add(borrower, "a");
    expect(await keys()).toEqual(["a"]);
    expect((await sql<{ key: string }>`SELECT key FROM things`.execute(borrower.read)).rows).toEqual([{ key: "a" }]);
  });

  it("undoes everything when the borrower's work throws", async () => {
    await expect(
      borrower.write(async (tx) => {
        await sql`INSERT INTO things VALUES ('a')`.execute(tx.sql);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await keys()).toEqual([]);
  });

  it("tells the borrower what SQLite said, and lets it go on behind a savepoint", async () => {
    await borrower.write(async (tx) => {
      await sql`INSERT INTO things VALUES ('a')`.execute(tx.sql);
      const again = tx.attempt(() => sql`INSERT INTO things VALUES ('a')`.execute(tx.sql));
      await expect(again).rejects.toMatchObject({ code: "SQLITE_CONSTRAINT_PRIMARYKEY", message: expect.stringContaining("UNIQUE") as string });
      await sql`INSERT INTO things VALUES ('b')`.execute(tx.sql);
    });
    expect(await keys()).toEqual(["a", "b"]);
  });

  it("tells the borrower when something that goes first was written a moment ago", async () => {
    await add(borrower, "can wait");
    expect([lender.isBusy(), borrower.isBusy()]).toEqual([false, false]);
    await lender.write((tx) => sql`INSERT INTO things VALUES ('first')`.execute(tx.sql), { goesFirst: true });
    expect([lender.isBusy(), borrower.isBusy()]).toEqual([true, true]);
  });

  it("gives lender and borrower the writer by turns: no transaction sees half of another", async () => {
    const order: string[] = [];
    const both = (db: Database, name: string) =>
      db.write(async (tx) => {
        order.push(`${name} begins`);
        await sql`INSERT INTO things VALUES (${name})`.execute(tx.sql);
        await new Promise(setImmediate);
        order.push(`${name} ends`);
      });
    await Promise.all([both(lender, "l1"), both(borrower, "b1"), both(lender, "l2"), both(borrower, "b2")]);
    for (let i = 0; i < order.length; i += 2) expect(order[i + 1]).toBe(order[i]!.replace("begins", "ends"));
    expect((await keys()).sort()).toEqual(["b1", "b2", "l1", "l2"]);
  });

  it("runs one statement as a whole: the writer is free before the borrower has read the answer", async () => {
    let goOn = (): void => undefined;
    const whole = borrower.write(
      async (tx) => {
        const { rows } = await sql<{ key: string }>`INSERT INTO things VALUES ('one') RETURNING key`.execute(tx.sql);
        await new Promise<void>((resolve) => (goOn = resolve));
        return rows;
      },
      { isOneStatement: true },
    );
    while ((await keys()).length === 0) await new Promise(setImmediate);
    await add(lender, "meanwhile");
    goOn();
    expect(await whole).toEqual([{ key: "one" }]);
    expect(await keys()).toEqual(["one", "meanwhile"]);
  });

  it("refuses a second statement where one was promised, and tells what SQLite said of the first", async () => {
    const two = borrower.write(
      async (tx) => {
        await sql`INSERT INTO things VALUES ('a')`.execute(tx.sql);
        await sql`INSERT INTO things VALUES ('b')`.execute(tx.sql);
      },
      { isOneStatement: true },
    );
    await expect(two).rejects.toThrow("only one statement was promised");
    expect(await keys()).toEqual(["a"]);
    const again = borrower.write((tx) => sql`INSERT INTO things VALUES ('a')`.execute(tx.sql), { isOneStatement: true });
    await expect(again).rejects.toMatchObject({ code: "SQLITE_CONSTRAINT_PRIMARYKEY" });
    await add(borrower, "next");
    expect(await keys()).toEqual(["a", "next"]);
  });

  it("undoes the transaction of a thread that ended, and the writer is free again", async () => {
    void borrower
      .write(async (tx) => {
        await sql`INSERT INTO things VALUES ('half')`.execute(tx.sql);
        port.close();
        await new Promise(() => undefined);
      })
      .catch(() => undefined);
    await new Promise((resolve) => port.once("close", resolve));
    await add(lender, "after");
    expect(await keys()).toEqual(["after"]);
    // What hangs for ever must not be waited for.
    borrower = { close: () => Promise.resolve() } as Database;
  });

  it("undoes a transaction that does not go on, and refuses its late steps", async () => {
    let goOn = (): void => undefined;
    const late = borrower.write(async (tx) => {
      await sql`INSERT INTO things VALUES ('slow')`.execute(tx.sql);
      await new Promise<void>((resolve) => (goOn = resolve));
      await sql`INSERT INTO things VALUES ('too late')`.execute(tx.sql);
    });
    // Has its turn only when the hanging one has lost its own.
    while ((await keys()).length === 0) await add(lender, "free").catch(() => undefined);
    goOn();
    await expect(late).rejects.toThrow("this transaction is over");
    expect(await keys()).toEqual(["free"]);
    await add(borrower, "next");
    expect(await keys()).toEqual(["free", "next"]);
  });
});
