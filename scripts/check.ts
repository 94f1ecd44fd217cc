/**
 * `npm run check`: everything that can be said without starting the app, in under two minutes. Runs all steps, also after a failure, and
 * prints the output of those that failed.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { keepCompiledCode } from "./compile-cache.ts";
import { root } from "./root.ts";

interface Step {
  name: string;
  /** Program in node_modules/.bin, or a script of ours. */
  command: readonly [program: string, ...args: string[]];
  /** What to do when it fails. */
  remedy: string;
}

const STEPS: readonly Step[] = [
  { name: "format", command: ["prettier", "--check", "--log-level=warn", "."], remedy: "npm run format" },
  { name: "lint", command: ["eslint", ".", "--max-warnings", "0"], remedy: "npm run lint" },
  {
    name: "import rules",
    command: ["depcruise", "app", "sandbox", "scripts", "tests", "--config", ".dependency-cruiser.cjs"],
    remedy: "the reason of each rule is in .dependency-cruiser.cjs",
  },
  { name: "types", command: ["tsc", "--noEmit"], remedy: "npm run typecheck" },
  { name: "dead code", command: ["knip", "--no-progress", "--no-config-hints"], remedy: "delete what nothing uses, or use it" },
  { name: "generated files", command: ["node", "scripts/generate.ts", "--check"], remedy: "node_modules/.bin/node scripts/generate.ts" },
  { name: "unit tests", command: ["vitest", "run", "--project", "unit", "--reporter=dot"], remedy: "npm test unit" },
];

interface Outcome {
  isOk: boolean;
  output: string;
  seconds: number;
}

function run([program, ...args]: Step["command"]): Promise<Outcome> {
  const startedAt = Date.now();
  const child = spawn(process.execPath, program === "node" ? args : [join(root, "node_modules/.bin", program), ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ isOk: code === 0, output, seconds: (Date.now() - startedAt) / 1000 })));
}

keepCompiledCode();
const failed: Step[] = [];
const startedAt = Date.now();
for (const step of STEPS) {
  const outcome = await run(step.command);
  console.log(`${outcome.isOk ? "ok    " : "FAILED"} ${step.name.padEnd(16)} ${outcome.seconds.toFixed(1).padStart(5)} s`);
  if (outcome.isOk) continue;
  failed.push(step);
  console.log(outcome.output.trim().replace(/^/gm, "       "));
}
console.log(
  `\n${failed.length === 0 ? "All checks passed" : `Failed: ${failed.map(({ name, remedy }) => `${name} (${remedy})`).join(", ")}`} in ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
