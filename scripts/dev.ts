/**
 * `npm run dev`, which `shopify app dev` calls: the app with hot reload. Pages are reloaded by Vite; a change below them (services, data,
 * channels …) restarts the server process, by Node's --watch. Without SHOPIFY_API_KEY the sandbox runs beside it.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { prepare, superviseSandbox } from "./prepare.ts";
import { runCommand } from "./refused.ts";
import { root } from "./root.ts";
import { isStopping, stopAndExit, stopLater, stopOnSignals } from "./stopping.ts";

const STOP_MS = 5_000;

/** Shopify's CLI puts the tunnel's address into HOST; here HOST is the address to listen on. */
function readShopifyCliEnv(env: NodeJS.ProcessEnv): void {
  if (!env.HOST?.startsWith("http")) return;
  env.APP_URL ??= env.HOST;
  env.HOST = "127.0.0.1";
}

await runCommand(async () => {
  stopOnSignals();
  readShopifyCliEnv(process.env);
  const { sandbox } = await prepare();
  if (sandbox) superviseSandbox(sandbox);
  const args = ["--watch", "--watch-preserve-output", "--import", join(root, "scripts/preload.ts"), join(root, "scripts/dev-server.ts")];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, NODE_ENV: "development" } });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void ended.then(() => (isStopping() ? undefined : stopAndExit(1)));
  stopLater("the development server", async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
  });
});
