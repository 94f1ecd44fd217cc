import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { freePort } from "./free-port.ts";
import { startProcess, tailOfLog } from "./logged-process.ts";
import type { LoggedProcess } from "./logged-process.ts";
import { recordSecret } from "./results-folder.ts";
import { waitUntil } from "./wait-until.ts";

export interface SandboxState {
  app: { client_id: string; client_secret: string };
  shops: { domain: string; installed: boolean; connection_id: string | null }[];
}

export interface RunningSandbox {
  origin: string;
  port: number;
  dataDir: string;
  process: LoggedProcess;
  /** GET /sandbox/state */
  state(): Promise<SandboxState>;
  /** Calls the sandbox's JSON API; throws on an answer that is not 2xx. */
  call<T = Record<string, unknown>>(method: "GET" | "POST", path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** Where the app listens, or will: the sandbox sends its webhooks there. */
  appUrl: string;
  dataDir?: string;
  port?: number;
  env?: Record<string, string>;
}

/** A fresh DATA_DIR under the system's temporary folder, removed when the test run ends (tests/helpers/global-setup.ts). */
export function freshDataDir(): string {
  return mkdtempSync(join(process.env.CROSSDOCK_TEST_TMP ?? tmpdir(), "crossdock-test-"));
}

/** Starts the real sandbox process and waits for its ready line. */
export async function startSandbox({ appUrl, dataDir = freshDataDir(), port, env = {} }: SandboxOptions): Promise<RunningSandbox> {
  const listenPort = port ?? (await freePort());
  const child = startProcess("sandbox", ["sandbox/main.ts"], { DATA_DIR: dataDir, SANDBOX_PORT: String(listenPort), APP_URL: appUrl, ...env });
  await waitUntil(
    "the sandbox is ready",
    () => {
      if (child.hasEnded()) throw new Error(`The sandbox ended before it was ready.\n${tailOfLog(child)}`);
      return child.lines.some((line) => line.includes('"sandbox":"ready"'));
    },
    { timeoutMs: 60_000, explain: () => tailOfLog(child) },
  );
  const origin = `http://127.0.0.1:${listenPort}`;
  const call = async <T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${origin}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as T;
  };
  const state = (): Promise<SandboxState> => call("GET", "/sandbox/state");
  recordSecret("sandbox client secret", (await state()).app.client_secret);
  return {
    origin,
    port: listenPort,
    dataDir,
    process: child,
    state,
    call,
    async stop() {
      recordIssuedTokens(dataDir);
      await child.stop();
    },
  };
}

/** The access and refresh tokens that the sandbox has given out, from its own records. */
function recordIssuedTokens(dataDir: string): void {
  const db = new Database(join(dataDir, "sandbox", "sandbox.db"), { readonly: true });
  try {
    for (const [table, kind] of [
      ["tokens", "access token"],
      ["refresh_tokens", "refresh token"],
    ] as const)
      for (const { token } of db.prepare(`SELECT token FROM ${table}`).all() as { token: string }[]) recordSecret(kind, token);
  } finally {
    db.close();
  }
}
