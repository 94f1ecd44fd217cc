/** The thread beside a raw writer, on a real file. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../../tests/helpers/wait-until.ts";
import { createCheckpointer, type Checkpointer } from "./sqlite-checkpointer.ts";

const LONG_PAGES = 2000;
let folder: string;
let writer: Sqlite.Database;
let checkpointer: Checkpointer;
let told = 0;
/** Somebody always waits. */
const awaitedAt = new Float64Array(new SharedArrayBuffer(8)).fill(Infinity);

const progress = () => (writer.pragma("wal_checkpoint(NOOP)") as { log: number; checkpointed: number }[])[0]!;
/** At least so many pages. */
function write(pages: number): void {
  for (let i = 0; i < pages; i++) writer.prepare("INSERT INTO pages (bytes) VALUES (zeroblob(4000))").run();
}

describe("the thread that copies the log", () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "crossdock-checkpoint-"));
    const file = join(folder, "test.db");
    writer = new Sqlite(file);
    writer.pragma("journal_mode = WAL");
    writer.pragma("wal_autocheckpoint = 0");
    writer.exec("CREATE TABLE pages (id INTEGER PRIMARY KEY, bytes BLOB)");
    told = 0;
    checkpointer = createCheckpointer({ file, longPages: LONG_PAGES, awaitedAt: awaitedAt.buffer }, () => told++);
    for (let i = 0; i < 100; i++) checkpointer.committed();
  });
  afterEach(async () => {
    await checkpointer.close();
    writer.close();
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
});
