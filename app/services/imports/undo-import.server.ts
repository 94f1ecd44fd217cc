/** Takes an import back, in the worker: orders that it made go, orders that it changed are as before; what changed since is kept and listed. */
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, type Connection } from "#app/data/connections.server.ts";
import type { Row } from "#app/data/database.ts";
import { countImportRows, listImportRows, updateImportRow } from "#app/data/import-rows.server.ts";
import { findImport, updateImport } from "#app/data/imports.server.ts";
import { canBecome } from "#app/domain/csv/import.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { MAX_ROW_NUMBER } from "#app/lib/delivery-id.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import { untellOrder } from "#app/sync/undo-told-order.server.ts";
import type { ServiceContext } from "../context.server.ts";
import { infoOf, notFound, notReady } from "./import-facts.server.ts";
import { isTurnOver, planImportStep, rowsAtOnce, workInSteps } from "./import-steps.server.ts";
import type { ImportInfo } from "./import-view.ts";
import { applyContext, findWork } from "./run-import.server.ts";

/** After an undo that kept rows it may be asked for again: what was kept is tried once more. */
export async function undoImport(
  ctx: ServiceContext,
  merchantId: string,
  importId: string,
  { actor }: { actor: "merchant" | "operator" },
): Promise<Result<ImportInfo, Failure>> {
  const begun = await ctx.db.write(async (tx): Promise<Result<ImportInfo, Failure>> => {
    await tx.lock(`import:${importId}`);
    const record = await findImport(tx, merchantId, importId);
    if (record === undefined) return err(notFound);
    if (record.status === "undoing") return ok(infoOf(record, 0, ctx.clock()));
    if (!canBecome(record.status, "undoing")) return err(notReady(record.status, "there is nothing to undo"));
    const connection = await getConnection(tx, merchantId, record.connection_id);
    if (connection === undefined || connection.status === "inactive")
      return err(failure("rejected", "integration_inactive", "The integration CSV import is disconnected."));
    const counts = await countImportRows(tx, merchantId, importId);
    if ((counts.imported ?? 0) + (counts.kept ?? 0) === 0) return err(notReady(record.status, "nothing of it is left to undo"));
    const now = ctx.clock();
    await updateImport(tx, merchantId, importId, { status: "undoing", error_code: null, error_message: null, updated_at: now });
    await planImportStep(ctx, tx, { merchantId, connectionId: record.connection_id, importId }, "undo_import", newId("run", now));
    const audit = {
      connectionId: record.connection_id,
      kind: "command",
      actor,
      action: "import_undone",
      entityType: "import",
      entityId: importId,
    } as const;
    await writeAudit(tx, merchantId, { ...audit, data: { rows: (counts.imported ?? 0) + (counts.kept ?? 0) } }, now);
    return ok(infoOf((await findImport(tx, merchantId, importId))!, counts.kept ?? 0, now));
  });
  if (begun.ok) ctx.queue.wake(syncLane);
  return begun;
}

/** From the last row to the first: a person whom several rows told of comes back to what they were before the first of them. */
export async function runUndo(ctx: ServiceContext, item: Row<"sync_queue">, connection: Connection): Promise<Result<null, Failure>> {
  // Where the item before this one stopped: kept rows are tried once per undo.
  let before = (JSON.parse(item.payload) as { before?: number }).before ?? MAX_ROW_NUMBER;
  await workInSteps(
    ctx,
    item,
    "undo_import",
    async (tx) => {
      const record = await findWork(tx, connection, item.entity_id);
      if (record?.status !== "undoing") return true;
      const rows = await listImportRows(tx, record.merchant_id, record.id, { statuses: ["imported", "kept"], before, limit: rowsAtOnce(ctx) });
      const now = ctx.clock();
      if (rows.length === 0) {
        await updateImport(tx, record.merchant_id, record.id, { status: "undone", updated_at: now });
        return true;
      }
      const over = isTurnOver(ctx);
      const apply = applyContext(ctx, tx, connection, record);
      let undone = 0;
      for (const row of rows) {
        before = row.row_number;
        const outcome = await untellOrder(apply, row.order_id ?? "", row.before ?? "null", row.after_sha256 ?? "");
        const isUndone = outcome !== "kept";
        const patch = isUndone
          ? { status: "undone", before: null, after_sha256: null, ...(outcome === "gone" && { order_id: null }) }
          : { status: "kept" };
        await updateImportRow(tx, record.merchant_id, record.id, row.row_number, patch);
        if (isUndone) undone += 1;
        if (await over()) break;
      }
      await updateImport(tx, record.merchant_id, record.id, { undone_rows: record.undone_rows + undone, updated_at: now });
      return false;
    },
    () => ({ before }),
  );
  return ok(null);
}
