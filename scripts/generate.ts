/**
 * Writes what is derived from prisma/schema.prisma: the row types (app/data/tables.ts) and the PostgreSQL twin of the schema
 * (prisma/postgres/schema.prisma). Both are committed, so that starting the app needs no generator; `--check` (part of `npm run
 * check`) writes nothing and fails when they are not current.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./root.ts";

const SOURCE = "prisma/schema.prisma";
const TABLES = "app/data/tables.ts";
const POSTGRES_SCHEMA = "prisma/postgres/schema.prisma";

/** The same models for PostgreSQL. No generator in it: the types come from the SQLite schema and serve both engines. */
export function toPostgresSchema(schema: string): string {
  const models = schema.replace(/^generator \w+ \{[^}]*\}\n+/m, "").replace('provider = "sqlite"', 'provider = "postgresql"');
  return `// Generated from prisma/schema.prisma by scripts/generate.ts: change that file, not this one.\n${models}`;
}

/** Runs prisma-kysely on a copy of the schema whose output goes to a folder of its own. */
function generateTables(schema: string): string {
  const folder = mkdtempSync(join(tmpdir(), "crossdock-generate-"));
  try {
    const copy = join(folder, "schema.prisma");
    writeFileSync(copy, schema.replace(/output\s*=\s*"[^"]*"/, `output = "${folder}"`));
    const prisma = join(root, "node_modules/.bin/prisma");
    execFileSync(process.execPath, [prisma, "generate", "--schema", copy, "--no-hints"], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: "file:unused.db" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return `// Generated from prisma/schema.prisma by scripts/generate.ts: change that file, not this one.\n${readFileSync(join(folder, "tables.ts"), "utf8")}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Path → wanted content of every derived file. */
export function generateFiles(): Map<string, string> {
  const schema = readFileSync(join(root, SOURCE), "utf8");
  return new Map([
    [TABLES, generateTables(schema)],
    [POSTGRES_SCHEMA, toPostgresSchema(schema)],
  ]);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function writeDerived(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

if (import.meta.main) {
  const outdated = [...generateFiles()].filter(([path, content]) => readIfThere(join(root, path)) !== content);
  const isCheck = process.argv.includes("--check");
  for (const [path, content] of outdated) {
    if (!isCheck) writeDerived(join(root, path), content);
    console.log(`${isCheck ? "not current" : "written"}: ${path}`);
  }
  if (isCheck && outdated.length > 0) {
    console.log("Run: node_modules/.bin/node scripts/generate.ts");
    process.exitCode = 1;
  }
}
