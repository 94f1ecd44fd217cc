/** The app as users run it: real processes of app/server.ts, with their own ports, database and secrets. */
import { randomBytes } from "node:crypto";
import { freePort } from "./free-port.ts";
import { startProcess, tailOfLog } from "./logged-process.ts";
import type { LoggedProcess } from "./logged-process.ts";
import { recordSecret } from "./results-folder.ts";
import { waitUntil } from "./wait-until.ts";

export interface AppOptions {
  role?: "all" | "web" | "worker";
  port?: number;
  /** The address the app is known by; the default is its own. */
  appUrl?: string;
  dataDir: string;
  databaseUrl: string;
  secrets: AppSecrets;
  shopify: { apiKey: string; apiSecret: string; sandboxOrigin: string };
  env?: Record<string, string>;
}

export interface AppSecrets {
  ENCRYPTION_KEYS: string;
  JWT_SECRET: string;
  METRICS_TOKEN: string;
}

export interface RunningApp {
  url: string;
  port: number;
  process: LoggedProcess;
  stop(): Promise<number | string>;
  kill(): Promise<void>;
}

/** Secrets for one stand; all processes on one database must share them. */
export function makeSecrets(): AppSecrets {
  const key = randomBytes(32).toString("base64");
  const secrets = { ENCRYPTION_KEYS: `k1:${key}`, JWT_SECRET: randomBytes(32).toString("hex"), METRICS_TOKEN: randomBytes(24).toString("hex") };
  recordSecret("encryption key", key);
  recordSecret("JWT secret", secrets.JWT_SECRET);
  recordSecret("metrics token", secrets.METRICS_TOKEN);
  return secrets;
}

/** Starts one process and waits until /readyz says yes. */
export async function startApp({ role = "all", port, appUrl, dataDir, databaseUrl, secrets, shopify, env = {} }: AppOptions): Promise<RunningApp> {
  const listenPort = port ?? (await freePort());
  const url = `http://127.0.0.1:${listenPort}`;
  const child = startProcess(`app-${role}`, ["--import", "./scripts/preload.ts", "app/server.ts"], {
    PORT: String(listenPort),
    HOST: "127.0.0.1",
    ROLE: role,
    APP_URL: appUrl ?? url,
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SHOPIFY_API_KEY: shopify.apiKey,
    SHOPIFY_API_SECRET: shopify.apiSecret,
    SHOPIFY_SANDBOX_ORIGIN: shopify.sandboxOrigin,
    APP_BRIDGE_URL: `${shopify.sandboxOrigin}/app-bridge.js`,
    ...secrets,
    ...env,
  });
  await waitUntil(`the app (${role}) is ready`, () => isReady(url, child), { timeoutMs: 60_000, explain: () => tailOfLog(child) });
  return { url, port: listenPort, process: child, stop: () => child.stop(), kill: () => child.kill() };
}

async function isReady(url: string, child: LoggedProcess): Promise<boolean> {
  if (child.hasEnded()) throw new Error(`The app ended before it was ready.\n${tailOfLog(child)}`);
  try {
    const response = await fetch(`${url}/readyz`);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
