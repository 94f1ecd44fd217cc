import { existsSync } from "node:fs";
import { join } from "node:path";

/** Why the sandbox refused to start, in one sentence for the person at the terminal. */
export class SandboxRefused extends Error {
  override name = "SandboxRefused";
}

const LOOPBACK_HOSTS = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);

/** True for the names and addresses of this machine only. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOSTS.has(host.toLowerCase());
}

/**
 * The production guard: a stand-in shop that signs its own webhooks must never run beside real credentials or real data,
 * and must never be reachable from another machine. Throws SandboxRefused with the reason.
 */
export function assertSandboxAllowed(env: NodeJS.ProcessEnv): void {
  if (env["SHOPIFY_API_KEY"]) throw new SandboxRefused("The sandbox does not start with SHOPIFY_API_KEY set: unset it, or run without the sandbox.");
  if (env["NODE_ENV"] === "production") throw new SandboxRefused("The sandbox does not start with NODE_ENV=production.");
  const host = env["HOST"] ?? "127.0.0.1";
  if (!isLoopbackHost(host)) throw new SandboxRefused(`The sandbox listens on this machine only, but HOST is ${host}: use 127.0.0.1.`);
  const appUrl = env["APP_URL"] ?? "http://127.0.0.1:3000";
  if (!URL.canParse(appUrl) || !isLoopbackHost(new URL(appUrl).hostname))
    throw new SandboxRefused(`The sandbox serves an app on this machine only, but APP_URL is ${appUrl}: use http://127.0.0.1:3000.`);
  const storeOrigin = env["SANDBOX_STORE_ORIGIN"];
  if (storeOrigin && (!URL.canParse(storeOrigin) || !isLoopbackHost(new URL(storeOrigin).hostname)))
    throw new SandboxRefused(`The sandbox's stores are on this machine only, but SANDBOX_STORE_ORIGIN is ${storeOrigin}.`);
  const dataDir = env["DATA_DIR"] ?? "./data";
  // The mark is the folder itself: an app database without it belongs to somebody's real shop.
  if (existsSync(join(dataDir, "crossdock.db")) && !existsSync(join(dataDir, "sandbox")))
    throw new SandboxRefused(`DATA_DIR ${dataDir} holds data that was not made with the sandbox: choose an empty DATA_DIR.`);
}

/**
 * Whether a request may be served: the Host must be this machine's (else a web page could reach us by DNS rebinding), and a browser's
 * Origin must be the stand-in admin's, the stores' or the app's (else any web page could post to us).
 */
export function isRequestAllowed(
  headers: { host?: string; origin?: string },
  ports: { sandboxPort: number; appUrl: string; storeOrigin?: string },
): boolean {
  const host = URL.canParse(`http://${headers.host}`) ? new URL(`http://${headers.host}`) : null;
  if (!headers.host || !host || !isLoopbackHost(host.hostname)) return false;
  if (headers.origin === undefined) return true;
  if (!URL.canParse(headers.origin)) return false;
  const origin = new URL(headers.origin);
  if (!isLoopbackHost(origin.hostname)) return false;
  return [String(ports.sandboxPort), new URL(ports.appUrl).port, new URL(ports.storeOrigin ?? ports.appUrl).port].includes(origin.port);
}
