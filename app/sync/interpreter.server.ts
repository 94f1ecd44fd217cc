/**
 * Reads claimed deliveries in a thread while the group before them is written. What it answers is a proposal: the worker uses it only when
 * what it depended on is still so (see basisOf) and the body was not erased since, and reads the delivery itself when there is no answer.
 */
import type { Interpreted } from "#app/channels/contract.ts";
import type { Failure } from "#app/domain/failure.ts";
import type { Result } from "#app/lib/result.ts";
import { startLoadingThread, type LoadingThread } from "#app/lib/loading-thread.ts";
import type { EventHashes } from "./content-hash.ts";

export interface Prepared {
  connectionId: string;
  /** What it was read from: see basisOf. */
  basis: string;
  read: Result<Interpreted, Failure>;
  hashes: EventHashes;
}

/** What the thread answers about one delivery; `text` is the JSON of a Prepared's last two. */
export interface InterpreterAnswer {
  id: number;
  connectionId: string;
  basis: string;
  text: string;
}

export interface Interpreter {
  /** Begins to read these, unless it has begun before. */
  begin(ids: readonly number[]): void;
  /** Until these are read, or it is not worth while to wait longer. */
  ready(ids: readonly number[]): Promise<void>;
  /** What a delivery says, when it has been read. */
  find(id: number): Prepared | undefined;
  /** They are done, or nobody will ask. */
  forget(ids: readonly number[]): void;
  stop(): Promise<void>;
}

/** In about this time a group is read here: to wait longer for the thread is never worth while. */
const PATIENCE_MS = 3;
/** Silent for so long it hangs: it is ended, and what it was reading is read here. */
const HANGS_AFTER_MS = 5_000;
/** After one has died, the next is started no earlier. */
const REST_MS = 10_000;
/** More than a worker ever looks ahead: what is beyond was begun and never asked for. */
const MOST = 500;

const THREAD = new URL("./interpreter-thread.ts", import.meta.url);

/** What the thread is asked: `turn` counts the messages. */
export interface InterpreterRequest {
  turn: number;
  ids: readonly number[];
}
export interface InterpreterData {
  file: string;
  /** One number: messages up to this turn need no answer any more, the worker was faster. */
  skipped: SharedArrayBuffer;
}

type Entry = { answer: InterpreterAnswer | null; prepared: Prepared | null; turn: number };

export interface InterpreterOptions {
  /** The SQLite database. */
  file: string;
  /** Where the thread's code is; tests put another there. */
  script?: URL;
  /** How long `ready` waits at most. */
  patienceMs?: number;
}

export function createInterpreter({ file, script = THREAD, patienceMs = PATIENCE_MS }: InterpreterOptions): Interpreter {
  const entries = new Map<number, Entry>();
  const waiting = new Set<() => void>();
  let thread: LoadingThread | undefined;
  let diedAt = -Infinity;
  let askedAt: number | null = null;
  let inWork = 0;
  let isStopped = false;
  let turn = 0;
  const skipped = new Int32Array(new SharedArrayBuffer(4));

  function start(): LoadingThread | undefined {
    if (thread !== undefined || isStopped || performance.now() - diedAt < REST_MS) return thread;
    const started = startLoadingThread(script, { file, skipped: skipped.buffer } satisfies InterpreterData);
    const { worker } = started;
    worker.unref();
    worker.on("message", ({ ids, answers }: { ids: number[]; answers: InterpreterAnswer[] }) => {
      if (started !== thread) return;
      askedAt = --inWork === 0 ? null : performance.now();
      for (const answer of answers) {
        const entry = entries.get(answer.id);
        if (entry !== undefined) entry.answer = answer;
      }
      for (const id of ids) if (entries.get(id)?.answer === null) entries.delete(id);
      tell();
    });
    worker.on("error", () => died(started));
    worker.on("exit", () => died(started));
    return (thread = started);
  }

  function died(which: LoadingThread): void {
    if (which !== thread) return;
    thread = undefined;
    diedAt = performance.now();
    askedAt = null;
    inWork = 0;
    for (const [id, entry] of entries) if (entry.answer === null) entries.delete(id);
    tell();
  }

  function tell(): void {
    for (const look of [...waiting]) look();
  }

  const isAwaited = (id: number): boolean => entries.get(id)?.answer === null;

  return {
    begin(ids) {
      const fresh = ids.filter((id) => !entries.has(id));
      if (fresh.length === 0) return;
      if (askedAt !== null && performance.now() - askedAt > HANGS_AFTER_MS && thread !== undefined) {
        void thread.end();
        died(thread);
      }
      const reading = start();
      if (reading === undefined) return;
      turn++;
      for (const id of fresh) entries.set(id, { answer: null, prepared: null, turn });
      for (const id of entries.keys()) if (entries.size > MOST) entries.delete(id);
      askedAt ??= performance.now();
      inWork++;
      reading.worker.postMessage({ turn, ids: fresh } satisfies InterpreterRequest);
    },
    ready(ids) {
      if (!ids.some(isAwaited)) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const look = (): void => void (ids.some(isAwaited) || done());
        const timer = setTimeout(done, patienceMs);
        waiting.add(look);
      });
    },
    find(id) {
      const entry = entries.get(id);
      if (entry?.answer == null) return undefined;
      const { connectionId, basis, text } = entry.answer;
      return (entry.prepared ??= { connectionId, basis, ...(JSON.parse(text) as Pick<Prepared, "read" | "hashes">) });
    },
    forget(ids) {
      for (const id of ids) {
        const entry = entries.get(id);
        // Done without it: what stands before it in the thread's mailbox is older still.
        if (entry?.answer === null) Atomics.store(skipped, 0, Math.max(skipped[0]!, entry.turn));
        entries.delete(id);
      }
    },
    async stop() {
      isStopped = true;
      const last = thread;
      thread = undefined;
      tell();
      await last?.end();
    },
  };
}
