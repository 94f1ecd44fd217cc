/**
 * The suite "plugin": woo-plugin/ checked, built and tested; on a real WordPress wherever there is PHP, and with the real WooCommerce where
 * somebody has put it. Each part that cannot run here is counted as skipped, with its reason.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resultsFolder } from "../../tests/helpers/results-folder.ts";
import { canCloseNetwork } from "../../tests/wordpress/network.ts";
import { findWooCommerce } from "../../tests/wordpress/parts.ts";
import { whyNot } from "../../tests/wordpress/start-wordpress.ts";
import { root } from "../root.ts";
import { readJunit } from "./junit-summary.ts";
import { runSuite } from "./run-suite.ts";
import type { SuiteSummary } from "./summary-reporter.ts";
import { figuresFile, writeReport } from "./woocommerce-report.ts";
import type { ReportedPart } from "./woocommerce-report.ts";

export interface Tally {
  add(label: string, summary: SuiteSummary): void;
  skip(label: string, reason: string): void;
}

const folder = join(root, "woo-plugin");
const RUN_TIMEOUT_MS = 15 * 60_000;
const END_TO_END_TIMEOUT_MS = 60 * 60_000;

interface Ended {
  code: number | null;
  output: string;
}

/** Runs a program in the plugin's folder, its output shown and kept. */
function run(program: string, args: readonly string[], cwd = folder): Promise<Ended> {
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: "1" } });
  const timer = setTimeout(() => child.kill("SIGKILL"), RUN_TIMEOUT_MS);
  let output = "";
  for (const [stream, shown] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const)
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      shown.write(chunk);
    });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, output: `${output}\n${error.message}` }));
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

const passed = (): SuiteSummary => ({ passed: 1, failed: 0, skipped: [], failures: [] });
const failed = (reason: string): SuiteSummary => ({ passed: 0, failed: 1, skipped: [], failures: [reason] });

/** What an installer says where it reaches no registry: nothing is wrong with the project. */
const UNREACHABLE =
  /curl error|could not be (fully )?(loaded|downloaded)|connection (refused|timed out)|could not resolve host|HTTP\/\S+ (401|403|407|5\d\d)/i;

/** A check that passes or fails as one. */
async function step({ add, skip }: Tally, label: string, program: string, args: readonly string[]): Promise<boolean> {
  console.log(`\n${label}: ${program} ${args.join(" ")}`);
  const { code, output } = await run(program, args);
  if (code !== 0 && program === "composer" && UNREACHABLE.test(output)) {
    skip(`${label}, and what needs it: phpstan, PHPUnit`, `Composer reaches no registry: ${output.trim().replace(/\s+/g, " ").slice(0, 300)}`);
    return false;
  }
  add(label, code === 0 ? passed() : failed(output.trim().slice(-1500) || `ended with ${code}`));
  return code === 0;
}

/** Whether what was installed is what these files ask for; run `install` when not. */
async function installOnce(tally: Tally, label: string, stamp: string, files: readonly string[], program: string, args: string[]): Promise<boolean> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(folder, file)));
  const wanted = `${hash.digest("hex")} ${process.platform}-${process.arch}`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
  if (!(await step(tally, label, program, args))) return false;
  writeFileSync(stamp, wanted);
  return true;
}

async function checkPhp(tally: Tally): Promise<boolean> {
  const installed = await installOnce(
    tally,
    "plugin: composer install",
    join(folder, "vendor", ".crossdock-install"),
    ["composer.json"],
    "composer",
    ["install", "--no-interaction", "--no-progress", "--quiet"],
  );
  if (!installed) return false;
  await step(tally, "plugin: phpstan level 8, PHP 7.4 to 8.4", "php", ["vendor/bin/phpstan", "analyse", "--no-progress", "--memory-limit=1500M"]);
  return true;
}

/** One PHPUnit run inside WordPress, in a process of its own (tests/wordpress/phpunit.ts). */
async function phpUnit({ add }: Tally, label: string, flags: readonly string[]): Promise<void> {
  const report = join(resultsFolder("summaries"), `${label.replace(/\W+/g, "-")}.xml`);
  rmSync(report, { force: true });
  console.log(`\n${label}`);
  const { code, output } = await run(process.execPath, [join(root, "tests/wordpress/phpunit.ts"), ...flags, `--report=${report}`]);
  if (!existsSync(report)) return add(label, failed(`ended (${code}) without a result: ${output.trim().slice(-1500)}`));
  const summary = readJunit(readFileSync(report, "utf8"));
  if (summary.passed + summary.failed === 0) return add(label, failed("found no tests"));
  if (code !== 0 && summary.failed === 0) add(label, failed(`ended with ${code} though no test failed: ${output.trim().slice(-1500)}`));
  add(label, summary);
}

