/** Takes a file: reads it, checks every row, stores what was found. A file that cannot be taken is refused before anything is written. */
import { writeAudit } from "#app/data/audit.server.ts";
import { ensureConnection } from "#app/data/connections.server.ts";
import { insertImportRows } from "#app/data/import-rows.server.ts";
import { findImport, insertImport, removeImportStep, updateImport } from "#app/data/imports.server.ts";
import { writeAndGiveWay } from "#app/data/polite-writer.ts";
import { missingColumns } from "#app/domain/csv/columns.ts";
import { MAX_BYTES } from "#app/domain/csv/import.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { infoOf, todayOf } from "./import-facts.server.ts";
import type { ImportInfo } from "./import-view.ts";
import { readFile, type FileSummary, type ReadFile } from "./read-file.server.ts";

/** Rows per transaction: ingest goes on between them. */
const ROWS_AT_ONCE = 100;
/** While webhooks come in: as long as it takes to import a few (rowsAtOnce). */
const ROWS_AT_ONCE_WHILE_BUSY = 20;
const MOST_NAME_CHARS = 200;

export interface NewImport {
  fileName: string;
  bytes: Uint8Array;
  createdBy: "merchant" | "operator" | "api";
  /** Where nobody can be asked which column is which (REST, command line): a file without the required ones is refused. */
  needsColumns?: boolean;
}

/** @returns the import, `ready` to start, or `mapping` while a required column is not found */
export async function createImport(ctx: ServiceContext, merchantId: string, file: NewImport): Promise<Result<ImportInfo, Failure>> {
  if (file.bytes.length > MAX_BYTES) return err(tooLarge);
  const read = await readFile({ bytes: file.bytes, today: await todayOf(ctx.db, merchantId, ctx.clock()), batch: ROWS_AT_ONCE });
  if (!read.ok) return read;
  try {
    const { summary } = read.value;
    if (file.needsColumns === true && !summary.isComplete)
      return err(failure("rejected", "csv_column_missing", `Not found among the columns: ${missingColumns(summary.mapping).join(", ")}.`));
    return await store(ctx, merchantId, file, read.value);
  } finally {
    await read.value.close();
  }
}

export const tooLarge = failure("rejected", "csv_too_large", `A file may have ${MAX_BYTES / 1024 / 1024} MB.`);

async function store(ctx: ServiceContext, merchantId: string, file: NewImport, read: ReadFile): Promise<Result<ImportInfo, Failure>> {
  const { summary } = read;
  const importId = newId("imp", ctx.clock());
  const connectionId = await ctx.db.write(async (tx) => {
    const connection = await ensureConnection(tx, merchantId, "csv", merchantId, "CSV import", ctx.clock());
    if (connection.status === "inactive") return null;
    await insertImport(tx, merchantId, recordOf(importId, connection.id, file, summary, ctx.clock()));
    return connection.id;
  });
  if (connectionId === null) return err(failure("rejected", "integration_inactive", "The integration CSV import is disconnected."));
  let badRows = 0;
  try {
    for await (const rows of read.batches()) {
      badRows += rows.filter((row) => row.status === "bad").length;
      const size = ctx.db.isBusy() ? ROWS_AT_ONCE_WHILE_BUSY : rows.length;
      for (let at = 0; at < rows.length; at += size)
        await writeAndGiveWay(ctx.db, (tx) => insertImportRows(tx, merchantId, { importId, connectionId }, rows.slice(at, at + size)));
    }
  } catch (error) {
    // Nobody was told of it. What a crash leaves of it is tidied up later.
    await ctx.db.write((tx) => removeImportStep(tx, merchantId, importId, 20_000)).catch(() => undefined);
    throw error;
  }
  return ctx.db.write(async (tx) => {
    const now = ctx.clock();
    await updateImport(tx, merchantId, importId, {
      status: summary.isComplete ? "ready" : "mapping",
      good_rows: summary.isComplete ? summary.totalRows - badRows : 0,
      bad_rows: badRows,
      updated_at: now,
    });
    const actor = file.createdBy === "operator" ? "operator" : "merchant";
    const data = { rows: summary.totalRows, bad: badRows, by: file.createdBy };
    await writeAudit(
      tx,
      merchantId,
      { connectionId, kind: "command", actor, action: "import_created", entityType: "import", entityId: importId, data },
      now,
    );
    return ok(infoOf((await findImport(tx, merchantId, importId))!, 0, now));
  });
}

const recordOf = (id: string, connectionId: string, file: NewImport, summary: FileSummary, now: number) => ({
  id,
  connection_id: connectionId,
  status: "reading",
  file_name: nameOf(file.fileName),
  file_bytes: file.bytes.length,
  file_sha256: summary.sha256,
  format: JSON.stringify(summary.format),
  mapping: JSON.stringify(summary.mapping),
  total_rows: summary.totalRows,
  // Counted while the rows are stored.
  good_rows: 0,
  bad_rows: 0,
  created_by: file.createdBy,
  created_at: now,
  updated_at: now,
});

/** Without its folder, as browsers of old send it, and without what cannot be shown. */
function nameOf(given: string): string {
  const name = (given.split(/[\\/]/).at(-1) ?? "").replace(/[\u0000-\u001f\u007f-\u009f]/g, "").trim();
  return name === "" ? "import.csv" : name.slice(0, MOST_NAME_CHARS);
}
