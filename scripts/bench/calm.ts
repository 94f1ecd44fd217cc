/** How long a webhook waits for its answer while somebody searches the monitor, exports all orders, or replays thousands of deliveries. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "../build.ts";
import { storeSession } from "./admin-session.ts";
import { BENCH_SHOP, insertShop, startAppProcess, type AppProcess } from "./app-process.ts";
import { startAsked } from "./ask-process.ts";
import { median } from "./figures.ts";
import type { BenchContext, Figure, Measurement } from "./measurement.ts";
import { spreadOf } from "./rounds.ts";
import { HISTORY_MERCHANTS, historyOrderRef, writeHistory } from "./stored-history.ts";
import { storeOrders } from "./stored-orders.ts";
import type { VisitAnswer, VisitRequest } from "./visitor-process.ts";

const GOAL = 2;
/** A busy shop's peak; a fixed rate, so that a request that waits does not keep the next from being sent. */
const PER_SECOND = 200;
const SHOP = HISTORY_MERCHANTS[0].domain;

type Ask = (shop: string, path: string, form?: Record<string, string>) => Promise<unknown>;

interface Busy {
  name: string;
  /** One piece of work; done again and again while deliveries are sent. `n` counts up. */
  work(ask: Ask, n: number): Promise<unknown>;
  /** Once is enough: it goes on by itself. */
  isOnce?: boolean;
}

const monitor = (query: Record<string, string>): string => `/app/monitor?${new URLSearchParams({ ...query, _data: "routes/app.monitor" })}`;
const SEARCHES: readonly ((n: number) => Record<string, string>)[] = [
  () => ({}),
  (n) => ({ q: historyOrderRef(n) }),
  () => ({ topic: "customers/update" }),
  () => ({ status: "dead" }),
  () => ({ range: "24h", status: "completed" }),
];

const BUSY: readonly Busy[] = [
  { name: "monitor search", work: (ask, n) => ask(SHOP, monitor(SEARCHES[n % SEARCHES.length]!(n))) },
  {
    name: "CSV export of orders",
    work: (ask) => ask(SHOP, `/app/export/orders?${new URLSearchParams({ _data: "routes/app.export.$kind" })}`),
  },
  {
    name: "replay of all orders",
    isOnce: true,
    work: (ask) => ask(BENCH_SHOP, monitor({}), { by_filter: "on", search: "", topic: "orders/create", status: "", range: "30d" }),
  },
];

async function p99During(context: BenchContext, app: AppProcess, numbers: { next: number }, ask: Ask, busy?: Busy): Promise<number> {
  const count = PER_SECOND * (context.isQuick ? 2 : 6);
  numbers.next += count;
  const answer = context.load.send({
    port: app.port,
    secret: app.secret,
    shop: BENCH_SHOP,
    concurrency: 64,
    first: numbers.next - count,
    count,
    perSecond: PER_SECOND,
  });
  let isOver = false;
  void answer.finally(() => (isOver = true)).catch(() => undefined);
  if (busy?.isOnce) await busy.work(ask, 0);
  else if (busy) for (let n = 0; !isOver; n++) await busy.work(ask, n);
  const { p99Ms } = await answer;
  await app.drained();
  return p99Ms;
}

async function run(context: BenchContext): Promise<Figure[]> {
  await ensureBuilt();
  const rounds = context.isQuick ? 2 : 7;
  const file = join(context.folder, "calm.db");
  copyFileSync(context.template, file);
  writeHistory(file, { deliveries: context.isQuick ? 20_000 : 200_000 });
  insertShop(file);
  const stored = context.isQuick ? 1000 : 5000;
  await storeOrders(file, stored);
  const app = await startAppProcess(context, { role: "all", name: "calm", databaseFile: file });
  const visitor = startAsked<VisitRequest, VisitAnswer>("visitor-process.ts");
  const { port, apiKey, secret } = app;
  const ask: Ask = (shop, path, form) => visitor.ask({ app: { port, apiKey, secret }, shop, path, ...(form && { form }) });
  const numbers = { next: stored };
  const figures: Figure[] = [];
  try {
    for (const shop of [SHOP, BENCH_SHOP]) await storeSession(app, shop);
    await app.drained();
    for (const busy of BUSY) {
      const idle: number[] = [];
      const during: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const quiet = await p99During(context, app, numbers, ask);
        const loud = await p99During(context, app, numbers, ask, busy);
        if (round === 0) continue;
        idle.push(quiet);
        during.push(loud);
      }
      const ratio = median(during) / median(idle);
      figures.push({
        what: `ingest p99 at ${PER_SECOND}/s during ${busy.name}`,
        ours: `${median(during).toFixed(1)} ms`,
        beside: `${median(idle).toFixed(1)} ms idle`,
        ratio,
        spread: spreadOf(during.map((ms, at) => ms / idle[at]!)),
        goal: `≤ ${GOAL}`,
        isMet: ratio <= GOAL,
      });
      context.say(`  ${busy.name}: ${figures.at(-1)!.ours} beside ${figures.at(-1)!.beside} = ${ratio.toFixed(2)}`);
    }
    return figures;
  } finally {
    visitor.stop();
    await app.stop();
  }
}

export const calm: Measurement = { name: "calm", run };
