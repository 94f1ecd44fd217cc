/** The worker's part of an import: rows become orders. Killed at any moment it goes on where it stopped, and no row counts twice. */
import type { Connection } from "#app/data/connections.server.ts";
import { updateConnection } from "#app/data/connections.server.ts";
import type { Row, Tx } from "#app/data/database.ts";
import { listImportRows, saveCheckedRows, updateImportRow, type ImportRowRecord } from "#app/data/import-rows.server.ts";
import { findImport, updateImport, type ImportRecord } from "#app/data/imports.server.ts";
import { checkRow } from "#app/domain/csv/check-row.ts";
import { toldOrderOf } from "#app/domain/csv/told-row.ts";
import type { Failure } from "#app/domain/failure.ts";
import { ok, type Result } from "#app/lib/result.ts";
import type { ToldOrder } from "#app/domain/events.ts";
import { keyOfTold } from "#app/sync/apply-told-customer.server.ts";
import type { ApplyContext } from "#app/sync/context.ts";
import { rememberGroup, type Expected } from "#app/sync/group-memory.server.ts";
import { tellOrder } from "#app/sync/undo-told-order.server.ts";
import type { ServiceContext } from "../context.server.ts";
import { formatOf, mappingOf, timeZoneOf } from "./import-facts.server.ts";
import { isTurnOver, rowsAtOnce, workInSteps } from "./import-steps.server.ts";

/** Nothing is later than this: rows were checked against the day of their upload. */
const ANY_DAY = "9999-12-31";

export async function runImport(ctx: ServiceContext, item: Row<"sync_queue">, connection: Connection): Promise<Result<null, Failure>> {
  let after = 0;
  await workInSteps(ctx, item, "import", async (tx) => {
    const record = await findWork(tx, connection, item.entity_id);
    if (record?.status !== "importing") return true;
    const rows = await listImportRows(tx, record.merchant_id, record.id, { statuses: ["good"], after, limit: rowsAtOnce(ctx) });
    if (rows.length === 0) {
      await complete(ctx, tx, record);
      return true;
    }
    const count = await importRows(ctx, tx, connection, record, rows);
    after = rows[count.done - 1]!.row_number;
    await updateImport(tx, record.merchant_id, record.id, {
      imported_rows: record.imported_rows + count.imported,
      unchanged_rows: record.unchanged_rows + count.unchanged,
      good_rows: record.good_rows - count.bad,
      bad_rows: record.bad_rows + count.bad,
      updated_at: ctx.clock(),
    });
    return false;
  });
  return ok(null);
}

/** One import of a merchant at a time: two files may speak of the same orders. */
export async function findWork(tx: Tx, connection: Connection, importId: string): Promise<ImportRecord | undefined> {
  await tx.lock(`imports:${connection.id}`);
  return findImport(tx, connection.merchant_id, importId);
}

async function importRows(ctx: ServiceContext, tx: Tx, connection: Connection, record: ImportRecord, rows: readonly ImportRowRecord[]) {
  const count = { imported: 0, unchanged: 0, bad: 0, done: 0 };
  const over = isTurnOver(ctx);
  const timeZone = await timeZoneOf(tx, record.merchant_id);
  const rules = { mapping: mappingOf(record), width: formatOf(record).header.length, today: ANY_DAY, firstRowOf: () => undefined };
  const checked = rows.map((row) => {
    const { order, errors } = checkRow(row.row_number, JSON.parse(row.cells) as string[], rules);
    return { row, errors, told: order === null ? null : toldOrderOf(order, timeZone, record.started_at ?? record.created_at) };
  });
  const memory = rememberGroup(tx);
  await memory?.loadEntities(checked.flatMap(({ told }) => (told === null ? [] : [expectedOf(connection, told.order)])));
  const apply = applyContext(ctx, memory?.tx ?? tx, connection, record);
  for (const { row, errors, told } of checked) {
    count.done += 1;
    if (told === null) {
      // A newer version of the rules takes it no more.
      await saveCheckedRows(tx, record.merchant_id, record.id, [{ ...row, status: "bad", errors: JSON.stringify(errors) }]);
      count.bad += 1;
    } else {
      const outcome = await tellOrder(apply, told.order, told.facts);
      const isNews = outcome.kind === "told";
      await updateImportRow(tx, record.merchant_id, record.id, row.row_number, {
        status: isNews ? "imported" : "unchanged",
        order_id: outcome.orderId,
        ...(isNews && { before: outcome.before, after_sha256: outcome.afterSha256 }),
      });
      count[isNews ? "imported" : "unchanged"] += 1;
    }
    if (await over()) break;
  }
  return count;
}

/** What telling of it will look up. */
function expectedOf(connection: Connection, order: ToldOrder): Expected {
  return {
    connectionId: connection.id,
    orderExternalId: order.external_id,
    orderSha256: null,
    customerExternalId: order.customer === null ? null : keyOfTold(connection.id, order.customer),
  };
}

export const applyContext = (ctx: ServiceContext, tx: Tx, connection: Connection, record: ImportRecord): ApplyContext => ({
  tx,
  queue: ctx.queue,
  connection,
  deliveryId: null,
  cause: `import:${record.id}`,
  triggeredAt: null,
  waitingSince: record.created_at,
  readStartedAt: null,
  hasEffects: record.plans_messages === 1,
  now: ctx.clock(),
});

async function complete(ctx: ServiceContext, tx: Tx, record: ImportRecord): Promise<void> {
  const now = ctx.clock();
  await updateImport(tx, record.merchant_id, record.id, { status: "completed", completed_at: now, updated_at: now });
  await updateConnection(tx, record.merchant_id, record.connection_id, { last_sync_at: now, updated_at: now });
}
