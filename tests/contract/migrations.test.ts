/** The migrations of both engines say what the schema says, and carry the same partial indexes, which no schema can say. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate, MigrationFailed } from "../../scripts/migrate.ts";
import { migrationSql } from "../../scripts/new-migration.ts";
import { findPostgres, startPostgres } from "../helpers/postgres-cluster.ts";
import type { PostgresCluster } from "../helpers/postgres-cluster.ts";
import { projectRoot } from "../helpers/results-folder.ts";
import { freshDataDir } from "../helpers/start-sandbox.ts";

const SQLITE = "prisma/migrations";
const POSTGRES = "prisma/postgres/migrations";
const postgres = findPostgres();

const listMigrations = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

const readPartialIndexes = (folder: string): string[] =>
  listMigrations(folder)
    .map((name) => readFileSync(join(projectRoot, folder, name, "migration.sql"), "utf8"))
    .flatMap((sql) => sql.match(/^CREATE (?:UNIQUE )?INDEX .* WHERE .*;$/gm) ?? [])
    .sort();

describe("both folders", () => {
  it("have the same migrations", () => {
    expect(listMigrations(POSTGRES)).toEqual(listMigrations(SQLITE));
  });

  it("make the same partial indexes", () => {
    expect(readPartialIndexes(POSTGRES)).toEqual(readPartialIndexes(SQLITE));
    expect(readPartialIndexes(SQLITE).length).toBeGreaterThan(5);
  });
});

describe("SQLite", () => {
  it("ends where the schema is, partial indexes and all", () => {
    expect(migrationSql("file::memory:", SQLITE, "prisma/schema.prisma")).toBe("");
  });

  it("would see a table that no migration makes", () => {
    const schema = readFileSync(join(projectRoot, "prisma/schema.prisma"), "utf8");
    expect(migrationSql("file::memory:", SQLITE, "prisma/schema.prisma", `${schema}\nmodel planted {\n  id String @id\n}\n`)).toContain(
      'CREATE TABLE "planted"',
    );
  });

  it("is brought up to date once", async () => {
    const url = `file:${join(freshDataDir(), "crossdock.db")}`;
    expect(await migrate(url)).toEqual(listMigrations(SQLITE));
    expect(await migrate(url)).toEqual([]);
  });
});

it("says why a database cannot be migrated, without its password", async () => {
  const failure = await migrate("postgres://someone:hunter2hunter2@127.0.0.1:1/none").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MigrationFailed);
  expect(String(failure)).not.toContain("hunter2");
});

describe.skipIf("reason" in postgres)(`PostgreSQL${"reason" in postgres ? ` (${postgres.reason})` : ""}`, () => {
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster?.stop());

  it("ends where the schema is", () => {
    expect(migrationSql(cluster.url, POSTGRES, "prisma/postgres/schema.prisma")).toBe("");
  });

  it("is brought up to date once", async () => {
    expect(await migrate(cluster.url)).toEqual(listMigrations(POSTGRES));
    expect(await migrate(cluster.url)).toEqual([]);
  });
});
