/** The pages on a million stored deliveries, beside the same pages on ten thousand: an index makes them cost the same. */
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "#app/data/database.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { presentDelivery } from "#app/presenters/delivery.server.ts";
import { presentMonitor } from "#app/presenters/monitor.server.ts";
import { presentOrder } from "#app/presenters/order.server.ts";
import { presentOrders } from "#app/presenters/orders.server.ts";
import { median } from "./figures.ts";
import type { BenchContext, Figure, Measurement } from "./measurement.ts";
import { spreadOf } from "./rounds.ts";
import { HISTORY_MERCHANTS, historyExternalId, historyOrderId, historyOrderRef, writeHistory } from "./stored-history.ts";

const GOAL = 2;
const MERCHANT = HISTORY_MERCHANTS[0].merchantId;
const ZONE = "America/Chicago";

interface History {
  db: Database;
  deliveries: number;
  orders: number;
  now: number;
}

/** One page, or one search on it. `at` is between 0 and 1 and moves through the history, so that no two rounds ask for the same rows. */
interface Page {
  name: string;
  open(history: History, at: number): Promise<unknown>;
}

const monitor = (name: string, query: (history: History, at: number) => Record<string, string>): Page => ({
  name,
  open: (history, at) => presentMonitor(history.db, MERCHANT, ZONE, new URLSearchParams(query(history, at)), history.now),
});
const orderAt = ({ orders }: History, at: number): number => Math.floor(at * (orders - 1));

const PAGES: readonly Page[] = [
  monitor("monitor", () => ({})),
  monitor("search by order number", (history, at) => ({ q: historyOrderRef(orderAt(history, at)).slice("SH-".length) })),
  monitor("search by external id", (history, at) => ({ q: historyExternalId(0, orderAt(history, at)) })),
  monitor("search by delivery number", (history, at) => ({ q: String(1 + Math.floor(at * (history.deliveries - 1))) })),
  monitor("search by topic", () => ({ topic: "customers/update" })),
  monitor("search by status dead", () => ({ status: "dead" })),
  monitor("search by status completed", () => ({ status: "completed" })),
  monitor("search by the last 24 hours", () => ({ range: "24h" })),
  monitor("search by topic, status and time", () => ({ topic: "orders/paid", status: "dead", range: "7d" })),
  monitor("search that finds nothing", () => ({ q: "#does-not-exist" })),
  { name: "order page", open: (history, at) => presentOrder(history.db, MERCHANT, historyOrderId(0, orderAt(history, at)), ZONE, history.now) },
  {
    name: "delivery page",
    open: (history, at) => presentDelivery(history.db, MERCHANT, 1 + Math.floor(at * (history.deliveries - 1)), ZONE, history.now),
  },
  { name: "orders", open: (history) => presentOrders(history.db, MERCHANT, ZONE, new URLSearchParams(), history.now) },
  {
    name: "orders, search by number",
    open: (history, at) => presentOrders(history.db, MERCHANT, ZONE, new URLSearchParams({ q: historyOrderRef(orderAt(history, at)) }), history.now),
  },
];

async function timeOf(page: Page, history: History, at: number): Promise<number> {
  const startedAt = performance.now();
  await page.open(history, at);
  return performance.now() - startedAt;
}

async function run(context: BenchContext): Promise<Figure[]> {
  const rounds = context.isQuick ? 15 : 41;
  const many = context.isQuick ? 100_000 : 1_000_000;
  const now = Date.now();
  const open = (deliveries: number): History => {
    const file = join(context.folder, `history-${deliveries}.db`);
    copyFileSync(context.template, file);
    const orders = writeHistory(file, { deliveries, now })[0]!;
    return { db: openDatabase(`file:${file}`), deliveries, orders, now };
  };
  const histories = { few: open(10_000), many: open(many) };
  context.say(`  histories of ${histories.few.deliveries} and ${many} deliveries are made`);
  const figures: Figure[] = [];
  try {
    for (const page of PAGES) {
      const times = { few: [] as number[], many: [] as number[] };
      for (let round = -3; round < rounds; round++) {
        // Spread evenly, in no order.
        const at = ((round + 3) * 0.618034) % 1;
        for (const side of round % 2 === 0 ? (["few", "many"] as const) : (["many", "few"] as const)) {
          const ms = await timeOf(page, histories[side], at);
          if (round >= 0) times[side].push(ms);
        }
      }
      const ratio = median(times.many) / median(times.few);
      figures.push({
        what: `${page.name}: ${many.toLocaleString("en")} deliveries beside 10,000`,
        ours: `${median(times.many).toFixed(1)} ms`,
        beside: `${median(times.few).toFixed(1)} ms`,
        ratio,
        spread: spreadOf(times.many.map((ms, at) => ms / times.few[at]!)),
        goal: `≤ ${GOAL}`,
        isMet: ratio <= GOAL,
      });
      context.say(`  ${page.name}: ${figures.at(-1)!.ours} beside ${figures.at(-1)!.beside} = ${ratio.toFixed(2)}`);
    }
    return figures;
  } finally {
    for (const { db, deliveries } of Object.values(histories)) {
      await db.close();
      rmSync(join(context.folder, `history-${deliveries}.db`), { force: true });
    }
  }
}

export const million: Measurement = { name: "million", run };
