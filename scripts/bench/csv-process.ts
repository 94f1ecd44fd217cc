/** Imports a file into a database, as the app does it or as a raw loop. A process of its own per side; driven by csv.ts. */
import { parse } from "csv-parse/sync";
import type Sqlite from "better-sqlite3";
import type { Database, Row } from "#app/data/database.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { createLog } from "#app/lib/log.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import type { Queue } from "#app/queue/queue.ts";
import { createApiKey } from "#app/services/api-keys.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { createImport } from "#app/services/imports/create-import.server.ts";
import { runImport } from "#app/services/imports/run-import.server.ts";
import { startImport } from "#app/services/imports/start-import.server.ts";
import { BENCH_MERCHANT } from "./app-process.ts";
import { csvFile } from "./csv-rows.ts";
import { openWriter, recordingTx, runAgain, type Write } from "./recorded-writes.ts";

export type CsvRequest = { kind: "record" | "ours" | "raw" | "key"; file: string; rows: number };
export interface CsvAnswer {
  perSecond: number;
  /** Row writes per row of the file. */
  rowWrites: number;
  key?: string;
}

/** What an import wrote, transaction by transaction. */
let recorded: Write[][] = [];

/** A database that keeps every write: the raw loop's writes are the import's by construction. */
function recording(sqlite: Sqlite.Database): Database {
  let writes: Write[] = [];
  const tx = recordingTx(sqlite, (write) => writes.push(write));
  return {
    engine: "sqlite",
    read: tx.sql,
    async write(work) {
      sqlite.exec("BEGIN IMMEDIATE");
      writes = [];
      const answer = await work(tx);
      sqlite.exec("COMMIT");
      recorded.push(writes);
      return answer;
    },
    isAwaited: () => false,
    isBusy: () => false,
    forgetErased: () => Promise.resolve(true),
    close: () => Promise.resolve(void sqlite.close()),
  };
}

const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
const contextOn = (db: Database): ServiceContext => ({
  db,
  queue,
  box: createSecretBox([{ id: "k1", key: Buffer.alloc(32, 1) }]),
  clock: Date.now,
  log: createLog("silent"),
  fetch: () => Promise.reject(new Error("nothing is fetched here")),
  appUrl: "https://bench.example.com",
});

async function importAll(db: Database, text: string): Promise<void> {
  const ctx = contextOn(db);
  const created = await createImport(ctx, BENCH_MERCHANT, { fileName: "bench.csv", bytes: new TextEncoder().encode(text), createdBy: "operator" });
  if (!created.ok) throw new Error(created.error.message);
  await startImport(ctx, BENCH_MERCHANT, created.value.id, { plansMessages: false, actor: "operator" });
  for (;;) {
    const item = (await db.read
      .selectFrom("sync_queue")
      .selectAll()
      .where("entity_type", "=", "import")
      .where("status", "=", "pending")
      .executeTakeFirst()) as Row<"sync_queue"> | undefined;
    if (item === undefined) return;
    const connection = await db.read.selectFrom("connections").selectAll().where("id", "=", item.connection_id).executeTakeFirstOrThrow();
    await runImport(ctx, item, connection);
    await db.write((tx) => tx.update("sync_queue", { status: "completed" }, { id: item.id }));
  }
}

/** @returns milliseconds */
async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** From the text to the last commit, in a database that is open already: as in a server. */
async function importInto(file: string, kind: CsvRequest["kind"], text: string): Promise<number> {
  if (kind === "raw") {
    const db = openWriter(file);
    const raw = () => (parse(new TextEncoder().encode(text)), runAgain(db, recorded));
    return timed(raw).finally(() => db.close());
  }
  if (kind === "record") recorded = [];
  const db = kind === "record" ? recording(openWriter(file)) : openDatabase(`file:${file}`, { isServing: true });
  // Its thread for reading is up as well.
  await db.read.selectFrom("merchants").select("id").execute();
  return timed(() => importAll(db, text)).finally(() => db.close());
}

async function answer({ kind, file, rows }: CsvRequest): Promise<CsvAnswer> {
  if (kind === "key") {
    const db = openDatabase(`file:${file}`);
    const made = await createApiKey(
      contextOn(db),
      BENCH_MERCHANT,
      { name: "bench", mode: "live", scopes: ["read", "write"], expiresAt: null },
      "operator",
    );
    await db.close();
    if (!made.ok) throw new Error(made.error.message);
    return { perSecond: 0, rowWrites: 0, key: made.value.key };
  }
  const tookMs = await importInto(file, kind, csvFile(rows));
  return { perSecond: (rows / tookMs) * 1000, rowWrites: kind === "record" ? recorded.reduce((sum, group) => sum + group.length, 0) : 0 };
}

process.on("message", ({ id, request }: { id: number; request: CsvRequest }) => {
  answer(request).then(
    (said) => process.send?.({ id, answer: said }),
    (error: Error) => process.send?.({ id, error: error.stack ?? error.message }),
  );
});
process.on("disconnect", () => process.exit(0));
