/** Works through the deliveries of a database, as the app's worker or as a raw loop. A process of its own per side; driven by worker.ts. */
import { CHANNELS } from "#app/channels/all.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import type { Log } from "#app/lib/log.server.ts";
import { claimDue } from "#app/queue/claims.server.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { createInterpreter, type Interpreter } from "#app/sync/interpreter.server.ts";
import { createGroupWork } from "#app/sync/process-deliveries.server.ts";
import { GROUP_SIZE, startWorker } from "#app/worker.server.ts";
import { openWriter, recordingTx, runAgain, type Write } from "./recorded-writes.ts";

export type WorkRequest = { kind: "record" | "worker" | "raw"; file: string; deliveries: number };
export interface WorkAnswer {
  perSecond: number;
  /** Row writes per delivery. */
  rowWrites: number;
}

const channels = new Map(Object.entries(CHANNELS));
/** What the worker wrote, transaction by transaction. */
let recorded: Write[][] = [];

/** Runs the real work once and keeps every row write: the raw loop's writes are the worker's by construction. */
async function record(file: string): Promise<WorkAnswer> {
  const db = openWriter(file);
  let writes: Write[] = [];
  const tx = recordingTx(db, (write) => writes.push(write));
  const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
  const work = createGroupWork({ channels, queue, clock: Date.now, random: Math.random, onAttempt: () => undefined });
  recorded = [];
  for (let group = 0; ; group++) {
    db.exec("BEGIN IMMEDIATE");
    const claims = await claimDue(tx, deliveryLane, GROUP_SIZE, { now: Date.now(), leaseMs: 60_000, token: `bench:${group}` });
    if (claims.length > 0) await work(tx, claims);
    db.exec("COMMIT");
    if (claims.length === 0) break;
    recorded.push(writes);
    writes = [];
  }
  db.close();
  return { perSecond: 0, rowWrites: recorded.reduce((sum, group) => sum + group.length, 0) };
}

function runRaw(file: string, deliveries: number): WorkAnswer {
  const db = openWriter(file);
  const startedAt = performance.now();
  runAgain(db, recorded);
  const perSecond = (deliveries / (performance.now() - startedAt)) * 1000;
  db.close();
  return { perSecond, rowWrites: 0 };
}

/** A server's thread lives as long as the server: here, where each round has a database of its own, it is made as warm as this process is. */
async function warmUp(interpreter: Interpreter, deliveries: number): Promise<void> {
  for (let first = 1; first <= deliveries; first += 20) {
    const ids = Array.from({ length: Math.min(20, deliveries - first + 1) }, (_, at) => first + at);
    interpreter.begin(ids);
    while (ids.some((id) => interpreter.find(id) === undefined)) await interpreter.ready(ids);
    interpreter.forget(ids);
  }
}

async function runWorker(file: string, deliveries: number): Promise<WorkAnswer> {
  const db = openDatabase(`file:${file}`, { isServing: true });
  const queue = await openQueue({ db, clock: Date.now, workerId: "bench", onError: (error) => console.error(error) });
  let attempts = 0;
  let finished: () => void = () => undefined;
  const isFinished = new Promise<void>((resolve) => (finished = resolve));
  const count = (message: string): void => {
    // The group's commit follows in the same turn of the event loop.
    if (message === "delivery attempt" && ++attempts === deliveries) setImmediate(finished);
  };
  const log = { debug: count, info: () => undefined, warn: count, error: (message: string) => console.error(message) } as unknown as Log;
  const interpreter = createInterpreter({ file });
  await warmUp(interpreter, deliveries);
  const startedAt = performance.now();
  const worker = await startWorker({
    db,
    queue,
    channels,
    clock: Date.now,
    log,
    workerId: "bench",
    interpreter,
    syncActions: {},
    tasks: [],
    callFor: () => () => Promise.reject(new Error("nothing is read from a source here")),
  });
  await isFinished;
  const perSecond = (deliveries / (performance.now() - startedAt)) * 1000;
  await worker.stop();
  await interpreter.stop();
  await db.close();
  return { perSecond, rowWrites: 0 };
}

process.on("message", ({ id, request }: { id: number; request: WorkRequest }) => {
  const { kind, file, deliveries } = request;
  const work = kind === "record" ? record(file) : kind === "raw" ? Promise.resolve(runRaw(file, deliveries)) : runWorker(file, deliveries);
  work.then(
    (answer) => process.send?.({ id, answer }),
    (error: Error) => process.send?.({ id, error: error.stack ?? error.message }),
  );
});
process.on("disconnect", () => process.exit(0));
