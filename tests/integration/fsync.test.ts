/** SQLite only: the kernel is asked (strace) whether the write-ahead log was synced before the answer left the process. */
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "#app/data/open-database.server.ts";
import { WRITER_PRAGMAS } from "#app/data/engine/sqlite.ts";
import { insertConnection } from "../helpers/open-test-database.ts";
import { sampleOrderBody, signDelivery } from "../helpers/sample-deliveries.ts";
import { makeSecrets, startApp, type RunningApp } from "../helpers/start-app.ts";
import { freshDataDir } from "../helpers/start-sandbox.ts";
import { createTestDatabase, testEngine, type TestDatabase } from "../helpers/test-database.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const SECRET = "fsync-test-client-secret";
const isAvailable = (() => {
  try {
    execFileSync("strace", ["-V"], { stdio: "ignore" });
    return testEngine === "sqlite";
  } catch {
    return false;
  }
})();

describe.skipIf(!isAvailable)("the fsync before the 2xx (needs strace and SQLite)", () => {
  let app: RunningApp;
  let test: TestDatabase;
  let shop: string;
  const dataDir = freshDataDir();

  beforeAll(async () => {
    test = await createTestDatabase(dataDir);
    const db = openDatabase(test.url);
    ({ shop } = await insertConnection(db, "fsync"));
    await db.close();
    app = await startApp({
      role: "web",
      dataDir,
      databaseUrl: test.url,
      secrets: makeSecrets(),
      shopify: { apiKey: "k", apiSecret: SECRET, sandboxOrigin: "http://127.0.0.1:9" },
    });
  });
  afterAll(async () => {
    await app.stop();
    await test.drop();
  });

  it("syncs the write-ahead log between the insert and every answer", async () => {
    const trace = join(dataDir, "strace.txt");
    const strace = spawn(
      "strace",
      ["-f", "-y", "-s", "64", "-e", "trace=fsync,fdatasync,write,writev,pwrite64", "-o", trace, "-p", String(app.process.pid)],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    const said: string[] = [];
    strace.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString()));
    await waitUntil("strace is attached", () => /attached/.test(said.join("")) || strace.exitCode !== null);
    for (let number = 0; number < 5; number++) {
      const delivery = signDelivery(sampleOrderBody(number), { shop, secret: SECRET, topic: "orders/create", webhookId: `fsync-${number}` });
      const response = await fetch(`${app.url}/webhooks/shopify`, { method: "POST", headers: delivery.headers, body: delivery.body });
      expect(response.status).toBe(200);
    }
    strace.kill("SIGINT");
    await new Promise((resolve) => strace.once("exit", resolve));
    const calls = readFileSync(trace, "utf8")
      .split("\n")
      .filter((line) => /crossdock\.db-wal>|HTTP\/1\.1 200/.test(line));
    let isWritten = false;
    let isSynced = false;
    let answers = 0;
    for (const call of calls) {
      if (/pwrite64\(.*-wal>/.test(call)) [isWritten, isSynced] = [true, false];
      else if (/(fsync|fdatasync)\(.*-wal>/.test(call)) isSynced = isWritten;
      else if (/HTTP\/1\.1 200/.test(call)) {
        expect(isWritten && isSynced, `an answer left before its sync:\n${calls.join("\n")}`).toBe(true);
        [isWritten, isSynced] = [false, false];
        answers++;
      }
    }
    expect(answers).toBe(5);
  });

  it("opens its writer with every pragma that the promise needs", () => {
    // Set and read back by openSqlite itself, which refuses to open otherwise; here the values are what the promise needs.
    expect(WRITER_PRAGMAS).toMatchObject({ journal_mode: "wal", synchronous: 2, foreign_keys: 1 });
    const raw = new Sqlite(join(dataDir, "crossdock.db"), { readonly: true });
    expect(raw.pragma("journal_mode", { simple: true })).toBe("wal");
    raw.close();
  });
});
