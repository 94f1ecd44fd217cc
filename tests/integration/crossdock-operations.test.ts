/** Backup, restore, rotation of keys, doctor, connections: what an operator does around a database, with and without a server on it. */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "#app/data/database.ts";
import { listAppCredentials } from "#app/data/system/app-credentials.server.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { readEnv } from "#app/lib/env.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { runCrossdock } from "../helpers/run-crossdock.ts";
import { makeSecrets, startApp, type AppSecrets, type RunningApp } from "../helpers/start-app.ts";
import { APP, sampleOrderBody, sealAppSecret, storedShop } from "../helpers/stored-shop.ts";
import { createTestDatabase, testEngine, type TestDatabase } from "../helpers/test-database.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const NOWHERE = "http://127.0.0.1:9";
let folder: string;
let database: TestDatabase;
let secrets: AppSecrets;
let app: RunningApp | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "crossdock-test-"));
  database = await createTestDatabase(folder);
  secrets = makeSecrets();
});
afterEach(async () => {
  await app?.stop();
  app = undefined;
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const crossdock = (...args: string[]) => runCrossdock(args, { DATA_DIR: folder, DATABASE_URL: database.url, ...secrets });
const start = async () => {
  app = await startApp({
    dataDir: folder,
    databaseUrl: database.url,
    secrets,
    shopify: { apiKey: APP.clientId, apiSecret: APP.secret, sandboxOrigin: NOWHERE },
  });
};

/** Opens the database for as long as `work` takes: a connection left open would count as a server. */
async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(database.url);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const store = (count: number, name = "cliff") =>
  withDatabase(async (db) => {
    const shop = await storedShop(db, name);
    for (let number = 1; number <= count; number++) await shop.receive("orders/create", sampleOrderBody(number));
    return shop;
  });
const countDeliveries = async () => (await crossdock("deliveries", "list", "--json")).json<unknown[]>().length;

describe.runIf(testEngine === "sqlite")("crossdock backup and restore (needs SQLite)", () => {
  it("copies a database, and puts the copy in its place", async () => {
    await store(3);
    const file = join(folder, "copy.db");
    expect((await crossdock("backup", file, "--json")).json()).toMatchObject({ file, merchants: 1, deliveries: 3 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await crossdock("backup", file)).toMatchObject({ code: 1, stderr: expect.stringContaining("--force") });

    await withDatabase((db) => db.write((tx) => tx.sql.deleteFrom("deliveries").execute()));
    expect(await crossdock("restore", file)).toMatchObject({ code: 1, stderr: expect.stringContaining("is not empty") });
    expect(await countDeliveries()).toBe(0);
    const restored = await crossdock("restore", file, "--force", "--json");
    expect(restored.json()).toMatchObject({ deliveries: 3, former_database: expect.stringContaining("before-restore") });
    expect(existsSync(String(restored.json().former_database))).toBe(true);
    expect(await countDeliveries()).toBe(3);
    expect(globSync("*.draft*", { cwd: folder })).toEqual([]);
  });

  it("restores where there is no database yet", async () => {
    await store(1);
    const file = join(folder, "copy.db");
    await crossdock("backup", file);
    await database.drop();
    expect((await crossdock("restore", file, "--json")).json()).toMatchObject({ deliveries: 1, former_database: null });
    expect(await countDeliveries()).toBe(1);
  });

  it("refuses what is damaged, foreign or missing, and touches nothing", async () => {
    await store(1);
    const file = join(folder, "copy.db");
    await crossdock("backup", file);
    const bytes = readFileSync(file);
    bytes.fill(0xff, 8_192, 60_000);
    const damaged = join(folder, "damaged.db");
    writeFileSync(damaged, bytes);
    expect(await crossdock("restore", damaged, "--force")).toMatchObject({ code: 1, stderr: expect.stringMatching(/is damaged/) });
    writeFileSync(damaged, "not a database");
    expect(await crossdock("restore", damaged, "--force")).toMatchObject({ code: 1, stderr: expect.stringMatching(/is damaged/) });
    expect(await crossdock("restore", join(folder, "none.db"))).toMatchObject({ code: 1, stderr: expect.stringContaining("no file") });
    expect(await countDeliveries()).toBe(1);
  });

  it("backs up beside a running app, and does not restore under it", async () => {
    await store(2);
    await start();
    const file = join(folder, "copy.db");
    expect((await crossdock("backup", file, "--json")).json()).toMatchObject({ deliveries: 2 });
    expect(await crossdock("restore", file, "--force")).toMatchObject({ code: 1, stderr: expect.stringContaining("The app runs") });
    expect((await fetch(`${app!.url}/readyz`)).status).toBe(200);
    await app!.stop();
    app = undefined;
    expect(await crossdock("restore", file, "--force")).toMatchObject({ code: 0 });
  });
});

it.runIf(testEngine === "postgres")("names PostgreSQL's own commands for backup and restore, without the password (needs PostgreSQL)", async () => {
  const file = join(folder, "copy.dump");
  const backup = await crossdock("backup", file);
  expect(backup).toMatchObject({ code: 1, stderr: expect.stringContaining(`pg_dump --format=custom --file='${file}' "$DATABASE_URL"`) });
  const restore = await crossdock("restore", file);
  expect(restore).toMatchObject({ code: 1, stderr: expect.stringContaining('pg_restore --clean --if-exists --dbname="$DATABASE_URL"') });
  for (const run of [backup, restore]) expect(run.stdout + run.stderr).not.toContain(new URL(database.url).password);
});

describe("crossdock rotate-encryption-key", () => {
  let envFile: string;
  const keysInFile = () => {
    const value = /^ENCRYPTION_KEYS=(.*)$/m.exec(readFileSync(envFile, "utf8"))![1]!;
    for (const key of value.split(",")) recordSecret("encryption key", key.slice(key.indexOf(":") + 1));
    return value;
  };
  const rotate = (keys = keysInFile()) =>
    runCrossdock(["rotate-encryption-key", "--json", "--key-file", envFile], {
      DATA_DIR: folder,
      DATABASE_URL: database.url,
      ...secrets,
      ENCRYPTION_KEYS: keys,
    });
  const sealedSecret = () =>
    withDatabase(async (db) => (await db.read.selectFrom("app_credentials").select("secret_encrypted").executeTakeFirstOrThrow()).secret_encrypted);

  beforeEach(async () => {
    envFile = join(folder, ".env");
    writeFileSync(envFile, `# mine\nENCRYPTION_KEYS=${secrets.ENCRYPTION_KEYS}\nJWT_SECRET=kept\n`, { mode: 0o600 });
    await withDatabase((db) => sealAppSecret(db, secrets.ENCRYPTION_KEYS));
  });

  it("adds a key to .env and seals everything with it", async () => {
    const run = await rotate();
    expect(run).toMatchObject({ code: 0 });
    const { key_id: id } = run.json<{ key_id: string }>();
    expect(run.json()).toMatchObject({ is_new: true, resealed: 1, unreadable: 0 });
    expect(readFileSync(envFile, "utf8")).toMatch(
      new RegExp(`^# mine\nENCRYPTION_KEYS=${id}:[^,]{44},${secrets.ENCRYPTION_KEYS.replace(/[+]/g, "\\+")}\nJWT_SECRET=kept\n$`),
    );
    expect(statSync(envFile).mode & 0o777).toBe(0o600);
    expect((await sealedSecret()).split(".")[1]).toBe(id);
    const box = createSecretBox(readEnv({ ENCRYPTION_KEYS: keysInFile() }).ENCRYPTION_KEYS);
    expect(await withDatabase((db) => listAppCredentials(db, box))).toMatchObject([{ clientId: APP.clientId, secret: APP.secret }]);
  });

  it("goes on where it was stopped, without yet another key", async () => {
    const newest = `k2:${Buffer.alloc(32, 7).toString("base64")}`;
    writeFileSync(envFile, `ENCRYPTION_KEYS=${newest},${secrets.ENCRYPTION_KEYS}\n`);
    expect((await rotate()).json()).toEqual({ key_id: "k2", is_new: false, resealed: 1, unreadable: 0 });
    expect(keysInFile()).toBe(`${newest},${secrets.ENCRYPTION_KEYS}`);
  });

  it("asks for a restart of an app that cannot know the key, and goes on after it", async () => {
    await start();
    const before = await sealedSecret();
    const first = await rotate();
    expect(first).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("Restart it") });
    expect(await sealedSecret()).toBe(before);
    const keys = keysInFile();
    expect(keys.split(",")).toHaveLength(2);
    expect(await rotate(keys), "still the same process").toMatchObject({ code: 1 });
    await app!.stop();
    secrets = { ...secrets, ENCRYPTION_KEYS: keys };
    await start();
    // The app itself seals anew what it touches: that nothing is left to do must not look like the wish for another key.
    const finished = await rotate(keys);
    expect(finished, finished.stderr).toMatchObject({ code: 0 });
    expect(finished.json()).toMatchObject({ is_new: false, key_id: keys.split(":")[0] });
    expect(keysInFile()).toBe(keys);
    expect((await sealedSecret()).split(".")[1]).toBe(keys.split(":")[0]);
    expect(await rotate(keys), "a second rotation, again beside the app").toMatchObject({ code: 1 });
    expect(keysInFile().split(",")).toHaveLength(3);
  });

  it("writes no key where it would not be read", async () => {
    const text = readFileSync(envFile, "utf8");
    const elsewhere = await runCrossdock(["rotate-encryption-key", "--key-file", join(folder, "none")], {
      DATA_DIR: folder,
      DATABASE_URL: database.url,
      ...secrets,
    });
    expect(elsewhere).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("come from the environment") });
    // The remedy it names: a new key in front, in the environment; then the same command seals with it.
    const added = makeSecrets().ENCRYPTION_KEYS.replace("k1:", "k9:");
    expect((await rotate(`${added},${secrets.ENCRYPTION_KEYS}`)).json()).toMatchObject({ key_id: "k9", is_new: false, resealed: 1 });
    expect(readFileSync(envFile, "utf8")).toBe(text);
    expect(await rotate(), "its key is taken away").toMatchObject({ code: 1, stderr: expect.stringContaining("could not be read") });
  });
});

