/** A few threads that run read statements on connections of their own: a slow page never delays ingest (architecture.md, rule 10). */
import { startLoadingThread, type LoadingThread } from "#app/lib/loading-thread.ts";
import type { RunResult } from "./dialect.ts";

interface Answer {
  id: number;
  rows?: Record<string, unknown>[];
  error?: string;
}
interface Reader {
  thread: LoadingThread;
  waiting: Map<number, { resolve: (result: RunResult) => void; reject: (error: Error) => void }>;
}

export interface Readers {
  run(sql: string, params: readonly unknown[]): Promise<RunResult>;
  close(): Promise<void>;
}

export function startReaders(file: string, count: number): Readers {
  let nextId = 0;
  let isClosing = false;
  const readers: Reader[] = [];

  function start(): Reader {
    const thread = startLoadingThread(new URL("./sqlite-reader-thread.ts", import.meta.url), { file });
    const { worker } = thread;
    const reader: Reader = { thread, waiting: new Map() };
    worker.on("message", (answer: Answer) => {
      const waiter = reader.waiting.get(answer.id);
      reader.waiting.delete(answer.id);
      // While it is closed, the process waits for it.
      if (reader.waiting.size === 0 && !isClosing) worker.unref();
      if (answer.error === undefined) waiter?.resolve({ rows: answer.rows ?? [], changes: 0 });
      else waiter?.reject(new Error(answer.error));
    });
    const fail = (error: Error) => {
      for (const waiter of reader.waiting.values()) waiter.reject(error);
      reader.waiting.clear();
      const at = readers.indexOf(reader);
      if (at !== -1) readers.splice(at, 1);
    };
    worker.on("error", fail);
    worker.on("exit", () => {
      if (!isClosing) fail(new Error("a reader thread ended"));
    });
    worker.unref();
    readers.push(reader);
    return reader;
  }

  return {
    run(sql, params) {
      if (isClosing) return Promise.reject(new Error("the database is closed"));
      const idle = readers.find((reader) => reader.waiting.size === 0);
      const reader = idle ?? (readers.length < count ? start() : readers.reduce((a, b) => (a.waiting.size <= b.waiting.size ? a : b)));
      const id = ++nextId;
      return new Promise((resolve, reject) => {
        reader.waiting.set(id, { resolve, reject });
        reader.thread.worker.ref();
        reader.thread.worker.postMessage({ id, sql, params });
      });
    },
    async close() {
      isClosing = true;
      await Promise.all(readers.map((reader) => reader.thread.end()));
    },
  };
}
