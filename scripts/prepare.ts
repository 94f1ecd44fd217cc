/** What comes before the app, for `npm run up` and `npm run dev` alike: .env, checks, migrations, the sandbox when no real app is named. */
import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { EnvironmentError, readEnv } from "#app/lib/env.ts";
import type { Env } from "#app/lib/env.ts";
import { assertSandboxAllowed, SandboxRefused } from "../sandbox/guard.ts";
import { loadOrCreateEnvFile } from "./env-file.ts";
import { migrate, MigrationFailed } from "./migrate.ts";
import { Refused } from "./refused.ts";
import { root } from "./root.ts";
import { assertDatabaseWithoutRealApp, assertNotSandboxData } from "./sandbox-mark.ts";
import { busyPort, startSandboxProcess } from "./sandbox-process.ts";
import type { SandboxProcess } from "./sandbox-process.ts";
import { isStopping, stopAndExit, stopLater } from "./stopping.ts";

export interface Prepared {
  /** Null when a real app registration is used. */
  sandbox: SandboxProcess | null;
}

/**
 * Leaves process.env ready for the app. `alongside` is work that may run at the same time as the migrations (the build).
 * Throws Refused with one sentence and its remedy.
 */
export async function prepare(alongside: () => Promise<unknown> = async () => undefined): Promise<Prepared> {
  if (loadOrCreateEnvFile()) console.log("Created .env with generated secrets.");
  process.env.DATA_DIR = resolve(root, process.env.DATA_DIR || "data");
  const env = readEnvOrRefuse();
  process.env.DATABASE_URL = env.DATABASE_URL;
  assertNotSandboxData(process.env);
  assertWritable(env.DATA_DIR);
  await assertPortFree("PORT", env.PORT, env.HOST);
  const isSandboxed = env.SHOPIFY_API_KEY === undefined;
  if (isSandboxed) await markSandbox(env);
  const [sandbox] = await settleAll([isSandboxed ? startSandboxProcess(process.env) : null, migrateOrRefuse(env.DATABASE_URL), alongside()]);
  if (sandbox) adopt(sandbox);
  return { sandbox };
}

function readEnvOrRefuse(): Env {
  try {
    return readEnv(process.env);
  } catch (error) {
    throw error instanceof EnvironmentError ? new Refused(error.message) : error;
  }
}

/** The folder is marked before the app's database appears in it: the guard takes an unmarked database for somebody's real one. */
async function markSandbox(env: Env): Promise<void> {
  try {
    assertSandboxAllowed(process.env);
  } catch (error) {
    throw error instanceof SandboxRefused ? new Refused(error.message) : error;
  }
  await assertPortFree("SANDBOX_PORT", env.SANDBOX_PORT, env.HOST);
  await assertDatabaseWithoutRealApp(process.env);
  mkdirSync(join(env.DATA_DIR, "sandbox"), { recursive: true });
}

async function migrateOrRefuse(databaseUrl: string): Promise<void> {
  try {
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) console.log(`Database brought up to date (${applied.join(", ")}).`);
  } catch (error) {
    throw error instanceof MigrationFailed
      ? new Refused(`The database could not be brought up to date. Check DATABASE_URL. Prisma says:\n${error.message}`)
      : error;
  }
}

function assertWritable(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refused(
      `DATA_DIR ${dataDir} cannot be written (${code}): make it writable for this user, or choose another folder with DATA_DIR=/path/to/folder.`,
    );
  }
}

async function assertPortFree(name: "PORT" | "SANDBOX_PORT", port: number, host: string): Promise<void> {
  const probe = createServer();
  const code = await new Promise<string | null>((resolve) => {
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
  if (code === "EADDRINUSE") throw new Refused(busyPort(name, port));
  if (code === "EACCES") throw new Refused(`Port ${port} may not be used by this user: choose one above 1023 with ${name}=${port + 3000}.`);
  if (code) throw new Refused(`Nothing can listen on ${host}:${port} (${code}): set HOST to an address of this machine, for example HOST=127.0.0.1.`);
}

/** Like Promise.all, but waits for all before it fails, so that no child process is left behind. */
async function settleAll<T extends readonly unknown[]>(work: [...T]): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result): result is PromiseSettledResult<Awaited<T[number]>> & PromiseRejectedResult => result.status === "rejected");
  if (failed) {
    for (const result of results) if (result.status === "fulfilled" && isStoppable(result.value)) await result.value.stop();
    throw failed.reason;
  }
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as { [K in keyof T]: Awaited<T[K]> };
}

const isStoppable = (value: unknown): value is { stop(): Promise<void> } => typeof (value as { stop?: unknown } | null)?.stop === "function";

/** Gives the app the sandbox's credentials, and the addresses where Shopify's own would be. */
function adopt(sandbox: SandboxProcess): void {
  process.env.SHOPIFY_API_KEY = sandbox.state.app.client_id;
  process.env.SHOPIFY_API_SECRET = sandbox.state.app.client_secret;
  process.env.SHOPIFY_SANDBOX_ORIGIN = sandbox.origin;
  process.env.APP_BRIDGE_URL = `${sandbox.origin}/app-bridge.js`;
}

/** Half a stand is worse than none: when the sandbox ends by itself, so does the command. */
export function superviseSandbox(sandbox: SandboxProcess): void {
  stopLater("the sandbox", sandbox.stop);
  void sandbox.ended.then((code) => {
    if (isStopping()) return;
    console.error(
      `The sandbox has ended (exit code ${code}); its log is ${process.env.DATA_DIR}/sandbox/sandbox.log. Start again with the same command.`,
    );
    void stopAndExit(1);
  });
}
