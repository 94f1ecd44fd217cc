/**
 * Everything that a test through the front door needs: sandbox, database and app. On SQLite the app is one process; on PostgreSQL it is
 * two web and two worker processes behind one address, as in production.
 */
import { rmSync } from "node:fs";
import { freePort } from "./free-port.ts";
import { startRoundRobin } from "./round-robin.ts";
import { makeSecrets, startApp } from "./start-app.ts";
import type { AppOptions, AppSecrets, RunningApp } from "./start-app.ts";
import { freshDataDir, startSandbox } from "./start-sandbox.ts";
import type { RunningSandbox } from "./start-sandbox.ts";
import { createTestDatabase } from "./test-database.ts";
import type { TestDatabase } from "./test-database.ts";

export interface Stand {
  /** The address that the sandbox, and a test, call. */
  appUrl: string;
  dataDir: string;
  database: TestDatabase;
  sandbox: RunningSandbox;
  secrets: AppSecrets;
  /** Running processes; a test that kills one starts another by startApp(optionsOf(…)) and puts it in its place. */
  apps: RunningApp[];
  /** What a process of this stand was started with. */
  optionsOf(index: number): AppOptions;
  /** Stops app, sandbox and database; answers the exit codes of the app's processes. */
  stop(): Promise<(number | string)[]>;
}

export interface StandOptions {
  /** For the app's processes. */
  env?: Record<string, string>;
  sandboxEnv?: Record<string, string>;
  /** Processes on PostgreSQL. */
  webs?: number;
  workers?: number;
  /** What stands before the app's port, such as what ends TLS; answers the address that the app is then known by. */
  inFront?: (port: number) => Promise<string>;
}

export async function startStand({ env = {}, sandboxEnv = {}, webs = 2, workers = 2, inFront }: StandOptions = {}): Promise<Stand> {
  const dataDir = freshDataDir();
  const frontPort = await freePort();
  const appUrl = inFront === undefined ? `http://127.0.0.1:${frontPort}` : await inFront(frontPort);
  const cleanups: (() => Promise<unknown>)[] = [];
  const cleanUp = async (): Promise<void> => {
    for (const clean of cleanups.reverse()) await clean();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    // The sandbox first: it marks DATA_DIR as its own, and refuses one that already holds an unmarked database.
    const sandbox = await startSandbox({ appUrl, dataDir, env: sandboxEnv });
    cleanups.push(() => sandbox.stop());
    const database = await createTestDatabase(dataDir);
    cleanups.push(() => database.drop());
    const { app } = await sandbox.state();
    const secrets = makeSecrets();
    const shared = {
      appUrl,
      dataDir,
      databaseUrl: database.url,
      secrets,
      env,
      shopify: { apiKey: app.client_id, apiSecret: app.client_secret, sandboxOrigin: sandbox.origin },
    };
    const options: AppOptions[] = [];
    if (database.engine === "sqlite") options.push({ ...shared, role: "all", port: frontPort });
    else {
      const roles = [...Array<"web">(webs).fill("web"), ...Array<"worker">(workers).fill("worker")];
      for (const role of roles) options.push({ ...shared, role, port: await freePort() });
      const balancer = await startRoundRobin(
        options.filter((each) => each.role === "web").map((each) => each.port!),
        frontPort,
      );
      cleanups.push(() => balancer.close());
    }
    const apps: RunningApp[] = [];
    const stopApps = (): Promise<(number | string)[]> => Promise.all(apps.filter(Boolean).map((each) => each.stop()));
    cleanups.push(stopApps);
    // All at once, as an orchestrator would; all are stopped even when one of them does not start.
    const started = await Promise.allSettled(options.map(async (each, index) => (apps[index] = await startApp(each))));
    const failed = started.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    return {
      appUrl,
      dataDir,
      database,
      sandbox,
      secrets,
      apps,
      optionsOf: (index) => options[index]!,
      async stop() {
        const codes = await stopApps();
        await cleanUp();
        return codes;
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}
