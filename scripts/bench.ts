/**
 * `npm run bench [-- --quick] [--only ingest,worker] [--write]`: each figure beside its raw ceiling, measured by turns in one run, since
 * only a ratio means anything on a busy machine. --quick takes about a minute; --write puts the table into README.md; --profile <folder>
 * leaves a CPU profile of the app there for each measurement.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { calm } from "./bench/calm.ts";
import { ingest, ingestAll } from "./bench/ingest.ts";
import { csv } from "./bench/csv.ts";
import { startLoad } from "./bench/load.ts";
import { describeMachine } from "./bench/machine.ts";
import type { BenchContext, Figure, Measurement } from "./bench/measurement.ts";
import { memory } from "./bench/memory.ts";
import { million } from "./bench/million.ts";
import { renderReport, writeReport } from "./bench/report.ts";
import { worker } from "./bench/worker.ts";
import { migrate } from "./migrate.ts";
import { root } from "./root.ts";

const MEASUREMENTS: readonly Measurement[] = [ingest, ingestAll, worker, calm, csv, memory, million];

function readArguments(): { isQuick: boolean; wanted: readonly Measurement[]; isWritten: boolean; profileFolder?: string } {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      write: { type: "boolean", default: false },
      profile: { type: "string" },
    },
  });
  const names = values.only?.split(",").map((name) => name.trim());
  const unknown = names?.filter((name) => !MEASUREMENTS.some((one) => one.name === name)) ?? [];
  if (unknown.length > 0)
    throw new Error(`There is no measurement ${unknown.join(", ")}: choose from ${MEASUREMENTS.map((one) => one.name).join(", ")}.`);
  return {
    isQuick: values.quick,
    wanted: MEASUREMENTS.filter((one) => names?.includes(one.name) ?? true),
    isWritten: values.write,
    ...(values.profile !== undefined && { profileFolder: resolve(values.profile) }),
  };
}

async function main(): Promise<void> {
  const { isQuick, wanted, isWritten, profileFolder } = readArguments();
  const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "crossdock-bench-"));
  const load = startLoad();
  const startedAt = Date.now();
  const figures: Figure[] = [];
  const context: BenchContext = {
    folder,
    template: join(folder, "template.db"),
    load,
    isQuick,
    ...(profileFolder !== undefined && { profileFolder }),
    say: (line) => console.error(line),
  };
  try {
    await migrate(`file:${context.template}`);
    for (const measurement of wanted) {
      context.say(`${measurement.name} …`);
      figures.push(...(await measurement.run(context)));
    }
  } finally {
    load.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const note = `${isQuick ? "Quick run" : "Run"} of ${Math.round((Date.now() - startedAt) / 1000)} s; interleaved rounds, medians.`;
  const report = renderReport(describeMachine(root), figures, note);
  console.log(`\n${report}`);
  if (isWritten) writeReport(join(root, "README.md"), report);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
