/** Starts, or goes on with, an import: the rows without mistakes become orders, in the worker. */
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection } from "#app/data/connections.server.ts";
import { countImportRows } from "#app/data/import-rows.server.ts";
import { findImport, updateImport } from "#app/data/imports.server.ts";
import { canBecome } from "#app/domain/csv/import.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import type { ServiceContext } from "../context.server.ts";
import { infoOf, notFound, notReady } from "./import-facts.server.ts";
import { planImportStep } from "./import-steps.server.ts";
import type { ImportInfo } from "./import-view.ts";

export interface StartOptions {
  /** History has no effects: orders delivered of late plan their messages only when this is true. */
  plansMessages: boolean;
  actor: "merchant" | "operator";
}

export async function startImport(
  ctx: ServiceContext,
  merchantId: string,
  importId: string,
  options: StartOptions,
): Promise<Result<ImportInfo, Failure>> {
  const started = await ctx.db.write(async (tx): Promise<Result<ImportInfo, Failure>> => {
    await tx.lock(`import:${importId}`);
    const record = await findImport(tx, merchantId, importId);
    if (record === undefined) return err(notFound);
    // Pressed twice: it is under way.
    if (record.status === "importing") return ok(infoOf(record, 0, ctx.clock()));
    if (!canBecome(record.status, "importing")) return err(notReady(record.status, "it cannot be started"));
    const connection = await getConnection(tx, merchantId, record.connection_id);
    if (connection === undefined || connection.status === "inactive")
      return err(failure("rejected", "integration_inactive", "The integration CSV import is disconnected."));
    const counts = await countImportRows(tx, merchantId, importId);
    if ((counts.good ?? 0) === 0 && record.status !== "failed")
      return err(failure("rejected", "import_nothing_to_do", "No row is without mistakes and not imported yet."));
    const now = ctx.clock();
    await updateImport(tx, merchantId, importId, {
      status: "importing",
      plans_messages: options.plansMessages ? 1 : 0,
      // Of two files the later one counts: what is told is told now. Gone on with after a failure it is the same telling.
      ...(record.status === "failed" ? {} : { started_at: now }),
      completed_at: null,
      error_code: null,
      error_message: null,
      updated_at: now,
    });
    await planImportStep(ctx, tx, { merchantId, connectionId: record.connection_id, importId }, "import", newId("run", now));
    await writeAudit(
      tx,
      merchantId,
      {
        connectionId: record.connection_id,
        kind: "command",
        actor: options.actor,
        action: "import_started",
        entityType: "import",
        entityId: importId,
        data: { rows: counts.good ?? 0, plans_messages: options.plansMessages },
      },
      now,
    );
    return ok(infoOf((await findImport(tx, merchantId, importId))!, 0, now));
  });
  if (started.ok) ctx.queue.wake(syncLane);
  return started;
}
