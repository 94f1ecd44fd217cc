/** Fresh, migrated databases for tests, on the engine that CROSSDOCK_TEST_DATABASE names (`sqlite`, or the address of a PostgreSQL server). */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { copyFileSync, existsSync, globSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../../scripts/migrate.ts";
import { projectRoot, resultsFolder } from "./results-folder.ts";
import { freshDataDir } from "./start-sandbox.ts";

export type Engine = "sqlite" | "postgres";

export interface TestDatabase {
  engine: Engine;
  url: string;
  drop(): Promise<void>;
}

const server = process.env.CROSSDOCK_TEST_DATABASE ?? "sqlite";

/** The engine this run is about. */
export const testEngine: Engine = server === "sqlite" ? "sqlite" : "postgres";

/** Changes with every migration, so that a template made by an older run is never taken. */
function migrationsHash(folder: string): string {
  const hash = createHash("sha256");
  for (const file of globSync(`${folder}/*/migration.sql`, { cwd: projectRoot }).sort())
    hash.update(file).update(readFileSync(join(projectRoot, file)));
  return hash.digest("hex").slice(0, 16);
}

/** Makes an empty database with all tables. On SQLite it is `<dataDir>/crossdock.db`. */
export async function createTestDatabase(dataDir?: string): Promise<TestDatabase> {
  return testEngine === "sqlite" ? createSqlite(dataDir ?? freshDataDir()) : createPostgres();
}

async function createSqlite(dataDir: string): Promise<TestDatabase> {
  const template = join(resultsFolder("templates"), `${migrationsHash("prisma/migrations")}.db`);
  if (!existsSync(template)) {
    const draft = `${template}.${randomUUID()}`;
    await migrate(`file:${draft}`);
    // Atomic: several test files may get here at once.
    renameSync(draft, template);
  }
  const file = join(dataDir, "crossdock.db");
  copyFileSync(template, file);
  return {
    engine: "sqlite",
    url: `file:${file}`,
    async drop() {
      for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
    },
  };
}

function urlOf(database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs statements on the server's maintenance database, one process at a time. */
async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(20261121)");
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createPostgres(): Promise<TestDatabase> {
  const template = `crossdock_template_${migrationsHash("prisma/postgres/migrations")}`;
  const name = `crossdock_test_${randomBytes(6).toString("hex")}`;
  await onServer(async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
    if (rowCount === 0) {
      const draft = `${template}_draft`;
      await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${draft}`);
      await migrate(urlOf(draft));
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    engine: "postgres",
    url: urlOf(name),
    async drop() {
      await onServer((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}
