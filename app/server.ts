/**
 * One process of Crossdock. ROLE=all: ingest, pages and worker; web: ingest and pages; worker: the worker and its health.
 * The plain endpoints stand in front of Remix: a webhook never waits for a page.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { createQuota } from "./api/quota.server.ts";
import { createRest } from "./api/rest.server.ts";
import { REST_ROUTES } from "./api/routes.ts";
import { createBridge } from "./bridge/bridge.server.ts";
import { isDownload, sendPlugin } from "./bridge/download.server.ts";
import { READABLE } from "./channels/readable.ts";
import { CONNECTORS } from "./connectors/all.ts";
import { setDatabase } from "./data/get-database.server.ts";
import { openDatabase } from "./data/open-database.server.ts";
import { createReceiptCounters } from "./inbox/receipt-counters.server.ts";
import { createInbox } from "./inbox/inbox.server.ts";
import { createOperations } from "./ingest/operations.server.ts";
import { createEventReceiver, EVENT_PATH } from "./ingest/receive-event.server.ts";
import { createReportDoor } from "./ingest/receive-report.server.ts";
import { createShopifyReceiver } from "./ingest/receive-webhook.server.ts";
import { createHookDoor } from "./ingest/receive-woocommerce.server.ts";
import { createPageHandler, type Pages } from "./page-handler.server.ts";
import { startPages, trustOf, type PagesOptions, type RunningPages } from "./pages.server.ts";
import { systemClock } from "./lib/clock.ts";
import { EnvironmentError, getEnv } from "./lib/env.ts";
import { newId } from "./lib/ids.ts";
import { getLog } from "./lib/log.server.ts";
import { lowerHelperPriority } from "./lib/lower-priority.ts";
import { deliveryLane } from "./inbox/delivery-lane.ts";
import { openQueue } from "./queue/open-queue.server.ts";
import { setQueue } from "./queue/get-queue.server.ts";
import { listVerificationSecrets, rememberEnvironmentApp } from "./services/app-credentials.server.ts";
import { serviceContext } from "./services/context.server.ts";
import { findReportingAccount } from "./services/find-reporting-account.server.ts";
import { readByPlugin, sourceCall } from "./services/source-call.server.ts";
import { findHookAccount, findHookAccounts } from "./services/woocommerce/find-hook-account.server.ts";
import { syncLane } from "./sync/sync-lane.ts";
import { startWorker, type RunningWorker } from "./worker.server.ts";
import { scheduledTasks, syncActions } from "./worker-tasks.server.ts";

/**
 * A stop takes ten seconds at most, a call to another system may hang for longer. What is still in work then keeps its lease, and the next
 * worker's sweep makes it due again.
 */
const WORKER_STOP_MS = 4_000;

export interface RunningServer {
  port: number;
  /** Finishes or gives back what is in work, closes the port and the database. */
  close(): Promise<void>;
}

