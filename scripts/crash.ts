/** The long crash run: `node_modules/.bin/node scripts/crash.ts [--kills 200] [--seed N]`; PostgreSQL with CROSSDOCK_TEST_DATABASE=postgres://… */
import { parseArgs } from "node:util";
import { runCrashTest } from "../tests/helpers/crash-run.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "200" }, seed: { type: "string", default: String(Date.now() % 1_000_000) } },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
console.log(
  `crash run: ${kills} kills, seed ${seed}, ${process.env.CROSSDOCK_TEST_DATABASE ? "PostgreSQL, two web and two worker processes" : "SQLite, one process"}`,
);
const startedAt = Date.now();
const report = await runCrashTest({ kills, seed, onProgress: (line) => console.log(line) });
const isRight =
  report.lostAcknowledged.length === 0 &&
  report.stored === report.sent &&
  report.acknowledged === report.sent &&
  report.completions["1"] === report.stored &&
  report.creations["1"] === report.stored &&
  report.tallied === report.stored;
console.log(JSON.stringify(report, null, 2));
console.log(`${isRight ? "right" : "WRONG"}: acknowledged = stored = sent, each applied once; ${Math.round((Date.now() - startedAt) / 1000)} s`);
process.exitCode = isRight ? 0 : 1;
