/** Durable ingest, and the same deliveries again, beside the raw ceiling; alone (ROLE=web) and with the worker in the same process (ROLE=all). */
import { BENCH_SHOP, startAppProcess, type AppProcess } from "./app-process.ts";
import { startCeiling, type Ceiling } from "./ceiling.ts";
import type { BenchContext, Figure, Measurement } from "./measurement.ts";
import { interleave, rateFigure } from "./rounds.ts";

const CONCURRENCY = [1, 16, 64] as const;
const GOAL = 0.8;

/** Deliveries per round: enough for about two seconds at a few thousand per second. */
const countOf = (concurrency: number, isQuick: boolean): number => (concurrency === 1 ? 1500 : 8000) / (isQuick ? 4 : 1);

/** Sends new deliveries on each call, or (`again`) those of the last call once more. */
function sender(context: BenchContext, target: AppProcess | Ceiling, numbers: { next: number }) {
  return async (concurrency: number, count: number, again = false): Promise<number> => {
    if (!again) numbers.next += count;
    const answer = await context.load.send({
      port: target.port,
      secret: target.secret,
      shop: BENCH_SHOP,
      concurrency,
      first: numbers.next - count,
      count,
    });
    return answer.perSecond;
  };
}

async function measure(context: BenchContext, role: "web" | "all", label: string): Promise<Figure[]> {
  const rounds = context.isQuick ? 3 : 7;
  const app = await startAppProcess(context, { role, name: `ingest-${role}` });
  const ceiling = await startCeiling(context, `ingest-${role}-ceiling`);
  const toApp = sender(context, app, { next: 0 });
  const toCeiling = sender(context, ceiling, { next: 0 });
  const figures: Figure[] = [];
  try {
    for (const concurrency of CONCURRENCY) {
      // With the worker in the process, its backlog is worked off before the ceiling's turn comes.
      const count = role === "all" ? Math.min(2000, countOf(concurrency, context.isQuick)) : countOf(concurrency, context.isQuick);
      const again: number[][] = [[], []];
      const ours = async (): Promise<number> => {
        const rate = await toApp(concurrency, count);
        if (role === "all") await app.drained();
        else again[0]!.push(await toApp(concurrency, count, true));
        return rate;
      };
      const beside = async (): Promise<number> => {
        const rate = await toCeiling(concurrency, count);
        if (role === "web") again[1]!.push(await toCeiling(concurrency, count, true));
        return rate;
      };
      const done = await interleave(rounds, ours, beside);
      figures.push(rateFigure(`${label}, ${concurrency} at once`, done, role === "web" ? GOAL : null));
      if (role === "web") {
        const repeats = done.map((_, round) => ({ ours: again[0]![round + 1]!, beside: again[1]![round + 1]! }));
        figures.push(rateFigure(`the same deliveries again, ${concurrency} at once`, repeats, GOAL));
      }
      context.say(
        figures
          .slice(role === "web" ? -2 : -1)
          .map((figure) => `  ${figure.what}: ${figure.ours} of ${figure.beside} = ${figure.ratio!.toFixed(2)} (${figure.spread})`)
          .join("\n"),
      );
    }
    return figures;
  } finally {
    await Promise.all([app.stop(), ceiling.stop()]);
  }
}

export const ingest: Measurement = { name: "ingest", run: (context) => measure(context, "web", "durable ingest") };
export const ingestAll: Measurement = { name: "ingest-all", run: (context) => measure(context, "all", "durable ingest, worker in the same process") };
