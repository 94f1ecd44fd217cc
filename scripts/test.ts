/**
 * `npm test [suite …]`: every suite, or those named (unit, contract, integration, postgres, e2e, plugin). Ends with the line
 * `N passed, N failed, N skipped` and exits 1 when anything failed.
 */
import { globSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chromiumPath, noBrowserReason } from "../tests/helpers/browser.ts";
import { findPostgres, startPostgres } from "../tests/helpers/postgres-cluster.ts";
import { recordSecret } from "../tests/helpers/results-folder.ts";
import { ensureBuilt } from "./build.ts";
import { keepCompiledCode } from "./compile-cache.ts";
import { root } from "./root.ts";
import { runPlugin } from "./test/plugin-suite.ts";
import { endLeftovers } from "./test/leftovers.ts";
import { runSuite } from "./test/run-suite.ts";
import type { SuiteSummary } from "./test/summary-reporter.ts";

const SUITES = ["unit", "contract", "integration", "postgres", "e2e", "plugin"] as const;
type Suite = (typeof SUITES)[number];

keepCompiledCode();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(SUITES as readonly string[]).includes(name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(", ")}: choose from ${SUITES.join(", ")}.`);
  process.exit(2);
}
const isWanted = (suite: Suite): boolean => wanted.length === 0 || wanted.includes(suite);
const total: SuiteSummary = { passed: 0, failed: 0, skipped: [], failures: [] };

function add(label: string, summary: SuiteSummary): void {
  total.passed += summary.passed;
  total.failed += summary.failed;
  total.skipped.push(...summary.skipped.map((skip) => ({ ...skip, name: `${label}: ${skip.name}` })));
  total.failures.push(...summary.failures.map((failure) => `${label}: ${failure}`));
}

const skipSuite = (name: string, reason: string): void =>
  add(name, { passed: 0, failed: 0, skipped: [{ name: "the whole suite", reason }], failures: [] });

/** Unit and contract tests that open a database by the helpers: the conformance suites, which hold for both engines. */
function listDatabaseTests(): string[] {
  const files = globSync(["{app,scripts}/**/*.test.ts", "tests/contract/**/*.test.ts"], { cwd: root });
  return files.filter((file) =>
    /helpers\/((open-)?test-database|service-context|stored-shop|message-stand)\.ts/.test(readFileSync(join(root, file), "utf8")),
  );
}

/** The same integration suite against a PostgreSQL server of its own, with two web and two worker processes (tests/helpers/start-stand.ts). */
async function runPostgres(): Promise<void> {
  const found = findPostgres();
  if ("reason" in found) return skipSuite("integration on PostgreSQL", found.reason);
  const cluster = await startPostgres();
  recordSecret("database password", cluster.password);
  const stop = (): void => void cluster.stop().then(() => process.exit(1));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  try {
    const env = { CROSSDOCK_TEST_DATABASE: cluster.url };
    add(
      "unit and contract on PostgreSQL",
      await runSuite({ project: ["unit", "contract"], label: "unit and contract on PostgreSQL", env, filters: listDatabaseTests() }),
    );
    add("integration on PostgreSQL", await runSuite({ project: "integration", label: "integration on PostgreSQL", env }));
  } finally {
    process.off("SIGTERM", stop);
    process.off("SIGINT", stop);
    await cluster.stop();
  }
}

function report(): void {
  if (total.skipped.length > 0) console.log(`\nSkipped:\n${total.skipped.map(({ name, reason }) => `  ${name}: ${reason}`).join("\n")}`);
  if (total.failures.length > 0) console.log(`\nFailed:\n${total.failures.map((name) => `  ${name}`).join("\n")}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
}

endLeftovers();
// Only what is about this run: figures and screenshots of other commands stay.
for (const name of ["logs", "summaries", "secrets.txt"]) rmSync(join(root, "test-results", name), { recursive: true, force: true });

if (isWanted("unit")) add("unit", await runSuite({ project: "unit" }));
if (isWanted("contract")) add("contract", await runSuite({ project: "contract" }));

const needsBuild = (["integration", "postgres", "e2e", "plugin"] as const).some(isWanted);
try {
  if (needsBuild) await ensureBuilt();
  if (isWanted("integration"))
    add(
      "integration on SQLite",
      await runSuite({ project: "integration", label: "integration on SQLite", env: { CROSSDOCK_TEST_DATABASE: "sqlite" } }),
    );
  if (isWanted("postgres")) await runPostgres();
  if (isWanted("e2e")) {
    if (chromiumPath) add("e2e", await runSuite({ project: "e2e" }));
    else skipSuite("e2e", noBrowserReason);
  }
  if (isWanted("plugin")) await runPlugin({ add, skip: skipSuite }, wanted.includes("plugin"));
} catch (error) {
  add("test run", { passed: 0, failed: 1, skipped: [], failures: [error instanceof Error ? error.message : String(error)] });
}

const leftovers = endLeftovers();
if (leftovers.length > 0)
  add("test run", { passed: 0, failed: 1, skipped: [], failures: [`processes left behind by tests: ${leftovers.join(", ")}`] });
if (needsBuild) add("last", await runSuite({ project: "last", env: wanted.length === 0 ? { CROSSDOCK_TEST_IS_WHOLE: "1" } : {} }));
report();
process.exitCode = total.failed > 0 ? 1 : 0;
