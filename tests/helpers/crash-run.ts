/**
 * The crash test: real processes under a load of signed deliveries with duplicates are killed (SIGKILL, whole process group) at random
 * moments and started again, as often as asked. Whoever was not answered sends again, as Shopify would. At the end the books must agree.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "#app/data/database.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { freePort } from "./free-port.ts";
import { insertConnection } from "./open-test-database.ts";
import { randomFrom } from "./random.ts";
import { sampleOrderBody, signDelivery } from "./sample-deliveries.ts";
import { makeSecrets, startApp, type AppOptions, type RunningApp } from "./start-app.ts";
import { freshDataDir } from "./start-sandbox.ts";
import { createTestDatabase } from "./test-database.ts";
import { waitUntil } from "./wait-until.ts";
import { recordSecret } from "./results-folder.ts";

export interface CrashOptions {
  kills: number;
  seed: number;
  /** Concurrent senders. */
  senders?: number;
  onProgress?: (line: string) => void;
}

export interface CrashReport {
  kills: number;
  sent: number;
  acknowledged: number;
  requests: number;
  stored: number;
  /** Deliveries by how often they were completed: {"1": n} is right. */
  completions: Record<string, number>;
  /** Orders by how often they were created. */
  creations: Record<string, number>;
  lostAcknowledged: string[];
  notCompleted: number;
  tallied: number;
}

/** Between an answer and the same sender's next request: 12 senders make some hundred requests a second. */
const PAUSE_MS = 25;
const SECRET = "crash-test-client-secret";

export async function runCrashTest({ kills, seed, senders = 12, onProgress = () => undefined }: CrashOptions): Promise<CrashReport> {
  recordSecret("crash test client secret", SECRET);
  const random = randomFrom(seed);
  const dataDir = freshDataDir();
  const test = await createTestDatabase(dataDir);
  const { shop } = await withDatabase(test.url, (db) => insertConnection(db, "crash"));
  const secrets = makeSecrets();
  const shared = {
    dataDir,
    databaseUrl: test.url,
    secrets,
    shopify: { apiKey: "crash-test-key", apiSecret: SECRET, sandboxOrigin: "http://127.0.0.1:9" },
  };
  const roles: AppOptions["role"][] = test.engine === "sqlite" ? ["all"] : ["web", "web", "worker", "worker"];
  const plans: AppOptions[] = [];
  for (const role of roles) plans.push({ ...shared, role: role!, port: await freePort() });
  const apps = new Map<number, RunningApp>();
  const start = async (index: number) => void apps.set(index, await startApp(plans[index]!));
  for (let i = 0; i < plans.length; i++) await start(i);
  const webs = plans.flatMap((plan, index) => (plan.role === "worker" ? [] : [index]));

  const acknowledged = new Set<string>();
  const unanswered: number[] = [];
  let next = 0;
  let requests = 0;
  let isSending = true;

  async function sender(): Promise<void> {
    while (isSending || unanswered.length > 0) {
      // One in four is a repeat of something sent before, acknowledged or not.
      const number = unanswered.pop() ?? (next > 0 && random() < 0.25 ? Math.floor(random() * next) : next++);
      const delivery = signDelivery(sampleOrderBody(number), { shop, secret: SECRET, topic: "orders/create", webhookId: `wh-${number}` });
      const web = webs[Math.floor(random() * webs.length)]!;
      requests++;
      try {
        const response = await fetch(`http://127.0.0.1:${plans[web]!.port}/webhooks/shopify`, {
          method: "POST",
          headers: delivery.headers,
          body: delivery.body,
        });
        await response.arrayBuffer();
        if (response.status === 200) acknowledged.add(delivery.webhookId);
        else unanswered.push(number);
        // A load that outruns the worker would only make the last wait long.
        await delay(PAUSE_MS);
      } catch {
        unanswered.push(number);
        await delay(5);
      }
    }
  }

  const sending = Array.from({ length: senders }, sender);
  for (let kill = 1; kill <= kills; kill++) {
    await delay(20 + random() * 380);
    // One process, or (on PostgreSQL, now and then) all of them at once.
    const victims = random() < 0.25 ? [...apps.keys()] : [[...apps.keys()][Math.floor(random() * apps.size)]!];
    await Promise.all(victims.map((index) => apps.get(index)!.kill()));
    for (const index of victims) await start(index);
    if (kill % 10 === 0 || kill === kills) onProgress(`${kill} of ${kills} kills, ${acknowledged.size} acknowledged, ${requests} requests`);
  }
  isSending = false;
  await Promise.all(sending);
  const report = await withDatabase(test.url, async (db) => {
    await untilWorkedOff(db);
    return audit(db, { kills, sent: next, acknowledged, requests });
  });
  for (const app of apps.values()) await app.stop();
  await test.drop();
  return report;
}

/** As long as it takes while it goes on: how much waits after the last kill depends on the machine. */
async function untilWorkedOff(db: Database): Promise<void> {
  for (let left = await unfinished(db); left > 0;) {
    const before = left;
    await waitUntil(`some of ${before} that wait is completed`, async () => (left = await unfinished(db)) < before, {
      timeoutMs: 60_000,
      everyMs: 500,
    });
  }
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(url);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

async function unfinished(db: Database): Promise<number> {
  const row = await db.read
    .selectFrom("deliveries")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("status", "<>", "completed")
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

async function audit(db: Database, run: { kills: number; sent: number; acknowledged: Set<string>; requests: number }): Promise<CrashReport> {
  const stored = await db.read.selectFrom("deliveries").select(["id", "dedupe_key"]).execute();
  const keys = new Set(stored.map((row) => row.dedupe_key));
  const completions = await db.read
    .selectFrom("attempts")
    .select(["delivery_id", (eb) => eb.fn.countAll<number>().as("count")])
    .where("outcome", "=", "completed")
    .groupBy("delivery_id")
    .execute();
  const creations = await db.read
    .selectFrom("audit_log")
    .select(["entity_id", (eb) => eb.fn.countAll<number>().as("count")])
    .where("action", "=", "created")
    .where("entity_type", "=", "order")
    .groupBy("entity_id")
    .execute();
  const tallied = await db.read
    .selectFrom("operation_hours")
    .select((eb) => eb.fn.sum<number>("completed").as("sum"))
    .executeTakeFirst();
  return {
    kills: run.kills,
    sent: run.sent,
    acknowledged: run.acknowledged.size,
    requests: run.requests,
    stored: stored.length,
    completions: histogram(completions),
    creations: histogram(creations),
    tallied: Number(tallied?.sum ?? 0),
    notCompleted: await unfinished(db),
    lostAcknowledged: [...run.acknowledged].filter((key) => !keys.has(key)),
  };
}

function histogram(rows: readonly { count: number }[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const { count } of rows) result[count] = (result[count] ?? 0) + 1;
  return result;
}
