/** The worker on stored orders, beside a raw loop of exactly the same row writes in the same groups, without parsing, checking or reading. */
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startAsked } from "./ask-process.ts";
import type { BenchContext, Figure, Measurement } from "./measurement.ts";
import { interleave, rateFigure } from "./rounds.ts";
import { makeStoredOrders } from "./stored-orders.ts";
import type { WorkAnswer, WorkRequest } from "./work-process.ts";

const GOAL = 0.6;

async function run(context: BenchContext): Promise<Figure[]> {
  const rounds = context.isQuick ? 3 : 7;
  const figures: Figure[] = [];
  for (const { label, revisions, goal } of [
    { label: "worker, new orders", revisions: 1, goal: GOAL },
    { label: "worker, each order created and updated twice", revisions: 3, goal: null },
  ]) {
    const deliveries = context.isQuick ? 1200 : 3000;
    const stored = join(context.folder, "stored.db");
    await makeStoredOrders(context, stored, deliveries / revisions, revisions);
    const ours = startAsked<WorkRequest, WorkAnswer>("work-process.ts", profiling(context, `worker-${revisions}`));
    const raw = startAsked<WorkRequest, WorkAnswer>("work-process.ts");
    const onCopy = async (side: typeof ours, kind: WorkRequest["kind"]): Promise<WorkAnswer> => {
      const file = join(context.folder, "work.db");
      copyFileSync(stored, file);
      try {
        return await side.ask({ kind, file, deliveries });
      } finally {
        for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
      }
    };
    try {
      const { rowWrites } = await onCopy(raw, "record");
      const done = await interleave(
        rounds,
        async () => (await onCopy(ours, "worker")).perSecond,
        async () => (await onCopy(raw, "raw")).perSecond,
      );
      const figure = rateFigure(`${label} (${(rowWrites / deliveries).toFixed(1)} row writes each)`, done, goal);
      context.say(`  ${figure.what}: ${figure.ours} of ${figure.beside} = ${figure.ratio?.toFixed(2)} (${figure.spread})`);
      figures.push(figure);
    } finally {
      ours.stop();
      raw.stop();
      rmSync(stored, { force: true });
    }
  }
  return figures;
}

const profiling = ({ profileFolder }: BenchContext, name: string): string[] =>
  profileFolder === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", profileFolder, "--cpu-prof-name", `${name}.cpuprofile`];

export const worker: Measurement = { name: "worker", run };
