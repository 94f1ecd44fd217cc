/** A vitest reporter that writes what scripts/test.ts adds up: counts, failures, and each skip with its reason. */
import { writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase, TestModule } from "vitest/node";

const MAX_REASON = 600;

export interface SuiteSummary {
  passed: number;
  failed: number;
  skipped: { name: string; reason: string }[];
  failures: string[];
}

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const summary: SuiteSummary = { passed: 0, failed: 0, skipped: [], failures: [] };
    for (const module of modules) {
      const errors = module.errors().length;
      if (errors > 0) countFailure(summary, `${module.relativeModuleId}: the file could not be run`);
      for (const test of module.children.allTests()) countTest(summary, module.relativeModuleId, test);
    }
    for (const error of unhandledErrors) countFailure(summary, `outside any test: ${String((error as Error).message ?? error)}`);
    const file = process.env.CROSSDOCK_SUMMARY_FILE;
    if (file) writeFileSync(file, JSON.stringify(summary));
  }
}

function countTest(summary: SuiteSummary, file: string, test: TestCase): void {
  const name = `${file} > ${test.fullName}`;
  const result = test.result();
  if (result.state === "passed") summary.passed++;
  else if (result.state === "failed") countFailure(summary, `${name}\n    ${reasonOf(result.errors)}`);
  else if (result.state === "skipped") summary.skipped.push({ name, reason: result.note ?? reasonInName(test.fullName) });
  else countFailure(summary, `${name}: did not finish`);
}

/** The beginning of what was thrown: where only the end of a long output is kept, it is what says why. */
function reasonOf(errors: readonly { message?: string }[]): string {
  const text = stripVTControlCharacters(errors.map(({ message }) => message ?? "").join(" | ")).replace(/\s+/g, " ");
  return text.length > MAX_REASON ? `${text.slice(0, MAX_REASON)}…` : text;
}

/** A suite that skips itself says why in brackets: describe.skipIf(…)("the fsync before the 2xx (needs strace and SQLite)"). */
function reasonInName(name: string): string {
  return /\((needs [^()]+)\)/.exec(name)?.[1] ?? "no reason given: put (needs …) into its name";
}

function countFailure(summary: SuiteSummary, name: string): void {
  summary.failed++;
  summary.failures.push(name);
}
