import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { closedNetwork } from "../../tests/wordpress/network.ts";
import { root } from "../root.ts";
import type { SuiteSummary } from "./summary-reporter.ts";

export interface SuiteRun {
  /** One or more projects of vitest.config.ts. */
  project: string | readonly string[];
  /** What it is called in the output; default: the project. */
  label?: string;
  env?: Record<string, string>;
  /** Names or parts of paths of test files. */
  filters?: readonly string[];
  timeoutMs?: number;
  /** Runs it where loopback is the only network (tests/wordpress/README.md). */
  isNetworkClosed?: boolean;
}

const DEFAULT_TIMEOUT_MS = 30 * 60_000;

/**
 * Runs one vitest project in a process of its own and answers its counts. A runner that dies, hangs or finds no test counts as one
 * failure: silence is never success.
 */
export async function runSuite({
  project,
  label = String(project),
  env = {},
  filters = [],
  timeoutMs = DEFAULT_TIMEOUT_MS,
  isNetworkClosed = false,
}: SuiteRun): Promise<SuiteSummary> {
  const folder = join(root, "test-results", "summaries");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${label.replace(/\W+/g, "-")}.json`);
  rmSync(file, { force: true });
  const args = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    ...[project].flat().map((name) => `--project=${name}`),
    "--passWithNoTests",
    "--reporter=default",
    `--reporter=${join(root, "scripts/test/summary-reporter.ts")}`,
    ...filters,
  ];
  const command = [process.execPath, ...args] as const;
  const [program, ...rest] = isNetworkClosed ? closedNetwork(command) : command;
  const child = spawn(program, rest, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env, CROSSDOCK_SUMMARY_FILE: file },
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  const code = await new Promise<number | null>((resolve) => child.once("exit", (exitCode) => resolve(exitCode)));
  clearTimeout(timer);
  if (!existsSync(file)) return failedRun(`the ${label} runner ended (${code ?? "killed"}) without a result`);
  const summary = JSON.parse(readFileSync(file, "utf8")) as SuiteSummary;
  const total = summary.passed + summary.failed + summary.skipped.length;
  if (total === 0) return failedRun(`the ${label} suite has no tests`);
  if (code !== 0 && summary.failed === 0)
    return { ...summary, failed: 1, failures: [`the ${label} runner exited with ${code} though no test failed`] };
  return summary;
}

function failedRun(reason: string): SuiteSummary {
  return { passed: 0, failed: 1, skipped: [], failures: [reason] };
}
