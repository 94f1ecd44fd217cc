/** The event API as it runs: real processes on a database of their own, merchants with keys, and calls over HTTP. */
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "#app/data/database.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import type { ApiScope, KeyMode } from "#app/domain/api-key.ts";
import { createLog } from "#app/lib/log.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { createApiKey, type ShownKey } from "#app/services/api-keys.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { recordSecret } from "./results-folder.ts";
import { makeSecrets, startApp, type AppOptions, type RunningApp } from "./start-app.ts";
import { freshDataDir } from "./start-sandbox.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

export interface EventAnswer {
  status: number;
  headers: Headers;
  body: {
    status?: string;
    event_id?: string;
    duplicate?: boolean;
    error?: { type: string; message: string };
    errors?: { path: string; code: string; message: string }[];
  };
}

interface WantedKey {
  mode?: KeyMode;
  scopes?: readonly ApiScope[];
  expiresAt?: number | null;
}

export interface EventStand {
  database: TestDatabase;
  db: Database;
  ctx: ServiceContext;
  options: AppOptions;
  addMerchant(name: string): Promise<string>;
  addKey(merchantId: string, wanted?: WantedKey): Promise<ShownKey>;
  /** Starts a process, and remembers it for `close`. */
  start(role?: "all" | "web" | "worker"): Promise<RunningApp>;
  close(): Promise<void>;
}

const NO_QUEUE: Queue = { schedule: async () => undefined, wake: () => undefined, start: async () => undefined, stop: async () => undefined };

/** SQLite's writer polls, and a process that takes in thousands of events leaves it few gaps: a test waits longer than a person would. */
function patiently(db: Database): Database {
  return {
    ...db,
    async write(work) {
      for (let tries = 1; ; tries++)
        try {
          return await db.write(work);
        } catch (error) {
          if (tries >= 10 || !/SQLITE_(BUSY|LOCKED)/.test(String((error as { code?: string }).code))) throw error;
          // Waiting for the lock blocks this thread, which also reads what the process writes to its log: with the pipe full it would stand
          // still, in the middle of its transaction, until we gave up.
          await delay(20);
        }
    },
  };
}

export async function startEventStand(): Promise<EventStand> {
  const dataDir = freshDataDir();
  const database = await createTestDatabase(dataDir);
  const db = patiently(openDatabase(database.url));
  const secrets = makeSecrets();
  const options: AppOptions = {
    dataDir,
    databaseUrl: database.url,
    secrets,
    // Nobody is there: the event API needs no Shopify.
    shopify: { apiKey: "event-client-id", apiSecret: "event-client-secret", sandboxOrigin: "http://127.0.0.1:9" },
  };
  const ctx: ServiceContext = {
    db,
    queue: NO_QUEUE,
    box: createSecretBox([{ id: "k1", key: Buffer.alloc(32, 5) }]),
    clock: Date.now,
    log: createLog("silent"),
    fetch: () => Promise.reject(new TypeError("fetch failed")),
    appUrl: "https://app.example.com",
  };
  const apps: RunningApp[] = [];
  return {
    database,
    db,
    ctx,
    options,
    async addMerchant(name) {
      const id = `mer_${name}`;
      await db.write((tx) =>
        tx.insert("merchants", { id, name, country: "DE", currency: "EUR", timezone: "Europe/Berlin", created_at: 1, updated_at: 1 }),
      );
      return id;
    },
    async addKey(merchantId, { mode = "live", scopes = ["events:write"], expiresAt = null }: WantedKey = {}) {
      const made = await createApiKey(ctx, merchantId, { name: "shop system", mode, scopes, expiresAt });
      if (!made.ok) throw new Error(made.error.message);
      recordSecret("API key", made.value.key);
      return made.value;
    },
    async start(role = "all") {
      const app = await startApp({ ...options, role });
      apps.push(app);
      return app;
    },
    async close() {
      for (const app of apps) await app.kill();
      await db.close();
      await database.drop();
    },
  };
}

/** The body of interfaces.md, with `change` in it. */
export function anEvent(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event_type: "order_delivered",
    external_order_id: "10045",
    occurred_at: "2026-11-20T10:15:00Z",
    customer: { phone: "+14155552671", name: "Ana Example", email: "ana@example.com" },
    order: {
      status: "delivered",
      delivered_at: "2026-11-20T10:00:00Z",
      total: "129.90",
      currency: "EUR",
      lines: [{ title: "Blue mug", sku: "MUG-1", quantity: 2, unit_price: 64.95 }],
    },
    ...change,
  };
}

/** @param body an object is sent as JSON, a text as it is */
export async function postEvent(url: string, key: string | null, body: unknown, headers: Record<string, string> = {}): Promise<EventAnswer> {
  const answer = await fetch(`${url}/webhooks/commerce/event`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key !== null && { "x-api-key": key }), ...headers },
    body: typeof body === "string" ? body : body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as EventAnswer["body"] };
}
