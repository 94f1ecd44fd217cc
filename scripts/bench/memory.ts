/** Memory of one process (ingest and worker) over many deliveries: it must not grow with their number. */
import { readFileSync } from "node:fs";
import { BENCH_SHOP, startAppProcess, type AppProcess } from "./app-process.ts";
import { slope } from "./figures.ts";
import type { BenchContext, Figure, Measurement } from "./measurement.ts";

const MB = 2 ** 20;
/** What counts as flat: growth per 100,000 deliveries, over all but the first quarter (until then caches fill and code is compiled). */
const FLAT_MB = 10;

interface Sample {
  deliveries: number;
  rssMb: number;
  heapMb: number;
}

async function sample(app: AppProcess, deliveries: number): Promise<Sample> {
  const metrics = await app.metrics();
  return {
    deliveries,
    rssMb: (metrics.process_resident_memory_bytes ?? residentBytes(app.pid)) / MB,
    heapMb: (metrics.nodejs_heap_size_used_bytes ?? NaN) / MB,
  };
}

export const residentMb = (pid: number): number => residentBytes(pid) / MB;

/** Linux only; elsewhere /metrics says it. */
const residentBytes = (pid: number): number => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

async function run(context: BenchContext): Promise<Figure[]> {
  const total = context.isQuick ? 12_000 : 200_000;
  const perStep = total / 40;
  const app = await startAppProcess(context, { role: "all", name: "memory" });
  const samples: Sample[] = [];
  try {
    for (let sent = 0; sent < total; sent += perStep) {
      await context.load.send({ port: app.port, secret: app.secret, shop: BENCH_SHOP, concurrency: 16, first: sent, count: perStep });
      await app.drained();
      samples.push(await sample(app, sent + perStep));
      if (samples.length % 10 === 0)
        context.say(
          `  after ${sent + perStep} deliveries: ${samples.at(-1)!.rssMb.toFixed(0)} MB resident, ${samples.at(-1)!.heapMb.toFixed(0)} MB heap`,
        );
    }
  } finally {
    await app.stop();
  }
  const settled = samples.slice(samples.length / 4);
  return [
    figure("resident memory", settled, (one) => one.rssMb, total, context.isQuick),
    figure("heap in use", settled, (one) => one.heapMb, total, context.isQuick),
  ];
}

function figure(what: string, samples: readonly Sample[], pick: (sample: Sample) => number, total: number, isQuick: boolean): Figure {
  const growth = slope(samples.map((one) => ({ x: one.deliveries / 100_000, y: pick(one) })));
  const values = samples.map(pick);
  return {
    what: `${what} over ${total.toLocaleString("en")} deliveries`,
    ours: `${values.at(-1)!.toFixed(0)} MB at the end`,
    beside: `${values[0]!.toFixed(0)} MB after a quarter`,
    ratio: null,
    spread: `${growth >= 0 ? "+" : ""}${growth.toFixed(1)} MB per 100,000 (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} MB)`,
    goal: `≤ ${FLAT_MB} MB per 100,000`,
    isMet: isQuick ? null : growth <= FLAT_MB,
  };
}

export const memory: Measurement = { name: "memory", run };
