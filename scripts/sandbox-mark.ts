/**
 * Keeps stand-in data and real data apart. DATA_DIR/sandbox marks a folder as the sandbox's: it never starts with real credentials;
 * the other direction (the sandbox never starts on real data) is sandbox/guard.ts.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { Refused } from "./refused.ts";

export function assertNotSandboxData(env: NodeJS.ProcessEnv): void {
  const dataDir = env.DATA_DIR ?? "./data";
  if (!env.SHOPIFY_API_KEY || env.SHOPIFY_SANDBOX_ORIGIN || !existsSync(join(dataDir, "sandbox"))) return;
  throw new Refused(
    `DATA_DIR ${dataDir} holds the sandbox's data, and SHOPIFY_API_KEY is set: choose another folder, for example DATA_DIR=./data-live.`,
  );
}

/**
 * A PostgreSQL database is not in DATA_DIR, so the folder's mark says nothing about it: the sandbox must not fill one that already
 * knows the app registration of somebody's real shop. Looks before anything is written.
 */
export async function assertDatabaseWithoutRealApp(env: NodeJS.ProcessEnv): Promise<void> {
  if (!env.DATABASE_URL || !/^postgres(ql)?:/.test(env.DATABASE_URL)) return;
  const own = readCredentials(env)?.client_id ?? "";
  const client = new pg.Client({ connectionString: env.DATABASE_URL, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new Refused(`The database of DATABASE_URL cannot be reached (${(error as Error).message}): start PostgreSQL, or correct the address.`);
  }
  try {
    const { rows: tables } = await client.query("SELECT to_regclass('app_credentials') AS name");
    if ((tables[0] as { name: string | null }).name === null) return;
    const { rowCount } = await client.query("SELECT 1 FROM app_credentials WHERE client_id <> $1 LIMIT 1", [own]);
    if (rowCount)
      throw new Refused(
        "The database of DATABASE_URL belongs to a real app registration, and the sandbox would write into it: set SHOPIFY_API_KEY and SHOPIFY_API_SECRET, or name an empty database.",
      );
  } finally {
    await client.end();
  }
}

interface Credentials {
  client_id: string;
  client_secret: string;
}

function readCredentials(env: NodeJS.ProcessEnv): Credentials | null {
  const file = join(env.DATA_DIR ?? "./data", "sandbox", "credentials.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Credentials) : null;
}

/**
 * For commands that run beside a sandbox started by `npm run up`: gives them the same credentials and the same redirect.
 * Does nothing where real credentials are set, or where this DATA_DIR has no sandbox.
 */
export function adoptSandbox(env: NodeJS.ProcessEnv): void {
  const credentials = env.SHOPIFY_API_KEY || env.NODE_ENV === "production" ? null : readCredentials(env);
  if (!credentials) return;
  env.SHOPIFY_API_KEY = credentials.client_id;
  env.SHOPIFY_API_SECRET = credentials.client_secret;
  env.SHOPIFY_SANDBOX_ORIGIN = `http://127.0.0.1:${env.SANDBOX_PORT ?? "3001"}`;
}
