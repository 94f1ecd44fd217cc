/**
 * `node_modules/.bin/node scripts/new-migration.ts <name>`: after a change of prisma/schema.prisma, writes the migration for SQLite and
 * for PostgreSQL under one name. Partial indexes (*_due) are not in the schema: add them by hand to both files.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../tests/helpers/postgres-cluster.ts";
import { root } from "./root.ts";

/** SQL that leads from the migrations in a folder to a schema (a file, or a text in its place); empty when they already say the same. */
export function migrationSql(databaseUrl: string, migrations: string, schemaFile: string, schemaText?: string): string {
  if (schemaText === undefined) return diff(databaseUrl, migrations, schemaFile);
  const folder = mkdtempSync(join(tmpdir(), "crossdock-schema-"));
  try {
    const file = join(folder, "schema.prisma");
    writeFileSync(file, schemaText);
    return diff(databaseUrl, migrations, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function diff(databaseUrl: string, migrations: string, schema: string): string {
  const prisma = join(root, "node_modules/.bin/prisma");
  const args = [prisma, "migrate", "diff", "--from-migrations", migrations, "--to-schema", schema, "--script"];
  const sql = execFileSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl, CHECKPOINT_DISABLE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  }).toString();
  // A role that may not create schemas must be able to migrate; "public" is always there.
  const statements = sql.replace(/-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n+/, "").trim();
  return /^-- This is an empty migration\.?$/.test(statements) ? "" : `${statements}\n`;
}

if (import.meta.main) {
  const name = process.argv[2];
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error("Give the migration a name in snake_case, for example: new-migration.ts add_listings");
  execFileSync(process.execPath, [join(root, "scripts/generate.ts")], { stdio: "inherit" });
  const cluster = await startPostgres();
  try {
    const folder = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`;
    const engines = [
      ["file::memory:", "prisma/migrations", "prisma/schema.prisma"],
      [cluster.url, "prisma/postgres/migrations", "prisma/postgres/schema.prisma"],
    ] as const;
    for (const [url, migrations, schema] of engines) {
      const sql = migrationSql(url, migrations, schema);
      if (!sql) console.log(`${migrations}: nothing to do`);
      else {
        mkdirSync(join(root, migrations, folder));
        writeFileSync(join(root, migrations, folder, "migration.sql"), sql);
        console.log(`written: ${migrations}/${folder}/migration.sql`);
      }
    }
  } finally {
    await cluster.stop();
  }
}
