/** The migrations that this version of Crossdock comes with. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "#app/data/database.ts";

export const projectRoot = join(import.meta.dirname, "../..");

/** Names in the order in which they are applied. */
export function knownMigrations(engine: Engine): string[] {
  const folder = join(projectRoot, engine === "sqlite" ? "prisma/migrations" : "prisma/postgres/migrations");
  return readdirSync(folder)
    .filter((name) => /^\d{14}_/.test(name))
    .sort();
}
