import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Database as SqliteDatabase } from "better-sqlite3";
import { assertSandboxAllowed } from "./guard.ts";
import { createTables } from "./store/tables.ts";

/** Everything a part of the sandbox needs: its database, where it and the app listen, and the app's generated credentials. */
export interface SandboxContext {
  db: SqliteDatabase;
  /** Folder of the sandbox's own files: DATA_DIR/sandbox. */
  dir: string;
  host: string;
  /** Set by the server once it listens (SANDBOX_PORT=0 takes a free port). */
  port: number;
  /** Origin of the app under test, no slash at the end. */
  appUrl: string;
  /** Origin of the stand-in admin: http://127.0.0.1:PORT. */
  readonly adminOrigin: string;
  /** Origin of the WooCommerce stores: the same, or what ends TLS in front of them (SANDBOX_STORE_ORIGIN). */
  readonly storeOrigin: string;
  clientId: string;
  clientSecret: string;
  /** Path of the shopify.app.toml whose webhook declarations are delivered. */
  appTomlPath: string;
  /** Milliseconds since the epoch; tests hand in their own clock. */
  now(): number;
  log(entry: Record<string, unknown>): void;
}

export interface ContextOptions {
  now?: () => number;
  log?: (entry: Record<string, unknown>) => void;
}

interface Credentials {
  client_id: string;
  client_secret: string;
}

/**
 * Opens DATA_DIR/sandbox: database, credentials. Throws a SandboxRefused from guard.ts where the sandbox must not run.
 * Credentials are generated per DATA_DIR, so they are worthless anywhere else.
 */
export function createContext(env: NodeJS.ProcessEnv, options: ContextOptions = {}): SandboxContext {
  assertSandboxAllowed(env);
  const dir = join(env["DATA_DIR"] ?? "./data", "sandbox");
  mkdirSync(dir, { recursive: true });
  const credentials = readOrCreateCredentials(dir);
  const db = new Database(join(dir, "sandbox.db"));
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = NORMAL");
  db.pragma("busy_timeout = 5000");
  createTables(db);
  keepStatements(db);
  return {
    db,
    dir,
    host: env["HOST"] ?? "127.0.0.1",
    port: Number(env["SANDBOX_PORT"] ?? 3001),
    appUrl: (env["APP_URL"] ?? `http://127.0.0.1:${env["PORT"] ?? 3000}`).replace(/\/+$/, ""),
    get adminOrigin() {
      return `http://127.0.0.1:${this.port}`;
    },
    get storeOrigin() {
      return env["SANDBOX_STORE_ORIGIN"] ?? this.adminOrigin;
    },
    clientId: credentials.client_id,
    clientSecret: credentials.client_secret,
    appTomlPath: env["SHOPIFY_APP_TOML"] ?? "shopify.app.toml",
    now: options.now ?? Date.now,
    log: options.log ?? ((entry) => process.stdout.write(`${JSON.stringify({ sandbox: "log", ...entry })}\n`)),
  };
}

/** Preparing costs more than running: every SQL text of this process is prepared once. */
function keepStatements(db: SqliteDatabase): void {
  const prepare = db.prepare.bind(db);
  const kept = new Map<string, ReturnType<typeof prepare>>();
  db.prepare = ((sql: string) => {
    const known = kept.get(sql) ?? prepare(sql);
    kept.set(sql, known);
    return known;
  }) as typeof db.prepare;
}

function readOrCreateCredentials(dir: string): Credentials {
  const file = join(dir, "credentials.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Credentials;
  // Shopify's client ids are 32 hex digits; secrets are "shpss_" + 32 hex digits.
  const created: Credentials = {
    client_id: randomBytes(16).toString("hex"),
    client_secret: `shpss_${randomBytes(16).toString("hex")}`,
  };
  writeFileSync(file, `${JSON.stringify(created, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  return created;
}
