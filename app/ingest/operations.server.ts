/** GET /healthz, /readyz, /metrics: for whoever runs Crossdock. */
import { hash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readOperations, type OperationsState } from "#app/data/system/operations.server.ts";
import type { Database } from "#app/data/database.ts";
import type { Clock } from "#app/lib/clock.ts";

/** A worker that has not been heard of for so long is taken for dead. */
const WORKER_SILENT_MS = 15_000;
const PATHS: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

export interface Operations {
  handles(path: string): boolean;
  answer(path: string, req: IncomingMessage, res: ServerResponse): Promise<void>;
}

export interface OperationsOptions {
  db: Database;
  clock: Clock;
  metricsToken: string | null;
  /** A web process goes on storing deliveries while no worker lives: it is ready all the same, and says so. */
  needsWorker: boolean;
}

export function createOperations({ db, clock, metricsToken, needsWorker }: OperationsOptions): Operations {
  const state = () => readOperations(db, clock());
  return {
    handles: (path) => PATHS.has(path),
    async answer(path, req, res) {
      if (path === "/healthz") return send(res, 200, "application/json", '{"status":"ok"}');
      if (path === "/metrics" && !mayReadMetrics(req, metricsToken)) return send(res, 401, "text/plain", "Send METRICS_TOKEN as a bearer token.\n");
      try {
        const now = await state();
        if (path === "/metrics") return send(res, 200, "text/plain; version=0.0.4", prometheus(now));
        const hasWorker = now.workerSeenMsAgo !== null && now.workerSeenMsAgo < WORKER_SILENT_MS;
        const isReady = hasWorker || !needsWorker;
        return send(
          res,
          isReady ? 200 : 503,
          "application/json",
          JSON.stringify({
            status: isReady ? "ready" : "not_ready",
            database: "ok",
            worker: hasWorker ? "ok" : "silent",
            worker_seen_ms_ago: now.workerSeenMsAgo,
            queue_age_ms: now.queueAgeMs,
          }),
        );
      } catch {
        return send(res, 503, "application/json", '{"status":"not_ready","database":"unreachable"}');
      }
    },
  };
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}

/** With METRICS_TOKEN set: its bearer. Without: only a direct call from this machine (a proxy's X-Forwarded-For is not one). */
function mayReadMetrics(req: IncomingMessage, token: string | null): boolean {
  if (token !== null) {
    const given = hash("sha256", req.headers.authorization ?? "", "buffer");
    return timingSafeEqual(given, hash("sha256", `Bearer ${token}`, "buffer"));
  }
  return req.headers["x-forwarded-for"] === undefined && /^(127\.|::1$|::ffff:127\.)/.test(req.socket.remoteAddress ?? "");
}

function prometheus(state: OperationsState): string {
  const lines = ["# HELP crossdock_deliveries Deliveries that are not completed, by status.", "# TYPE crossdock_deliveries gauge"];
  for (const [status, count] of Object.entries(state.unfinished)) lines.push(`crossdock_deliveries{status="${status}"} ${count}`);
  lines.push(
    "# HELP crossdock_queue_age_seconds Age of the oldest delivery that is due.",
    "# TYPE crossdock_queue_age_seconds gauge",
    `crossdock_queue_age_seconds ${state.queueAgeMs / 1000}`,
  );
  lines.push(
    "# HELP crossdock_receipts_not_stored_total Receipts that were counted but not stored.",
    "# TYPE crossdock_receipts_not_stored_total counter",
  );
  for (const [kind, count] of Object.entries(state.notStored)) lines.push(`crossdock_receipts_not_stored_total{kind="${kind}"} ${count}`);
  lines.push(
    "# HELP crossdock_worker_seen_seconds Since when no worker was heard of.",
    "# TYPE crossdock_worker_seen_seconds gauge",
    `crossdock_worker_seen_seconds ${(state.workerSeenMsAgo ?? -1000) / 1000}`,
  );
  const { rss, heapUsed } = process.memoryUsage();
  lines.push(
    "# HELP process_resident_memory_bytes Memory of this process.",
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${rss}`,
  );
  lines.push(
    "# HELP nodejs_heap_size_used_bytes JavaScript heap in use.",
    "# TYPE nodejs_heap_size_used_bytes gauge",
    `nodejs_heap_size_used_bytes ${heapUsed}`,
  );
  return `${lines.join("\n")}\n`;
}
