/** The sync queue and the audit trail of one merchant, as lists. */
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database, Row, Tx } from "./database.ts";
import { beyond, direction, pageOf } from "./keyset.ts";

export interface SyncItemFilter {
  status?: string | undefined;
  connectionId?: string | undefined;
  entityType?: string | undefined;
}

/** Newest first. */
export async function listSyncItems(db: Database, merchantId: string, filter: SyncItemFilter, page: PageRequest): Promise<Page<Row<"sync_queue">>> {
  let query = db.read.selectFrom("sync_queue").selectAll().where("merchant_id", "=", merchantId);
  if (filter.status !== undefined) query = query.where("status", "=", filter.status);
  if (filter.connectionId !== undefined) query = query.where("connection_id", "=", filter.connectionId);
  if (filter.entityType !== undefined) query = query.where("entity_type", "=", filter.entityType);
  const order = direction(page);
  const rows = await query
    .where(beyond(["created_at", "id"], page))
    .orderBy("created_at", order)
    .orderBy("id", order)
    .limit(page.size + 1)
    .execute();
  return pageOf(rows, page, (row) => [row.created_at, row.id]);
}

export interface AuditFilter {
  kind?: string | undefined;
  connectionId?: string | undefined;
  since?: number | undefined;
  until?: number | undefined;
}

/** Newest first. */
export async function listAudit(db: Database, merchantId: string, filter: AuditFilter, page: PageRequest): Promise<Page<Row<"audit_log">>> {
  let query = db.read.selectFrom("audit_log").selectAll().where("merchant_id", "=", merchantId);
  if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
  if (filter.connectionId !== undefined) query = query.where("connection_id", "=", filter.connectionId);
  if (filter.since !== undefined) query = query.where("at", ">=", filter.since);
  if (filter.until !== undefined) query = query.where("at", "<", filter.until);
  const rows = await query
    .where(beyond(["id"], page))
    .orderBy("id", direction(page))
    .limit(page.size + 1)
    .execute();
  return pageOf(rows, page, (row) => [row.id]);
}

/** Items that failed or were given up, the oldest first. Without messages: whether one may be sent again is a person's question. */
export async function listRetryableSyncItems(
  db: Database,
  merchantId: string,
  wanted: { ids?: readonly string[] | undefined; statuses: readonly string[] },
  limit: number,
): Promise<string[]> {
  let query = db.read
    .selectFrom("sync_queue")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("status", "in", [...wanted.statuses])
    .where("action", "!=", "send_message");
  if (wanted.ids !== undefined) query = query.where("id", "in", [...wanted.ids]);
  return (await query.orderBy("created_at").limit(limit).execute()).map((row) => row.id);
}

/** Answers those that are due now: a worker may have taken one since it was listed. */
export async function makeSyncItemsDue(
  tx: Tx,
  merchantId: string,
  ids: readonly string[],
  statuses: readonly string[],
  now: number,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.sql
    .updateTable("sync_queue")
    .set({
      status: "pending",
      retry_count: 0,
      next_attempt_at: now,
      completed_at: null,
      error_class: null,
      error_code: null,
      error_message: null,
      updated_at: now,
    })
    .where("merchant_id", "=", merchantId)
    .where("id", "in", [...ids])
    .where("status", "in", [...statuses])
    .where("action", "!=", "send_message")
    .returning("id")
    .execute();
  return rows.map((row) => row.id);
}
