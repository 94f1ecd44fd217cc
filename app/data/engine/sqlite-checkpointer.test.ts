/** The thread beside a raw writer, on a real file. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../../tests/helpers/wait-until.ts";
import { createCheckpointer, type Checkpointer } from "./sqlite-checkpointer.ts";
import { TAKEN_AT_BYTES } from "./write-turns.ts";

const LONG_PAGES = 2000;
let folder: string;
let mine: Copied;
let writer: Sqlite.Database;
let takenAt: Float64Array;
let told = 0;

interface Copied {
  db: Sqlite.Database;
  checkpointer: Checkpointer;
  takenAt: Float64Array;
}

/** @param taken when something that goes first was written, and other work */
function open(name: string, taken: [number, number]): Copied {
  const file = join(folder, name);
  const db = new Sqlite(file);
  db.pragma("journal_mode = WAL");
  db.pragma("wal_autocheckpoint = 0");
  db.exec("CREATE TABLE pages (id INTEGER PRIMARY KEY, bytes BLOB)");
  const shared = new Float64Array(new SharedArrayBuffer(TAKEN_AT_BYTES));
  shared.set(taken);
  const checkpointer = createCheckpointer({ file, longPages: LONG_PAGES, takenAt: shared.buffer }, () => told++);
  for (let i = 0; i < 100; i++) checkpointer.committed();
  return { db, checkpointer, takenAt: shared };
}
async function close({ db, checkpointer }: Copied): Promise<void> {
  await checkpointer.close();
  db.close();
}

const progress = (db = writer) => (db.pragma("wal_checkpoint(NOOP)") as { log: number; checkpointed: number }[])[0]!;
/** At least so many pages. */
function write(pages: number, db = writer): void {
  for (let i = 0; i < pages; i++) db.prepare("INSERT INTO pages (bytes) VALUES (zeroblob(4000))").run();
}

describe("the thread that copies the log", () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "crossdock-checkpoint-"));
    told = 0;
    // Somebody always waits, and other work writes as well.
    mine = open("test.db", [Infinity, Infinity]);
    ({ db: writer, takenAt } = mine);
  });
  afterEach(async () => {
    await close(mine);
    rmSync(folder, { recursive: true });
  });

  it("copies a long log, and tells that the writer can begin it anew", async () => {
    write(LONG_PAGES);
    expect(progress().log).toBeGreaterThanOrEqual(LONG_PAGES);
    await waitUntil("the log is copied", () => told > 0 && progress().checkpointed === progress().log);
    write(1);
    expect(progress().log).toBeLessThan(LONG_PAGES);
  });

  it("waits for a reader that still needs what the file has", async () => {
    const reader = new Sqlite(writer.name, { readonly: true });
    reader.exec("BEGIN");
    reader.prepare("SELECT count(*) FROM pages").get();
    write(LONG_PAGES);
    const blocked = progress();
    reader.exec("COMMIT");
    await waitUntil("the log is copied", () => told > 0 && progress().checkpointed === progress().log);
    reader.close();
    expect(blocked.checkpointed).toBeLessThan(blocked.log);
  });

  it("copies a log that grows in bites, and tells of it only when it is long", async () => {
    write(200);
    expect(progress().log).toBeLessThan(LONG_PAGES);
    await waitUntil("a bite is copied", () => progress().checkpointed === progress().log);
    expect(told).toBe(0);
  });

  it("takes larger bites while nothing but what is waited for is written", async () => {
    takenAt.set([Infinity, 0]);
    write(200);
    expect(progress().log).toBeGreaterThan(300);
    // Another log, of which so much is a bite: while that is copied ten times, this one waits.
    const other = open("other.db", [Infinity, Infinity]);
    for (let n = 0; n < 10; n++) {
      write(200, other.db);
      await waitUntil("a bite of the other is copied", () => progress(other.db).checkpointed === progress(other.db).log);
    }
    await close(other);
    expect(progress().checkpointed).toBe(0);
  });
});
