/**
 * CSV files on real processes, on the engine of CROSSDOCK_TEST_DATABASE: ten thousand rows with mistakes among them, killed half-way, imported
 * again, undone. Crossdock is called as people and programs call it: by its commands and by REST.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Database } from "#app/data/database.ts";
import { saveMessageSettings } from "#app/data/merchant-settings.server.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { canonicalDump } from "#app/data/system/canonical-dump.server.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { csvOf, goodRow, KINDS, mixedCsv } from "../helpers/csv-files.ts";
import { insertConnection } from "../helpers/open-test-database.ts";
import { runCrossdock } from "../helpers/run-crossdock.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import { makeSecrets, startApp, type AppSecrets, type RunningApp } from "../helpers/start-app.ts";
import { APP } from "../helpers/stored-shop.ts";
import { createTestDatabase, type TestDatabase } from "../helpers/test-database.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const GOOD = 9_700;
const BAD = 300;
const PATIENCE = { timeoutMs: 240_000, everyMs: 20 };

let folder: string;
let database: TestDatabase;
let db: Database;
let secrets: AppSecrets;
let app: RunningApp | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(process.env.CROSSDOCK_TEST_TMP ?? tmpdir(), "crossdock-test-"));
  database = await createTestDatabase(folder);
  db = openDatabase(database.url);
  secrets = makeSecrets();
  await insertConnection(db, "cliff");
  // Messages are on: an import that planned any would be seen.
  await db.write((tx) =>
    saveMessageSettings(tx, "mer_cliff", { ...DEFAULT_MESSAGE_SETTINGS, is_enabled: true, consent: "unless_refused" }, Date.now()),
  );
});
afterEach(async () => {
  await app?.stop();
  app = undefined;
  await db.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const crossdock = (...args: string[]) => runCrossdock(args, { DATA_DIR: folder, DATABASE_URL: database.url, ...secrets });
const start = async () => {
  const shopify = { apiKey: APP.clientId, apiSecret: APP.secret, sandboxOrigin: "http://127.0.0.1:9" };
  app = await startApp({ dataDir: folder, databaseUrl: database.url, secrets, shopify });
  return app;
};
interface Created {
  id: string;
  status: string;
  total_rows: number;
  good_rows: number;
  bad_rows: number;
  errors: { row: number; column: string | null; value: string; code: string; message: string }[];
}
async function create(text: string | Uint8Array, ...options: string[]): Promise<Created> {
  const file = join(folder, "orders.csv");
  writeFileSync(file, text);
  return (await crossdock("imports", "create", file, "--json", ...options)).json<Created>();
}
const find = (id: string) => db.read.selectFrom("imports").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const reached = (id: string, status: string) =>
  waitUntil(
    `the import is ${status}`,
    async () => {
      const now = await find(id);
      return now.status === status ? now : null;
    },
    PATIENCE,
  );
async function count(table: "orders" | "customers" | "messages" | "status_history" | "imports" | "import_rows"): Promise<number> {
  return Number(
    (
      await db.read
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number | string>().as("n"))
        .executeTakeFirstOrThrow()
    ).n,
  );
}

it("imports ten thousand rows once, whatever happens, and takes them back", { timeout: 600_000 }, async () => {
  await start();
  // What an earlier file said of fifty of these orders: the undo must bring it back.
  const earlier = await create(
    csvOf(Array.from({ length: 50 }, (_, at) => ({ ...goodRow(at + 1), customer_name: "Before", order_status: "", delivery_date: "" }))),
  );
  await reached(earlier.id, "completed");
  const before = await canonicalDump(db);
  expect(before.split("\n").length).toBeGreaterThan(100);

  const { text, expected } = mixedCsv(GOOD, BAD);
  const created = await create(text);
  expect(created).toMatchObject({ status: "importing", total_rows: GOOD + BAD, good_rows: GOOD, bad_rows: BAD });
  expect(new Map(created.errors.map(({ row, code }) => [row, code]))).toEqual(expected);
  expect(created.errors).toHaveLength(BAD);
  expect(new Set(created.errors.map(({ code }) => code))).toEqual(new Set(KINDS));
  expect(KINDS.length).toBeGreaterThanOrEqual(15);

  await waitUntil("two fifths are imported", async () => (await find(created.id)).imported_rows >= GOOD * 0.4, PATIENCE);
  await app!.kill();
  const killed = await find(created.id);
  expect(killed).toMatchObject({ status: "importing" });
  expect(killed.imported_rows).toBeLessThan(GOOD);
  console.log(`killed at ${killed.imported_rows} of ${GOOD} rows`);
  await start();
  const done = await reached(created.id, "completed");
  expect(done).toMatchObject({ imported_rows: GOOD, unchanged_rows: 0, bad_rows: BAD, error_code: null });
  expect(await count("orders")).toBe(GOOD);
  expect(await count("customers")).toBe(1_000);
  expect((await db.read.selectFrom("orders").select("id").where("customer_name", "=", "Before").execute()).length).toBe(0);
  expect(await count("messages")).toBe(0);
  const after = await canonicalDump(db);

  const again = await create(text);
  expect(await reached(again.id, "completed")).toMatchObject({ imported_rows: 0, unchanged_rows: GOOD, bad_rows: BAD });
  expect(await canonicalDump(db)).toBe(after);
  expect(await count("messages")).toBe(0);

  expect((await crossdock("imports", "undo", created.id, "--json")).json()).toMatchObject({ status: "undoing" });
  await waitUntil("some rows are undone", async () => (await find(created.id)).undone_rows >= GOOD * 0.2, PATIENCE);
  await app!.kill();
  await start();
  expect(await reached(created.id, "undone")).toMatchObject({ undone_rows: GOOD });
  expect(await canonicalDump(db)).toBe(before);
  expect(await count("messages")).toBe(0);
  expect((await crossdock("imports", "list", "--json")).json<{ id: string; status: string }[]>().map((one) => one.status)).toEqual([
    "completed",
    "undone",
    "completed",
  ]);
});

it("plans the messages of orders delivered of late when the merchant says so, and only then", async () => {
  await start();
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const rows = [1, 2, 3].map((number) => ({ ...goodRow(number), order_status: "delivered", delivery_date: yesterday, order_date: yesterday }));
  const silent = await create(csvOf(rows.slice(0, 1)));
  await reached(silent.id, "completed");
  expect(await count("messages")).toBe(0);
  const told = await create(csvOf(rows.slice(1)), "--plan-effects");
  await reached(told.id, "completed");
  expect(await count("messages")).toBeGreaterThan(0);
  await crossdock("imports", "undo", told.id);
  expect(await reached(told.id, "undone")).toMatchObject({ undone_rows: 2 });
  expect([await count("messages"), await count("orders")]).toEqual([0, 1]);
});

it("takes files by REST, and refuses what it cannot take before anything is written", async () => {
  const { url } = await start();
  const { key } = (await crossdock("keys", "create", "imports", "--json")).json<{ key: string }>();
  recordSecret("API key", key);
  const post = (path: string, body: string | Uint8Array, headers: Record<string, string>) =>
    fetch(url + path, { method: "POST", body: typeof body === "string" ? body : new Blob([body as Uint8Array<ArrayBuffer>]), headers });
  const token = await post("/api/v1/auth/token", JSON.stringify({ api_key: key }), { "content-type": "application/json" });
  const authorization = `Bearer ${((await token.json()) as { access_token: string }).access_token}`;
  const send = async (body: string | Uint8Array, type = "text/csv") => {
    const answer = await post("/api/v1/imports?file_name=shop.csv", body, { "content-type": type, authorization });
    const said = (await answer.json()) as { import?: { id: string; total_rows: number }; error?: { type: string } };
    return { status: answer.status, type: said.error?.type, ...said };
  };

  const header = "order_id,customer_phone,order_date";
  const line = (number: number) => `${number},+14155552671,2026-10-01`;
  const lines = (many: number) => [header, ...Array.from({ length: many }, (_, at) => line(at + 1))].join("\n");
  const rubbish = new Uint8Array(50 * 1024 * 1024).map((_, at) => (at * 7919) ^ (at >> 7));
  for (const [body, status, type] of [
    [lines(10_001), 422, "csv_too_many_rows"],
    [`${header},Order-ID\n${line(1)},2`, 422, "csv_header_twice"],
    ["a,b\n1,2", 422, "csv_column_missing"],
    [line(1), 422, "csv_header_missing"],
    [header, 422, "csv_no_rows"],
    [`${header}\n1,"+14155552671,2026-10-01`, 422, "csv_quotes_open"],
    [rubbish.subarray(0, 1_000_000), 422, "csv_not_text"],
  ] as const)
    expect(await send(body), type).toMatchObject({ status, type });
  // Over the limit nothing more is read: the connection may end before the answer is.
  const tooLarge = await send(rubbish).catch((error: Error) => error);
  if (!(tooLarge instanceof Error)) expect(tooLarge).toMatchObject({ status: 413, type: "csv_too_large" });
  expect(await send(lines(1), "application/json")).toMatchObject({ status: 415 });
  const rubbishFile = join(folder, "rubbish.csv");
  writeFileSync(rubbishFile, rubbish);
  expect(await crossdock("imports", "create", rubbishFile)).toMatchObject({ code: 1, stderr: expect.stringContaining("10 MB") });
  const tooMany = join(folder, "too-many.csv");
  writeFileSync(tooMany, lines(10_001));
  expect(await crossdock("imports", "create", tooMany)).toMatchObject({ code: 1, stderr: expect.stringContaining("more than 10,000 rows") });
  expect([await count("imports"), await count("import_rows"), await count("orders")]).toEqual([0, 0, 0]);

  const windows1252 = Uint8Array.from([...`${header},customer_name\r\n${line(1)},Müller\r\n`].map((one) => one.charCodeAt(0)));
  const files: (string | Uint8Array)[] = [
    `\uFEFF${header}\r\n${line(2)}\r\n`,
    Buffer.from(`\uFEFF${header}\n${line(3)}\n`, "utf16le"),
    `${header}\n${line(4)}`.replaceAll(",", ";"),
    `${header}\n${line(5)}`.replaceAll(",", "\t"),
    `${header},customer_name\r\n${line(6)},"Ana\r\nExample"\r\n`,
    windows1252,
  ];
  for (const file of files) {
    const { status, import: accepted } = await send(file);
    expect([status, accepted?.total_rows]).toEqual([202, 1]);
    await reached(accepted!.id, "completed");
  }
  const orders = await db.read.selectFrom("orders").select(["order_ref", "customer_name"]).orderBy("order_ref").execute();
  expect(orders.map((order) => [order.order_ref, order.customer_name])).toEqual([
    ["CSV-1", "Müller"],
    ["CSV-2", null],
    ["CSV-3", null],
    ["CSV-4", null],
    ["CSV-5", null],
    ["CSV-6", "Ana Example"],
  ]);

  // The same file again, by REST: the order is known by its number.
  const again = await send(files[0]!);
  expect(await reached(again.import!.id, "completed")).toMatchObject({ imported_rows: 0, unchanged_rows: 1 });
  expect(await count("orders")).toBe(files.length);

  const { import: mixed } = await send(`${header}\n${line(7)}\n8,12,2026-10-01\n,+14155552671,yesterday`);
  await reached(mixed!.id, "completed");
  const shown = (await (await fetch(`${url}/api/v1/imports/${mixed!.id}`, { headers: { authorization } })).json()) as object;
  expect(shown).toMatchObject({
    import: { id: mixed!.id, file_name: "shop.csv", status: "completed", total_rows: 3, imported_rows: 1, bad_rows: 2 },
    progress: { percent: 100, eta_seconds: null },
    errors: [
      { row: 3, column: "customer_phone", value: "12", code: "phone_not_e164", message: expect.stringContaining("international form") },
      { row: 4, column: "order_id", value: "", code: "order_id_missing" },
      { row: 4, column: "order_date", value: "yesterday", code: "date_format" },
    ],
    next_cursor: null,
  });
  const listed = (await (await fetch(`${url}/api/v1/imports?limit=2`, { headers: { authorization } })).json()) as {
    imports: { id: string }[];
    next_cursor: string;
  };
  expect(listed.imports).toHaveLength(2);
  expect(listed.imports[0]?.id).toBe(mixed!.id);
  const rest = await fetch(`${url}/api/v1/imports?after=${listed.next_cursor}`, { headers: { authorization } });
  expect(((await rest.json()) as { imports: unknown[] }).imports).toHaveLength(6);
  // Taken back by command, whichever way it came.
  expect(await crossdock("imports", "undo", mixed!.id)).toMatchObject({ code: 0 });
  expect(await reached(mixed!.id, "undone")).toMatchObject({ undone_rows: 1 });
  expect((await db.read.selectFrom("orders").select("order_ref").orderBy("order_ref").execute()).map((one) => one.order_ref)).toEqual(
    [1, 2, 3, 4, 5, 6].map((number) => `CSV-${number}`),
  );
  expect((await fetch(`${url}/api/v1/imports/imp_nobody`, { headers: { authorization } })).status).toBe(404);
  expect((await fetch(`${url}/api/v1/imports`)).status).toBe(401);
});