describe("crossdock doctor", () => {
  const statuses = async () => {
    const run = await crossdock("doctor", "--json");
    const { checks } = run.json<{ checks: { name: string; status: string; remedy: string | null }[] }>();
    for (const check of checks) expect(check.remedy === null, check.name).toBe(check.status === "ok");
    return { code: run.code, ...Object.fromEntries(checks.map((check) => [check.name, check.status])) };
  };

  it("finds nothing to fail beside a running app, and the worker gone after it", async () => {
    await start();
    expect(await statuses()).toMatchObject({
      code: 0,
      node: "ok",
      environment: "ok",
      database: "ok",
      durability: "ok",
      migrations: "ok",
      integrity: "ok",
      worker: "ok",
      queue: "ok",
      deliveries: "ok",
      webhooks: "ok",
      connections: "ok",
    });
    await app!.stop();
    app = undefined;
    expect(await statuses()).toMatchObject({ code: 0, worker: "warn" });
    await store(1);
    expect(await statuses()).toMatchObject({ code: 1, worker: "fail" });
  });

  it("says what is missing where nothing is set up", async () => {
    const run = await runCrossdock(["doctor", "--json"], {
      DATA_DIR: folder,
      DATABASE_URL: testEngine === "sqlite" ? `file:${folder}/none.db` : database.url.replace(/\/[^/]*$/, "/none"),
      ...secrets,
    });
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      status: "fail",
      checks: expect.arrayContaining([expect.objectContaining({ name: "database", status: "fail", remedy: expect.any(String) })]),
    });
    const unset = await runCrossdock(["doctor", "--json"], { DATA_DIR: folder, ...secrets, PORT: "much" });
    expect(unset.json()).toMatchObject({
      status: "fail",
      checks: expect.arrayContaining([expect.objectContaining({ name: "environment", status: "fail", message: expect.stringContaining("PORT") })]),
    });
  });
});

