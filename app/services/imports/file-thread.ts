/** Runs in a thread of its own, once per file: reads it, then checks its rows batch by batch and hands them on, ready to be stored. */
import { hash } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { checkFileRow, firstRows } from "#app/domain/csv/check-file.ts";
import { guessMapping, missingColumns } from "#app/domain/csv/columns.ts";
import { readCsvFile, type FileRow } from "#app/domain/csv/read-file.ts";
import { lowerThreadPriority } from "#app/lib/lower-priority.ts";
import type { FileRequest, FileSummary, RowToStore } from "./read-file.server.ts";

// Up to a second of computing: webhooks do not wait for it.
lowerThreadPriority();
const { bytes, today, batch } = workerData as FileRequest;
const port = parentPort!;

const read = readCsvFile(bytes);
if (!read.ok) port.postMessage({ refused: read.error });
else {
  const { format, rows } = read.value;
  const mapping = guessMapping(format.header);
  const isComplete = missingColumns(mapping).length === 0;
  const first = firstRows(rows, mapping);
  const rules = { mapping, width: format.header.length, today, firstRowOf: (orderId: string) => first.get(orderId) };
  const summary: FileSummary = { format, mapping, isComplete, sha256: hash("sha256", bytes, "hex"), totalRows: rows.length };
  port.postMessage({ summary });
  let at = 0;
  // In batches and as texts: to take in all of them at once would hold up whoever asked.
  port.on("message", () => {
    port.postMessage({ rows: rows.slice(at, (at += batch)).map(toStore) });
    if (at >= rows.length) port.close();
  });

  function toStore(row: FileRow): RowToStore {
    // Until it is known which column is which there is nothing to check.
    const checked = isComplete ? checkFileRow(row, rules) : { ...row, status: "good" as const, errors: [], orderId: null };
    return {
      row_number: row.rowNumber,
      cells: JSON.stringify(row.cells),
      status: checked.status,
      errors: JSON.stringify(checked.errors),
      order_external_id: checked.orderId,
    };
  }
}
