/** The thread that reads files, and that one of them waits for the next. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readFile, type RowToStore } from "./read-file.server.ts";

const BATCH = 10;
let started = 0;
const count = (): void => void started++;

beforeEach(() => {
  started = 0;
  process.on("worker", count);
});
afterEach(() => void process.off("worker", count));

/** A file of so many rows, whose order numbers begin with `name`. */
function fileOf(name: string, rows: number) {
  const lines = Array.from({ length: rows }, (_, at) => `${name}-${at},+14155552671,2026-10-01`);
  return { bytes: new TextEncoder().encode(["order_id,customer_phone,order_date", ...lines].join("\n")), today: "2026-11-01", batch: BATCH };
}

async function open(name: string, rows: number) {
  const read = await readFile(fileOf(name, rows));
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

async function readWhole(name: string, rows: number): Promise<(string | null)[]> {
  const file = await open(name, rows);
  const found: RowToStore[] = [];
  for await (const batch of file.batches()) found.push(...batch);
  await file.close();
  expect(file.summary.totalRows).toBe(rows);
  return found.map((row) => row.order_external_id);
}
const numbered = (name: string, rows: number): string[] => Array.from({ length: rows }, (_, at) => `${name}-${at}`);

describe("the thread that reads files", () => {
  it("reads one after the other", async () => {
    await readWhole("first", 1);
    started = 0;
    expect(await readWhole("a", 3 * BATCH)).toEqual(numbered("a", 3 * BATCH));
    expect(await readWhole("b", BATCH + 1)).toEqual(numbered("b", BATCH + 1));
    expect((await readFile({ ...fileOf("c", 1), bytes: new Uint8Array([0xff, 0, 0xff, 0]) })).ok).toBe(false);
    expect(await readWhole("d", 2)).toEqual(numbered("d", 2));
    expect(started).toBe(0);
  });

  it("is not waited for by a second file, which is read by another", async () => {
    await readWhole("first", 1);
    started = 0;
    const [a, b] = await Promise.all([readWhole("a", 5 * BATCH), readWhole("b", 5 * BATCH)]);
    expect([a, b]).toEqual([numbered("a", 5 * BATCH), numbered("b", 5 * BATCH)]);
    expect(started).toBe(1);
  });

  it("is ended with a file that was not read to its end: the next one does not see its rows", async () => {
    const file = await open("left", 5 * BATCH);
    for await (const _ of file.batches()) break;
    await file.close();
    expect(await readWhole("next", 2 * BATCH)).toEqual(numbered("next", 2 * BATCH));
  });
});
