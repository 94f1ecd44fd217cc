/** Home: what needs attention first, then the last orders. */
import type { Database } from "#app/data/database.ts";
import { listConnections } from "#app/data/connections-list.server.ts";
import { listOrders } from "#app/data/orders-list.server.ts";
import { countOpenDeliveries, countOpenSyncItems } from "#app/data/statistics-window.server.ts";
import { listSubscriptions } from "#app/data/webhooks-registry.server.ts";
import type { OrderItem, Statistics } from "#app/lib/view-items.ts";
import { listFailingPolls } from "#app/data/poll-states.server.ts";
import { explainFailure, FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import { FAILURE_LINKS } from "#app/domain/failure-entry.ts";
import { isStalled } from "#app/domain/stalled.ts";
import { readWaiting } from "#app/data/waiting.server.ts";
import { connectionReason } from "./names.ts";
import { orderItem } from "./orders.server.ts";
import { presentStatistics } from "./statistics.server.ts";

export interface Concern {
  key: string;
  tone: "critical" | "warning" | "info";
  title: string;
  text: string;
  action: { content: string; url: string };
}
export interface HomeView {
  concerns: Concern[];
  statistics: Statistics;
  orders: OrderItem[];
  /** Figures and concerns will soon be others. */
  isWorking: boolean;
  /** False: connected, but nothing has come yet. */
  hasData: boolean;
}

const LAST_ORDERS = 8;
const WORKING: ReadonlySet<string> = new Set(["pending", "processing", "failed", "held"]);

export async function presentHome(db: Database, merchantId: string, timeZone: string | null, now: number): Promise<HomeView> {
  const [connections, subscriptions, open, items, quarantined, orders, figures, waiting, polls] = await Promise.all([
    listConnections(db, merchantId),
    listSubscriptions(db, merchantId),
    countOpenDeliveries(db, merchantId),
    countOpenSyncItems(db, merchantId),
    listOrders(db, merchantId, { isQuarantined: true }, { size: 1 }),
    listOrders(db, merchantId, {}, { size: LAST_ORDERS }),
    presentStatistics(db, merchantId, timeZone, now),
    readWaiting(db, merchantId, now),
    listFailingPolls(db, merchantId),
  ]);
  const active = new Set(connections.filter((one) => one.status === "active").map((one) => one.id));
  const failing = subscriptions.filter((row) => row.status === "error" && active.has(row.connection_id));
  const stores = new Map(connections.filter((one) => one.channel === "woocommerce").map((one) => [one.id, one.name]));
  const broken = failing.filter((row) => !stores.has(row.connection_id)).length;
  const concerns: Concern[] = connections
    .filter((one) => one.status !== "active")
    .map((one) => ({
      key: one.id,
      tone: one.status === "error" ? ("critical" as const) : ("warning" as const),
      title: `${one.name} is ${one.status === "error" ? "not readable" : "not connected"}`,
      text: connectionReason(one.status_reason) ?? "Nothing new is processed.",
      action: { content: "Open Integrations", url: "/app/integrations" },
    }));
  concerns.push(...storeConcerns(stores, failing, polls));
  if (isStalled(waiting)) concerns.unshift(stalled());
  const concern = (key: string, tone: Concern["tone"], count: number, one: string, many: string, text: string, content: string, url: string) => {
    if (count > 0)
      concerns.push({ key, tone, title: count === 1 ? one : `${count.toLocaleString("en-GB")} ${many}`, text, action: { content, url } });
  };
  concern(
    "dead",
    "critical",
    open.dead,
    "1 delivery failed",
    "deliveries failed",
    "Stored safely. Look at the reason, then replay.",
    "Show failed",
    "/app/monitor?status=dead",
  );
  concern(
    "webhooks",
    "critical",
    broken,
    "1 webhook is not registered",
    "webhooks are not registered",
    "Shopify does not tell us about such changes. Crossdock tries again by itself.",
    "Open Webhooks",
    "/app/webhooks",
  );
  concern(
    "held",
    "warning",
    open.held,
    "1 delivery waits for another",
    "deliveries wait for others",
    "What it depends on has not arrived yet. It continues by itself when that does.",
    "Show held",
    "/app/monitor?status=held",
  );
  if (quarantined.rows.length > 0)
    concerns.push({
      key: "quarantine",
      tone: "warning",
      title: "Orders do not add up",
      text: "Their amounts differ from their totals. They are shown, but not written to other systems.",
      action: { content: "Show orders", url: "/app/orders?checking=1" },
    });
  concern(
    "retry",
    "info",
    open.failed,
    "1 delivery is being retried",
    "deliveries are being retried",
    "A try failed. The next one comes by itself.",
    "Show",
    "/app/monitor?status=failed",
  );
  const working = open.pending + open.processing;
  concern(
    "working",
    "info",
    working,
    "1 delivery is being processed",
    "deliveries are being processed",
    "Stored safely. They are worked through in the order in which they came.",
    "Open the sync monitor",
    "/app/monitor",
  );
  // Work that no delivery stands for, such as a webhook that is registered again.
  const others = items.filter((item) => WORKING.has(item.status)).reduce((total, item) => total + item.count, 0);
  concern(
    "sync",
    "info",
    others,
    "1 more piece of work is under way",
    "more pieces of work are under way",
    "What Crossdock does for your store beside what it receives. It goes on by itself.",
    "Open the sync monitor",
    "/app/monitor",
  );
  return {
    concerns,
    statistics: figures.statistics,
    orders: orders.rows.map((row) => orderItem(row, timeZone, now)),
    isWorking: working + others > 0,
    hasData: orders.rows.length > 0 || figures.statistics.operations > 0,
  };
}

/** A store with REST keys that does not answer, or dropped its webhooks: one line per store, the graver first. */
function storeConcerns(
  stores: ReadonlyMap<string, string>,
  hooks: readonly { connection_id: string }[],
  polls: Awaited<ReturnType<typeof listFailingPolls>>,
): Concern[] {
  return [...stores].flatMap(([id, name]): Concern[] => {
    const action = { content: "Open the store", url: `/app/integrations/${id}` };
    const poll = polls.find((one) => one.connection_id === id);
    const count = hooks.filter((one) => one.connection_id === id).length;
    if (poll?.error_code) {
      const text = `${poll.error_message ?? ""} ${explainFailure(poll.error_code).remedy}`.trim();
      return [{ key: `poll:${id}`, tone: "critical", title: `${name} cannot be asked what changed`, text, action }];
    }
    if (count === 0) return [];
    const text = "They are made again by themselves. Until then, changes arrive when the store is asked, every few minutes.";
    return [{ key: `hooks:${id}`, tone: "warning", title: `${name} lacks ${count === 1 ? "a webhook" : `${count} webhooks`}`, text, action }];
  });
}

/** In the words of the API and of the list of errors. */
function stalled(): Concern {
  const { title, happened, remedy } = FAILURE_CATALOGUE.events_not_processing;
  const { label, path } = FAILURE_LINKS.open_monitor;
  return { key: "events_not_processing", tone: "critical", title, text: `${happened} ${remedy}`, action: { content: label, url: path } };
}
