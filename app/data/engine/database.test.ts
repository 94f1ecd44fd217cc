import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../database.ts";
import { sql } from "../sql.ts";
import { openSqlite } from "./sqlite.ts";

let dir: string;
let db: Database;
const at = 1_700_000_000_000;
const merchant = (id: string) => ({ id, name: `Shop ${id}`, created_at: at, updated_at: at });

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "crossdock-db-"));
  const file = path.join(dir, "crossdock.db");
  const raw = new Sqlite(file);
  const migrations = path.resolve("prisma/migrations");
  for (const name of readdirSync(migrations)
    .filter((entry) => /^\d/.test(entry))
    .sort())
    raw.exec(readFileSync(path.join(migrations, name, "migration.sql"), "utf8"));
  raw.close();
  db = openSqlite(file);
});
afterEach(async () => {
  await db.close();
  rmSync(dir, { recursive: true });
});

describe("Database on SQLite", () => {
  it("writes in a transaction and reads it from a reader thread", async () => {
    await db.write((tx) => tx.insert("merchants", merchant("m1")));
    expect(await db.read.selectFrom("merchants").select(["id", "name"]).execute()).toEqual([{ id: "m1", name: "Shop m1" }]);
  });

  it("undoes everything when the work throws", async () => {
    await expect(
      db.write(async (tx) => {
        await tx.insert("merchants", merchant("m1"));
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await db.read.selectFrom("merchants").selectAll().execute()).toEqual([]);
  });

  it("undoes only the attempt that throws", async () => {
    await db.write(async (tx) => {
      await tx.insert("merchants", merchant("m1"));
      await tx.attempt(() => tx.insert("merchants", merchant("m2")));
      await expect(tx.attempt(() => tx.insert("merchants", merchant("m1")))).rejects.toThrow(/UNIQUE/);
    });
    expect((await db.read.selectFrom("merchants").select("id").orderBy("id").execute()).map((row) => row.id)).toEqual(["m1", "m2"]);
  });

  it("says what the trouble was when the database itself has given up the transaction", async () => {
    const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    const attempt = db.write((tx) =>
      tx.attempt(async () => {
        await tx.insert("merchants", merchant("m1"));
        await sql`ROLLBACK`.execute(tx.sql);
        throw full;
      }),
    );
    await expect(attempt).rejects.toBe(full);
    expect(await db.read.selectFrom("merchants").selectAll().execute()).toEqual([]);
    await db.write((tx) => tx.insert("merchants", merchant("m2")));
  });

  it("runs transactions one after the other, never one inside another", async () => {
    const order: string[] = [];
    await Promise.all(
      ["a", "b"].map((name) =>
        db.write(async (tx) => {
          order.push(`${name} begins`);
          await tx.find("merchants", { id: name });
          order.push(`${name} ends`);
        }),
      ),
    );
    expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("upserts, updates, finds by null and removes", async () => {
    await db.write(async (tx) => {
      await tx.upsert("merchants", merchant("m1"), ["id"]);
      await tx.upsert("merchants", { ...merchant("m1"), name: "New" }, ["id"]);
      expect((await tx.find("merchants", { id: "m1", country: null }))?.name).toBe("New");
      expect(await tx.update("merchants", { country: "DE" }, { id: "m1" })).toBe(1);
      expect(await tx.find("merchants", { id: "m1", country: null })).toBeUndefined();
      expect(await tx.insertIfNew("merchants", merchant("m1"))).toBe(false);
      expect(await tx.remove("merchants", { id: "m1" })).toBe(1);
      await expect(tx.remove("merchants", {})).rejects.toThrow(/every row/);
    });
  });

  it("refuses to write through a read", async () => {
    await expect(db.read.insertInto("merchants").values(merchant("m1")).execute()).rejects.toThrow(/does not return data|readonly/);
  });
});

describe("forgetting what was erased", () => {
  it("leaves no copy in the file or its log", async () => {
    const name = "Somebody Unforgettable";
    await db.write((tx) => tx.insert("merchants", { ...merchant("m1"), name }));
    await db.write((tx) => tx.update("merchants", { name: "erased" }, { id: "m1" }));
    expect(await db.forgetErased()).toBe(true);
    const bytes = readdirSync(dir).map((file) => readFileSync(path.join(dir, file), "latin1"));
    expect(bytes.some((content) => content.includes(name))).toBe(false);
  });
});
