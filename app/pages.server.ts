/**
 * The pages run in a thread of their own, at a lower priority: reading, rendering and exporting never hold up the thread that takes in
 * webhooks and has the one SQLite writer (architecture.md, rule 10; decision 0014). Requests go there over a socket that only we can open.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import express from "express";
import type { Database } from "./data/database.ts";
import { lendDatabase } from "./data/lend-database.server.ts";
import type { Log } from "./lib/log.server.ts";
import type { Lane } from "./queue/lane.ts";
import type { Queue } from "./queue/queue.ts";
import type { FromPages, PagesThreadData, ToPages } from "./pages-thread.server.ts";

/** Between a crash of the thread and its next start: long enough not to spin, short enough to go unnoticed by most. */
const RESTART_MS = 500;
/** How long a close waits for a start that is under way. */
const LOADS_WITHIN_MS = 5_000;
/** What was under way is answered or cut already when this begins. */
const CLOSE_MS = 1_500;
/**
 * A thread that has not said for so long that it lives is hung, and ended. Long: its priority is low, and on a machine that is busy elsewhere it
 * may wait.
 */
const HUNG_AFTER_MS = 60_000;
/** Of one hop only (https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set(["connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "expect"]);

export interface PagesOptions {
  db: Database;
  queue: Queue;
  lanes: readonly Lane[];
  log: Log;
  trustProxy: number | string;
  /** A module that the thread loads before anything else: the sandbox's redirect. */
  preload?: string;
  /** For tests. */
  hungAfterMs?: number;
}

export interface RunningPages {
  handle(req: IncomingMessage, res: ServerResponse): void;
  close(): Promise<void>;
}

/** @throws when the thread ends before it is ready (a broken build). */
export async function startPages(options: PagesOptions): Promise<RunningPages> {
  const { log } = options;
  // Only its owner may enter: mkdtemp makes it so.
  const folder = mkdtempSync(join(tmpdir(), "crossdock-pages-"));
  const agent = new Agent({ keepAlive: true });
  const isTrusted = trustOf(options.trustProxy);
  let isClosing = false;
  let thread: Worker;
  let socketPath = "";
  let starts = 0;
  let aliveAt = performance.now();
  const hungAfterMs = options.hungAfterMs ?? HUNG_AFTER_MS;
  const ask = (message: ToPages) => thread.postMessage(message);

  function start(): Promise<void> {
    const path = join(folder, `${++starts}.sock`);
    return new Promise((resolve, reject) => {
      const { writer, transfer } = lendDatabase(options.db);
      thread = new Worker(new URL("./pages-thread.server.ts", import.meta.url), {
        workerData: { socketPath: path, writer } satisfies PagesThreadData,
        transferList: transfer,
        ...(options.preload !== undefined && { execArgv: [...process.execArgv, "--import", options.preload] }),
      });
      thread.on("message", (message: FromPages) => {
        aliveAt = performance.now();
        if (message.kind === "alive") return;
        if (message.kind === "wake") {
          const lane = options.lanes.find(({ name }) => name === message.lane);
          if (lane !== undefined) options.queue.wake(lane);
          return;
        }
        socketPath = path;
        resolve();
      });
      thread.on("error", (error: Error) => {
        log.error("the pages' thread ended", { error: error.name });
        reject(error);
      });
      thread.on("exit", () => {
        if (isClosing) return;
        reject(new Error("the pages' thread ended"));
        if (socketPath !== path) return;
        socketPath = "";
        restart = startAgain();
      });
    });
  }

  /** Under way again after a crash. */
  let restart: Promise<void> = Promise.resolve();

  async function startAgain(): Promise<void> {
    while (!isClosing) {
      await delay(RESTART_MS, undefined, { ref: false });
      try {
        if (!isClosing) return await start();
      } catch {
        // Said in the log; again, until it works or somebody stops us.
      }
    }
  }

  function lookAfter(): void {
    if (socketPath === "") return;
    if (performance.now() - aliveAt > hungAfterMs) {
      log.error("the pages' thread hangs and is ended", { duration_ms: Math.round(performance.now() - aliveAt) });
      aliveAt = performance.now();
      void thread.terminate();
    } else ask("alive");
  }

  function handle(req: IncomingMessage, res: ServerResponse): void {
    if (socketPath === "") return notNow(res);
    const forward = request({
      agent,
      socketPath,
      method: req.method,
      path: req.url,
      headers: forwarded(req.rawHeaders, isTrusted(req.socket.remoteAddress ?? "", 0)),
    });
    forward.on("response", (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.statusMessage, forwarded(answer.rawHeaders, true));
      pipeline(answer, res, () => undefined);
    });
    forward.on("error", () => (res.headersSent ? res.destroy() : notNow(res)));
    res.on("close", () => forward.destroy());
    pipeline(req, forward, () => undefined);
  }

  await start();
  const looking = setInterval(lookAfter, hungAfterMs / 12);
  looking.unref();
  return {
    handle,
    async close() {
      isClosing = true;
      clearInterval(looking);
      // Ended while it loads, it would take this process with it (loading-thread.ts).
      await Promise.race([restart, delay(LOADS_WITHIN_MS, undefined, { ref: false })]);
      const ended = new Promise((resolve) => thread.once("exit", resolve));
      ask("close");
      await Promise.race([ended, delay(CLOSE_MS, undefined, { ref: false })]);
      await thread.terminate();
      agent.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether what stands before us may say for whom it asks: Express' own reading of TRUST_PROXY. */
export const trustOf = (trustProxy: number | string): ((address: string, hop: number) => boolean) =>
  express().set("trust proxy", trustProxy).get("trust proxy fn") as (address: string, hop: number) => boolean;

/** Names and values by turns, as Node gives and takes them. */
function forwarded(rawHeaders: readonly string[], isTrusted: boolean): string[] {
  const kept: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (!HOP_BY_HOP.has(name) && (isTrusted || !name.startsWith("x-forwarded-"))) kept.push(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  return kept;
}

function notNow(res: ServerResponse): void {
  res.writeHead(503, { "content-type": "text/plain", "retry-after": "2" }).end("The pages are starting. Try again in a moment.\n");
}
