/**
 * `npm run dev`, which `shopify app dev` calls: the app with hot reload. Pages are reloaded by Vite; a change below them (services, data,
 * channels …) restarts the server process. Without SHOPIFY_API_KEY the sandbox runs beside it.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { prepare, superviseSandbox } from "./prepare.ts";
import { runCommand } from "./refused.ts";
import { root } from "./root.ts";
import { isStopping, stopAndExit, stopLater, stopOnSignals } from "./stopping.ts";

const STOP_MS = 5_000;
/** Editors write a file in several steps, and a checkout writes many. */
const SETTLE_MS = 150;
/** Vite reloads these itself (see scripts/vite/native-server-modules.ts). Not node --watch: it would follow Vite's temporary files too. */
const RELOADED_BY_VITE = /^(routes|components|root|entry|styles)\b|\.css$|\.test\.tsx?$/;

/** Shopify's CLI puts the tunnel's address into HOST; here HOST is the address to listen on. */
function readShopifyCliEnv(env: NodeJS.ProcessEnv): void {
  if (!env.HOST?.startsWith("http")) return;
  env.APP_URL ??= env.HOST;
  env.HOST = "127.0.0.1";
}

let child: ChildProcess;
let isRestarting = false;

function start(): void {
  child = spawn(process.execPath, ["--import", join(root, "scripts/preload.ts"), join(root, "scripts/dev-server.ts")], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "development" },
  });
  child.once("exit", (code) => {
    // A mistake in the code is no reason to go: the next change starts it again.
    if (!isStopping() && !isRestarting) console.error(`The server has ended (exit code ${code}); it starts again when a file under app/ changes.`);
  });
}

async function stop(): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}

async function restart(file: string): Promise<void> {
  if (isRestarting || isStopping()) return;
  isRestarting = true;
  console.log(`app/${file} has changed: restarting.`);
  await stop();
  isRestarting = false;
  if (!isStopping()) start();
}

await runCommand(async () => {
  stopOnSignals();
  readShopifyCliEnv(process.env);
  const { sandbox } = await prepare();
  if (sandbox) superviseSandbox(sandbox);
  start();
  stopLater("the development server", stop);
  let settle: NodeJS.Timeout | undefined;
  const watcher = watch(join(root, "app"), { recursive: true }, (_event, file) => {
    if (!file || RELOADED_BY_VITE.test(file)) return;
    clearTimeout(settle);
    settle = setTimeout(() => void restart(file).catch(() => stopAndExit(1)), SETTLE_MS);
  });
  stopLater("the watcher", () => Promise.resolve(watcher.close()));
});
