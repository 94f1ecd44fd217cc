/** Crossdock as it is started by `npm start`, on a database of its own with one connected shop. */
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Sqlite from "better-sqlite3";
import { root } from "../root.ts";
import type { BenchContext } from "./measurement.ts";

export const BENCH_SHOP = "bench.myshopify.com";
export const BENCH_MERCHANT = "mer_bench";
export const BENCH_CONNECTION = "con_bench";
const API_KEY = "bench-client-id";

export interface AppProcess {
  port: number;
  pid: number;
  secret: string;
  apiKey: string;
  /** `id:base64`, as in ENCRYPTION_KEYS. */
  encryptionKey: string;
  databaseFile: string;
  /** Figures of /metrics by name, labels included. */
  metrics(): Promise<Record<string, number>>;
  /** Waits until nothing is due or in work. */
  drained(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts a merchant and an active connection into a migrated database. */
export function insertShop(file: string, shop = { merchantId: BENCH_MERCHANT, connectionId: BENCH_CONNECTION, domain: BENCH_SHOP }): void {
  const db = new Sqlite(file);
  db.pragma("journal_mode = WAL");
  const at = Date.now();
  db.prepare(
    "INSERT INTO merchants (id, name, country, currency, timezone, created_at, updated_at) VALUES (?, ?, 'US', 'USD', 'America/Chicago', ?, ?)",
  ).run(shop.merchantId, shop.domain, at, at);
  db.prepare(
    `INSERT INTO connections (id, merchant_id, channel, external_id, name, status, entities, granted_scopes, settings, onboarding_step, currency, country, timezone, created_at, updated_at)
     VALUES (?, ?, 'shopify', ?, ?, 'active', '["orders"]', 'read_orders', '{}', 'done', 'USD', 'US', 'America/Chicago', ?, ?)`,
  ).run(shop.connectionId, shop.merchantId, shop.domain, shop.domain, at, at);
  db.close();
}

export interface AppProcessOptions {
  role: "web" | "all";
  name: string;
  /** A database to start on; default: an empty one with the bench shop. */
  databaseFile?: string;
}

export async function startAppProcess(context: BenchContext, { role, name, databaseFile }: AppProcessOptions): Promise<AppProcess> {
  const dataDir = join(context.folder, name);
  mkdirSync(dataDir, { recursive: true });
  const file = databaseFile ?? join(dataDir, "crossdock.db");
  if (databaseFile === undefined) {
    copyFileSync(context.template, file);
    insertShop(file);
  }
  const secret = randomBytes(16).toString("hex");
  const encryptionKey = `k1:${randomBytes(32).toString("base64")}`;
  const child = track(
    spawn(process.execPath, [...profiling(context, name), "--import", "./scripts/preload.ts", "app/server.ts"], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: "production",
        PORT: "0",
        HOST: "127.0.0.1",
        ROLE: role,
        DATA_DIR: dataDir,
        DATABASE_URL: `file:${file}`,
        APP_URL: "https://bench.example.com",
        SHOPIFY_API_KEY: API_KEY,
        SHOPIFY_API_SECRET: secret,
        SCOPES: "read_orders",
        ENCRYPTION_KEYS: encryptionKey,
        JWT_SECRET: randomBytes(32).toString("hex"),
      },
    }),
  );
  const { port } = await readyLine(child, (line) => line.includes('"ready"'));
  const metrics = async (): Promise<Record<string, number>> => {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const lines = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]));
  };
  return {
    port,
    pid: child.pid!,
    secret,
    apiKey: API_KEY,
    encryptionKey,
    databaseFile: file,
    metrics,
    async drained() {
      for (;;) {
        const now = await metrics();
        if (["pending", "processing"].every((status) => (now[`crossdock_deliveries{status="${status}"}`] ?? 0) === 0)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stop: () => stopProcess(child),
  };
}

/** What was started and not stopped: a bench that is interrupted leaves nothing running. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

/** Remembers a child process until it ends. */
export function track<C extends ChildProcess>(child: C): C {
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Waits for the line of JSON that says where a process listens. */
export function readyLine(child: ChildProcess, isReady: (line: string) => boolean = () => true): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      if (isReady(line)) resolve(JSON.parse(line) as { port: number });
    });
    child.once("exit", (code) => reject(new Error(`a process ended before it was ready (${code})`)));
  });
}

export function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 12_000).unref();
  });
}

const profiling = ({ profileFolder }: BenchContext, name: string): string[] =>
  profileFolder === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", profileFolder, "--cpu-prof-name", `${name}.cpuprofile`];
