/** What `doctor` checks around the database: Node, environment, folder, disk. */
import { accessSync, constants, existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { EnvironmentError, getEnv, type Env } from "#app/lib/env.ts";
import { failed, passed, warned, type Check } from "./check.ts";

const NODE_MAJOR = 24;
const GIB = 1024 ** 3;
const SCARCE_BYTES = 2 * GIB;
const FULL_BYTES = GIB / 4;

export function checkNode(version = process.versions.node): Check {
  const major = Number(version.split(".")[0]);
  if (major === NODE_MAJOR) return passed("node", `Node ${version}`);
  return failed(
    "node",
    `Node ${version}; Crossdock runs on Node ${NODE_MAJOR}`,
    "Run `npm run up`: it installs the right one into node_modules and uses it.",
  );
}

/** The environment, when it can be used. */
export function checkEnvironment(): { check: Check; env: Env | null } {
  try {
    const env = getEnv();
    if (env.NODE_ENV === "production" && !env.APP_URL.startsWith("https:")) {
      return {
        env,
        check: warned(
          "environment",
          `APP_URL is ${env.APP_URL}, without https`,
          "Set APP_URL to the public https address: Shopify sends webhooks to no other.",
        ),
      };
    }
    return { env, check: passed("environment", "every variable is usable") };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return {
      env: null,
      check: failed(
        "environment",
        error.message.replace(/\s*\n\s*/g, " "),
        "Correct the named variables in .env; without a .env, run `npm run up` once.",
      ),
    };
  }
}

export async function checkFolder(env: Env): Promise<Check> {
  if (!existsSync(env.DATA_DIR)) return failed("data folder", `${env.DATA_DIR} does not exist`, "Run `npm run up` once, or correct DATA_DIR.");
  try {
    accessSync(env.DATA_DIR, constants.W_OK | constants.X_OK);
  } catch {
    return failed(
      "data folder",
      `${env.DATA_DIR} cannot be written`,
      "Make it writable for the user that runs the app, or choose another with DATA_DIR.",
    );
  }
  const { bavail, bsize } = await statfs(env.DATA_DIR);
  return checkSpace(bavail * bsize);
}

/** Without space no delivery can be stored: senders are then answered 503. */
export function checkSpace(freeBytes: number): Check {
  const free = `${(freeBytes / GIB).toFixed(1)} GiB free`;
  const remedy = "Free some space, or move DATA_DIR to a larger disk.";
  if (freeBytes < FULL_BYTES) return failed("disk", free, remedy);
  return freeBytes < SCARCE_BYTES ? warned("disk", free, remedy) : passed("disk", free);
}

/** Stand-in data and real data must never meet (scripts/sandbox-mark.ts refuses it at the start). */
export function checkSandboxMark(env: Env): Check {
  const isMarked = existsSync(join(env.DATA_DIR, "sandbox"));
  const hasRealApp = env.SHOPIFY_API_KEY !== undefined && env.SHOPIFY_SANDBOX_ORIGIN === undefined;
  if (isMarked && hasRealApp)
    return failed(
      "sandbox",
      "the data folder is the sandbox's, and SHOPIFY_API_KEY names a real app",
      "Choose another folder for real data, for example DATA_DIR=./data-live.",
    );
  if (isMarked)
    return env.NODE_ENV === "production"
      ? failed("sandbox", "the sandbox's data in production", "Set SHOPIFY_API_KEY and SHOPIFY_API_SECRET, and another DATA_DIR.")
      : passed("sandbox", "the data folder is the sandbox's: stand-in data only");
  return hasRealApp
    ? passed("sandbox", "not used: a real app is configured")
    : warned(
        "sandbox",
        "no app is configured and no sandbox has run",
        "Run `npm run up` for the sandbox, or set SHOPIFY_API_KEY and SHOPIFY_API_SECRET.",
      );
}
