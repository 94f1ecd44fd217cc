/** Brings a database to the current schema by Prisma's own `migrate deploy`; does nothing (in about 0.8 s) when it already is. */
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { root } from "./root.ts";

/** A migration that could not be applied, with what Prisma said about it. */
export class MigrationFailed extends Error {
  override name = "MigrationFailed";
}

/** `file:` addresses made absolute (Prisma and the app may resolve a relative one differently); PostgreSQL's are left alone. */
export function absoluteDatabaseUrl(databaseUrl: string): string {
  return databaseUrl.startsWith("file:") ? `file:${resolve(databaseUrl.slice("file:".length))}` : databaseUrl;
}

/** Applies every pending migration; answers the names of those applied now. Throws MigrationFailed. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const url = absoluteDatabaseUrl(databaseUrl);
  if (url.startsWith("file:")) mkdirSync(dirname(url.slice("file:".length)), { recursive: true });
  const prisma = join(root, "node_modules/.bin/prisma");
  const env = { ...process.env, DATABASE_URL: url, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1", NO_COLOR: "1" };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [prisma, "migrate", "deploy"], { cwd: root, env });
    return [...stdout.matchAll(/^\s*[└├]─ (\d{14}_\w+)\/$/gm)].map((match) => match[1]!);
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new MigrationFailed(withoutPassword(`${stdout}\n${stderr}`.trim() || String(error)));
  }
}

/** Prisma prints the address of the database in some errors. */
function withoutPassword(text: string): string {
  return text.replace(/(\w+:\/\/[^:@\s]+:)[^@\s]+@/g, "$1…@");
}