it("is safe beside a running worker: no delivery is worked on twice", async () => {
  await start();
  const shop = await store(40);
  const [run] = await Promise.all([crossdock("queue", "process", "--json"), store(40, "second")]);
  expect(run.code).toBe(0);
  const open = () =>
    withDatabase(async (db) => (await db.read.selectFrom("deliveries").select("id").where("status", "!=", "completed").execute()).length);
  await waitUntil("all are completed", async () => (await open()) === 0);
  const attempts = await withDatabase((db) => db.read.selectFrom("attempts").select("delivery_id").where("delivery_id", "is not", null).execute());
  expect(attempts).toHaveLength(80);
  expect(new Set(attempts.map((attempt) => attempt.delivery_id)).size).toBe(80);
  expect((await crossdock("deliveries", "list", "--json", "--connection", shop.connectionId, "--status", "completed")).json()).toHaveLength(40);
});

it("pauses a connection, says why one does not work, and makes a merchant", async () => {
  const { connectionId } = await store(1);
  expect((await crossdock("connections", "list", "--json")).json()).toMatchObject([
    {
      id: connectionId,
      platform: "shopify",
      external_id: "cliff.myshopify.com",
      store_url: "https://cliff.myshopify.com",
      integration_name: "cliff",
      status: "active",
      last_sync: null,
    },
  ]);
  expect((await crossdock("connections", "pause", connectionId, "--json")).json()).toEqual({
    id: connectionId,
    status: "inactive",
    status_reason: "disconnected",
  });
  expect((await crossdock("queue", "process", "--json")).json()).toMatchObject({ deliveries: { held: 1, completed: 0 } });
  const tested = await crossdock("connections", "test", connectionId, "--json");
  expect(tested).toMatchObject({ code: 1 });
  expect(tested.json()).toMatchObject({
    id: connectionId,
    ok: false,
    checks: [
      { name: "state", ok: false },
      { name: "access", ok: false, message: expect.stringContaining("app_unknown") },
      { name: "webhooks", ok: true },
    ],
  });
  expect(await crossdock("connections", "resume", connectionId)).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("app_unknown"),
  });
  const { id } = (await crossdock("merchants", "create", "Second Ltd", "--currency", "eur", "--json")).json<{ id: string }>();
  expect((await crossdock("merchants", "list", "--json")).json()).toMatchObject([
    { id: "mer_cliff", connections: 1 },
    { id, name: "Second Ltd", currency: "EUR", connections: 0 },
  ]);
});