interface ServerOptions {
  /** Where pages come from: the built bundle, in a thread of its own, by default; Vite in development, in this thread. */
  pages?: Pages;
  /** A module that the pages' thread loads first, where this process did not load it by `--import`. */
  preload?: string;
}

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  lowerHelperPriority();
  const env = getEnv();
  const log = getLog();
  const workerId = newId("wrk");
  const db = openDatabase(env.DATABASE_URL, { isServing: true });
  setDatabase(db);
  const queue = await openQueue({
    db,
    clock: systemClock,
    workerId,
    onError: (error, lane) => log.error("queue", { job: lane.name, error: error.name }),
  });
  setQueue(queue);
  const context = serviceContext();
  await rememberEnvironmentApp(context);
  const counters = createReceiptCounters(db);
  const inbox = createInbox(db, queue);
  const receive = createShopifyReceiver({
    inbox,
    counters,
    clock: systemClock,
    onError: (error) => log.error("a delivery could not be stored", { error: error.name }),
    secrets: async () => (await listVerificationSecrets(context, "shopify")).map(({ secret }) => secret),
  });
  const receiveEvent = createEventReceiver({
    db,
    inbox,
    counters,
    quota: createQuota(db),
    clock: systemClock,
    onError: (error) => log.error("an event could not be stored", { error: error.name }),
  });
  const rest = createRest(context, REST_ROUTES);
  const reports = createReportDoor({
    connectors: CONNECTORS,
    inbox,
    counters,
    clock: systemClock,
    findAccount: (connector, id) => findReportingAccount(context, connector, id),
    onError: (error) => log.error("a report could not be stored", { error: error.name }),
  });
  const hooks = createHookDoor({
    inbox,
    counters,
    clock: systemClock,
    findById: (id) => findHookAccount(context, id),
    findBySource: (source) => findHookAccounts(context, source),
    onError: (error) => log.error("a store's webhook could not be stored", { error: error.name }),
  });
  const bridge = createBridge({ ctx: context, inbox, counters, isProxyTrusted: trustOf(env.TRUST_PROXY), allowsSignUp: env.ALLOW_SIGNUP });
  const operations = createOperations({ db, clock: systemClock, metricsToken: env.METRICS_TOKEN ?? null, needsWorker: env.ROLE !== "web" });
  const pages = env.ROLE === "worker" ? null : await pagesFrom(options, { db, queue, log, trustProxy: env.TRUST_PROXY });
  const flushing = setInterval(() => void counters.flush().catch(() => undefined), 1_000);

  const server = createServer((req, res) => {
    const path = (req.url ?? "/").split("?", 1)[0] ?? "/";
    if (path === "/webhooks/shopify" && env.ROLE !== "worker") receive(req, res);
    else if (path === EVENT_PATH && env.ROLE !== "worker") receiveEvent(req, res);
    else if (hooks.handles(path) && env.ROLE !== "worker") hooks.receive(req, res);
    else if (rest.handles(path) && env.ROLE !== "worker") rest.answer(req, res);
    else if (bridge.handles(path) && env.ROLE !== "worker") bridge.answer(req, res);
    else if (isDownload(path) && env.ROLE !== "worker") sendPlugin(req, res);
    else if (reports.handles(path) && env.ROLE !== "worker") reports.receive(req, res);
    else if (operations.handles(path)) void operations.answer(path, req, res);
    else if (pages) pages.handle(req, res);
    else notHere(req, res);
  });
  // Shopify gives up after five seconds; a slower sender is not a platform.
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.keepAliveTimeout = 65_000;
  let worker: RunningWorker | null = null;
  if (env.ROLE !== "web") {
    worker = await startWorker({
      db,
      queue,
      channels: READABLE,
      clock: systemClock,
      log,
      workerId,
      syncActions: syncActions(context),
      callFor: (connection, syncItemId) => sourceCall(context, connection, { syncItemId }),
      readElsewhere: (item, connection) => readByPlugin(context, item, connection),
      tasks: scheduledTasks(context),
    });
  }
  const port = await listen(server, env.PORT, env.HOST);
  log.info("ready", { port, role: env.ROLE, engine: db.engine, pid: process.pid });
  return {
    port,
    async close() {
      clearInterval(flushing);
      bridge.stop();
      await stopListening(server);
      await pages?.close();
      await Promise.race([worker?.stop(), delay(WORKER_STOP_MS, undefined, { ref: false })]);
      await counters.flush();
      await db.close();
      setDatabase(undefined);
    },
  };
}

async function pagesFrom({ pages, preload }: ServerOptions, needs: Pick<PagesOptions, "db" | "queue" | "log" | "trustProxy">): Promise<RunningPages> {
  if (pages === undefined) return startPages({ ...needs, lanes: [deliveryLane, syncLane], ...(preload !== undefined && { preload }) });
  const handle = await createPageHandler({ log: needs.log, trustProxy: needs.trustProxy, pages });
  return { handle, close: () => Promise.resolve() };
}

function notHere(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(404, { "content-type": "application/json" }).end('{"error":{"type":"not_found","message":"This process does not serve that path."}}');
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as { port: number }).port));
  });
}

/** Answers what has arrived, takes nothing new; connections that stay busy are cut before the ten seconds of a stop are over. */
function stopListening(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), 4_000);
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

if (import.meta.main) {
  try {
    const server = await startServer();
    let isStopping = false;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        if (isStopping) return;
        isStopping = true;
        void server.close().then(() => process.exit(0));
      });
    }
  } catch (error) {
    process.stderr.write(`${error instanceof EnvironmentError ? error.message : `Crossdock could not start: ${(error as Error).message}`}\n`);
    process.exit(1);
  }
}
