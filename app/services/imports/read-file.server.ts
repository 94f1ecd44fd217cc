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
  /** Ends the thread, if it has not ended. */
  close(): Promise<void>;
}

type Message = { refused: Failure } | { summary: FileSummary } | { rows: RowToStore[] };

const THREAD = new URL("./file-thread.ts", import.meta.url);
/** A file of 10 MB takes a fraction of it; what takes more is made to. */
const MEMORY_MB = 512;

export async function readFile(request: FileRequest): Promise<Result<ReadFile, Failure>> {
  const thread = new Worker(THREAD, { workerData: request, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
  // Whoever waits for it is told; while nobody does, it is only gone.
  thread.on("error", () => undefined);
  const next = async (): Promise<Message> => ((await once(thread, "message")) as [Message])[0];
  const close = async (): Promise<void> => void (await thread.terminate());
  try {
    const first = await next();
    if ("refused" in first) {
      await close();
      return err(first.refused);
    }
    if (!("summary" in first)) throw new Error("the thread began with rows");
    const { summary } = first;
    return ok({ summary, close, batches: () => batches(thread, next, summary.totalRows) });
  } catch (error) {
    await close();
    throw error;
  }
}

async function* batches(thread: Worker, next: () => Promise<Message>, total: number): AsyncGenerator<RowToStore[], void> {
  const ask = (): Promise<Message> => {
    const answer = next();
    // It may end while nobody waits for it: whoever then does is told.
    answer.catch(() => undefined);
    thread.postMessage("next");
    return answer;
  };
  let coming = ask();
  for (let count = 0; count < total;) {
    const message = await coming;
    if (!("rows" in message) || message.rows.length === 0) throw new Error("the thread has no more rows");
    count += message.rows.length;
    // The next are checked while these are stored.
    if (count < total) coming = ask();
    yield message.rows;
  }
}
