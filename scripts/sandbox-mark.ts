/**
 * Keeps stand-in data and real data apart. DATA_DIR/sandbox marks a folder as the sandbox's: it never starts with real credentials;
 * the other direction (the sandbox never starts on real data) is sandbox/guard.ts.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Refused } from "./refused.ts";

export function assertNotSandboxData(env: NodeJS.ProcessEnv): void {
  const dataDir = env.DATA_DIR ?? "./data";
  if (!env.SHOPIFY_API_KEY || env.SHOPIFY_SANDBOX_ORIGIN || !existsSync(join(dataDir, "sandbox"))) return;
  throw new Refused(`DATA_DIR ${dataDir} holds the sandbox's data, and SHOPIFY_API_KEY is set: choose another folder, for example DATA_DIR=./data-live.`);
}

/**
 * For commands that run beside a sandbox started by `npm run up`: gives them the same credentials and the same redirect.
 * Does nothing where real credentials are set, or where this DATA_DIR has no sandbox.
 */
export function adoptSandbox(env: NodeJS.ProcessEnv): void {
  const credentials = join(env.DATA_DIR ?? "./data", "sandbox", "credentials.json");
  if (env.SHOPIFY_API_KEY || env.NODE_ENV === "production" || !existsSync(credentials)) return;
  const { client_id, client_secret } = JSON.parse(readFileSync(credentials, "utf8")) as { client_id: string; client_secret: string };
  env.SHOPIFY_API_KEY = client_id;
  env.SHOPIFY_API_SECRET = client_secret;
  env.SHOPIFY_SANDBOX_ORIGIN = `http://127.0.0.1:${env.SANDBOX_PORT ?? "3001"}`;
}