async function checkAdminPage(tally: Tally): Promise<void> {
  if (!existsSync(join(folder, "package.json"))) return tally.skip("plugin: admin page", "woo-plugin/package.json is not there");
  const installed = await installOnce(
    tally,
    "plugin: npm ci",
    join(folder, "node_modules", ".crossdock-install"),
    ["package.json", "package-lock.json", ".npmrc"],
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
  );
  if (!installed) return;
  for (const name of ["build", "typecheck", "test"]) await step(tally, `plugin: admin page, npm run ${name}`, "npm", ["run", "--silent", name]);
}

/** Of the end-to-end suite, what `npm test` has the time for: an order's life by every way in, each event once and equal to the store's own answer. */
const SHORT_END_TO_END = ["tests/woocommerce/orders.test.ts"];

/** With the real WooCommerce, HPOS on and off. @param isAsked `npm test plugin`: all of it takes half an hour or more, `npm test` runs a part */
async function runWithWooCommerce(tally: Tally, isAsked: boolean): Promise<void> {
  const label = "plugin on the real WooCommerce";
  const woocommerce = findWooCommerce();
  const network = canCloseNetwork();
  const reason = "reason" in woocommerce ? woocommerce.reason : network.ok ? whyNot({ database: "mariadb" }) : network.reason;
  if (reason) {
    for (const part of ["PHPUnit, HPOS on", "PHPUnit, HPOS off", "end to end, HPOS on", "end to end, HPOS off"])
      tally.skip(`${label}: ${part}`, reason);
    console.log(`\nNOT RUN: ${label}: ${reason}`);
    return;
  }
  if (isAsked) await phpUnit(tally, `${label}: PHPUnit, SQLite, HPOS on`, ["--woocommerce"]);
  await phpUnit(tally, `${label}: PHPUnit, MariaDB, HPOS on`, ["--woocommerce", "--mariadb"]);
  await phpUnit(tally, `${label}: PHPUnit, MariaDB, HPOS off`, ["--woocommerce", "--mariadb", "--posts"]);
  for (const hpos of ["on", "off"]) {
    const name = `${label}: end to end, HPOS ${hpos}`;
    tally.add(
      name,
      await runSuite({
        project: "woocommerce",
        label: name,
        env: { CROSSDOCK_TEST_HPOS: hpos, CROSSDOCK_TEST_DATABASE: "sqlite" },
        filters: isAsked ? [] : SHORT_END_TO_END,
        isNetworkClosed: true,
        timeoutMs: END_TO_END_TIMEOUT_MS,
      }),
    );
  }
  if (!isAsked)
    tally.skip(`${label}: the rest of the end-to-end suite, and PHPUnit on SQLite`, "it takes half an hour or more: npm test plugin runs it");
}

/** Everything, and the report of it. @param isAsked by name, not as one of all suites */
export async function runPlugin({ add, skip }: Tally, isAsked: boolean): Promise<void> {
  mkdirSync(join(root, "test-results"), { recursive: true });
  rmSync(figuresFile(), { force: true });
  const parts: ReportedPart[] = [];
  let startedAt = Date.now();
  const note = (label: string, { passed, failed, skipped }: Omit<SuiteSummary, "failures">): void => {
    parts.push({ label, passed, failed, skipped, seconds: (Date.now() - startedAt) / 1000 });
    startedAt = Date.now();
  };
  const tally: Tally = {
    add(label, summary) {
      note(label, summary);
      add(label, summary);
    },
    skip(label, reason) {
      note(label, { passed: 0, failed: 0, skipped: [{ name: "all of it", reason }] });
      skip(label, reason);
    },
  };
  await runParts(tally, isAsked);
  writeReport(parts, findWooCommerce());
}

async function runParts(tally: Tally, isAsked: boolean): Promise<void> {
  await checkAdminPage(tally);
  const noPhp = whyNot();
  if (noPhp) return tally.skip("plugin: PHP", noPhp);
  if (!(await checkPhp(tally))) return;
  await phpUnit(tally, "plugin: PHPUnit, WordPress 6.7 on SQLite", []);
  await phpUnit(tally, "plugin: PHPUnit, WordPress 6.5 on SQLite", ["--wordpress=6.5"]);
  const noMariaDb = whyNot({ database: "mariadb" });
  if (noMariaDb) tally.skip("plugin: PHPUnit on MariaDB", noMariaDb);
  else await phpUnit(tally, "plugin: PHPUnit, WordPress 6.7 on MariaDB", ["--mariadb"]);
  await runWithWooCommerce(tally, isAsked);
}
