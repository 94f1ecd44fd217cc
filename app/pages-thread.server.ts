/** Runs in a worker thread: everything that answers a page. Started, asked and stopped by pages.server.ts. */
import { createServer } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import { setDatabase } from "./data/get-database.server.ts";
import { openLentDatabase, type LentWriter } from "./data/lend-database.server.ts";
import { createPageHandler } from "./page-handler.server.ts";
import { systemClock } from "./lib/clock.ts";
import { getEnv } from "./lib/env.ts";
import { newId } from "./lib/ids.ts";
import { getLog } from "./lib/log.server.ts";
import { lowerThreadPriority } from "./lib/lower-priority.ts";
import { openQueue } from "./queue/open-queue.server.ts";
import { createWakingQueue } from "./queue/drivers/waking.server.ts";
import { setQueue } from "./queue/get-queue.server.ts";

export interface PagesThreadData {
  socketPath: string;
  /** The lent SQLite writer; null on PostgreSQL, where every thread has connections of its own. */
  writer: LentWriter | null;
}
export type FromPages = { kind: "ready" } | { kind: "wake"; lane: string } | { kind: "alive" };
/** alive: say so, or be taken for hung. */
export type ToPages = "close" | "alive";

const tell = (message: FromPages) => parentPort?.postMessage(message);

lowerThreadPriority();
const { socketPath, writer } = workerData as PagesThreadData;
const log = getLog();
const db = await openLentDatabase(getEnv().DATABASE_URL, writer);
setDatabase(db);
setQueue(
  writer === null
    ? await openQueue({
        db,
        clock: systemClock,
        workerId: newId("wrk"),
        onError: (error, lane) => log.error("queue", { job: lane.name, error: error.name }),
      })
    : createWakingQueue((lane) => tell({ kind: "wake", lane: lane.name }), systemClock),
);
// The one hop before this thread is ours: it has dropped what was not to be trusted.
const server = createServer(await createPageHandler({ log, trustProxy: 1 }));
// The other end has the limits; a connection between us may stand idle.
server.requestTimeout = 0;
server.keepAliveTimeout = 0;
server.listen(socketPath, () => tell({ kind: "ready" }));
parentPort?.on("message", (message: ToPages) => {
  if (message === "alive") return tell({ kind: "alive" });
  server.close(() => void db.close().then(() => process.exit(0)));
  server.closeIdleConnections();
});
