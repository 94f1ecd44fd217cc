/** Reads a file in a thread: ten thousand rows take longer than a webhook may wait. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Mapping } from "#app/domain/csv/columns.ts";
import type { CsvFormat } from "#app/domain/csv/import.ts";
import type { Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";

export interface FileRequest {
  bytes: Uint8Array;
  /** The merchant's day, YYYY-MM-DD. */
  today: string;
  /** Rows per batch. */
  batch: number;
}
export interface FileSummary {
  format: CsvFormat;
  mapping: Mapping;
  /** Whether all required columns were found; the rows are checked only then. */
  isComplete: boolean;
  sha256: string;
  totalRows: number;
}
/** Columns of import_rows. */
export interface RowToStore {
  row_number: number;
  cells: string;
  status: "good" | "bad";
  errors: string;
  order_external_id: string | null;
}
export interface ReadFile {
  summary: FileSummary;
  /** The rows, in batches, once. */
  batches(): AsyncGenerator<RowToStore[], void>;
  /** Lets go of the thread; before the last batch it is ended. */
  close(): Promise<void>;
}

/** What the thread is told: a file is answered by its summary or why it is refused, "next" by rows. */
export type FileOrder = FileRequest | "next" | "over";
export type FileAnswer = { refused: Failure } | { summary: FileSummary } | { rows: RowToStore[] };

const THREAD = new URL("./file-thread.ts", import.meta.url);
/** A file of 10 MB takes a fraction of it; what takes more is made to. */
const MEMORY_MB = 512;

/** A file that is mended is sent again soon, and a thread takes as long to start as to read it. */
const KEPT_MS = 60_000;

interface FileThread {
  worker: Worker;
  ended: AbortSignal;
}

/** One that waits for the next file. */
let kept: { thread: FileThread; timer: NodeJS.Timeout } | undefined;

function takeThread(): FileThread {
  if (kept !== undefined) {
    const { thread, timer } = kept;
    clearTimeout(timer);
    kept = undefined;
    thread.worker.ref();
    return thread;
  }
  const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
  const ending = new AbortController();
  // Whoever waits for it is told; while nobody does, it is only gone.
  worker.on("error", () => undefined);
  worker.on("exit", () => {
    ending.abort();
    if (kept?.thread.worker === worker) kept = undefined;
  });
  return { worker, ended: ending.signal };
}

/** No process goes on for its sake. */
function keepThread(thread: FileThread): void {
  tell(thread, "over");
  thread.worker.unref();
  const timer = setTimeout(() => void thread.worker.terminate(), KEPT_MS);
  timer.unref();
  kept = { thread, timer };
}

const tell = ({ worker }: FileThread, order: FileOrder): void => worker.postMessage(order);

/** @throws when the thread ends, or has ended */
async function ask(thread: FileThread, order: FileRequest | "next"): Promise<FileAnswer> {
  const answer = once(thread.worker, "message", { signal: thread.ended });
  tell(thread, order);
  return ((await answer) as [FileAnswer])[0];
}

export async function readFile(request: FileRequest): Promise<Result<ReadFile, Failure>> {
  const thread = takeThread();
  let isRead = false;
  const close = async (): Promise<void> => {
    if (isRead && kept === undefined) keepThread(thread);
    else await thread.worker.terminate();
  };
  try {
    const first = await ask(thread, request);
    if ("refused" in first) {
      isRead = true;
      await close();
      return err(first.refused);
    }
    if (!("summary" in first)) throw new Error("the thread began with rows");
    const { summary } = first;
    return ok({ summary, close, batches: () => batches(thread, summary.totalRows, () => (isRead = true)) });
  } catch (error) {
    await close();
    throw error;
  }
}

async function* batches(thread: FileThread, total: number, wasLast: () => void): AsyncGenerator<RowToStore[], void> {
  const askAhead = (): Promise<FileAnswer> => {
    const answer = ask(thread, "next");
    // It may end while nobody waits for it: whoever then does is told.
    answer.catch(() => undefined);
    return answer;
  };
  let coming = askAhead();
  for (let count = 0; count < total;) {
    const message = await coming;
    if (!("rows" in message) || message.rows.length === 0) throw new Error("the thread has no more rows");
    count += message.rows.length;
    // The next are checked while these are stored.
    if (count < total) coming = askAhead();
    else wasLast();
    yield message.rows;
  }
}
