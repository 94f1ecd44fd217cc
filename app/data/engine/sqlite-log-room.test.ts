import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, testEngine, type TestDatabase } from "../../../tests/helpers/test-database.ts";
import { makeRoomInLog } from "./sqlite-log-room.ts";
import { openSqlite, type SqliteDatabase } from "./sqlite.ts";

const LOG_BYTES = 8000 * 4096;
let folder: string;
let test: TestDatabase;
let file: string;
let db: SqliteDatabase;
const logBytes = () => statSync(`${file}-wal`).size;
const insert = (id: string) => db.write((tx) => tx.insert("merchants", { id, name: id, created_at: 1, updated_at: 1 }));

describe.runIf(testEngine === "sqlite")("room in the log (needs SQLite)", () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "crossdock-log-"));
    test = await createTestDatabase(folder);
    file = join(folder, "crossdock.db");
  });
  afterEach(async () => {
    await db.close();
    await test.drop();
    rmSync(folder, { recursive: true });
  });
  it("is there before the first commit, and commits do not make the log longer", async () => {
    const before = statSync(file).size;
    db = openSqlite(file, { isServing: true });
    const length = logBytes();
    expect(length).toBeGreaterThanOrEqual(LOG_BYTES);
    for (let at = 0; at < 50; at++) await insert(`mer_${at}`);
    expect(logBytes()).toBe(length);
    expect(statSync(file).size).toBe(before);
  });

  it("leaves nothing behind that anybody sees, also after a crash", async () => {
    db = openSqlite(file, { isServing: true });
    await insert("mer_1");
    // Another process that finds the log as it is: what it recovers is what was committed.
    const other = new Sqlite(file);
    expect(other.prepare("SELECT id FROM merchants").all()).toEqual([{ id: "mer_1" }]);
    expect(other.prepare("SELECT name FROM sqlite_master WHERE name = 'room_in_the_log'").all()).toEqual([]);
    expect(other.pragma("integrity_check", { simple: true })).toBe("ok");
    other.close();
  });

  it("is there again after the log was cut off to forget what was erased", async () => {
    db = openSqlite(file, { isServing: true });
    await insert("mer_1");
    expect(await db.forgetErased()).toBe(true);
    expect(logBytes()).toBeGreaterThanOrEqual(LOG_BYTES);
    await insert("mer_2");
    expect((await db.read.selectFrom("merchants").select("id").orderBy("id").execute()).map((row) => row.id)).toEqual(["mer_1", "mer_2"]);
  });

  it("is done without where the disk has none", async () => {
    db = openSqlite(file);
    const raw = new Sqlite(file);
    raw.pragma("max_page_count = 400");
    expect(makeRoomInLog(raw, 8000)).toBe(false);
    expect(raw.inTransaction).toBe(false);
    raw.prepare("INSERT INTO merchants (id, name, created_at, updated_at) VALUES ('mer_1', 'x', 1, 1)").run();
    raw.close();
  });

  it("is not made by a process that writes little", async () => {
    db = openSqlite(file);
    await insert("mer_1");
    expect(logBytes()).toBeLessThan(LOG_BYTES / 10);
  });
});
