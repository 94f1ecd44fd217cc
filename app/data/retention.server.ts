/** What the cleaning of old content reads and removes, a bounded step at a time. Only what is finished; keys and the rows that hold them stay. */
import type { LastRetentionRun, Position, Retention, RetentionRun } from "#app/domain/retention.ts";
import { readRetention } from "#app/domain/retention.ts";
import type { Database, Tx } from "./database.ts";
import { reading } from "./either.ts";

const SETTINGS = "retention";
const RUN = "retention_run";
const LAST = "retention_last";

export interface StoredRetention {
  retention: Retention;
  /** Asked for or under way. */
  run: RetentionRun | null;
  last: LastRetentionRun | null;
}

export async function getRetention(db: Database | Tx, merchantId: string): Promise<StoredRetention> {
  const rows = await reading(db)
    .selectFrom("merchant_settings")
    .select(["subject", "settings"])
    .where("merchant_id", "=", merchantId)
    .where("subject", "in", [SETTINGS, RUN, LAST])
    .execute();
  const of = (subject: string) => rows.find((row) => row.subject === subject)?.settings ?? null;
  const [run, last] = [of(RUN), of(LAST)];
  return {
    retention: readRetention(of(SETTINGS)),
    run: run === null ? null : (JSON.parse(run) as RetentionRun),
    last: last === null ? null : (JSON.parse(last) as LastRetentionRun),
  };
}

const save = (tx: Tx, merchantId: string, subject: string, settings: unknown, now: number) =>
  tx.upsert("merchant_settings", { merchant_id: merchantId, subject, settings: JSON.stringify(settings), updated_at: now }, [
    "merchant_id",
    "subject",
  ]);

export const saveRetention = (tx: Tx, merchantId: string, retention: Retention, now: number): Promise<void> =>
  save(tx, merchantId, SETTINGS, retention, now);

export const saveRetentionRun = (tx: Tx, merchantId: string, run: RetentionRun, now: number): Promise<void> => save(tx, merchantId, RUN, run, now);

/** @returns false where a cleaning was asked for already, or is under way */
export const askForRetentionRun = (tx: Tx, merchantId: string, run: RetentionRun, now: number): Promise<boolean> =>
  tx.insertIfNew("merchant_settings", { merchant_id: merchantId, subject: RUN, settings: JSON.stringify(run), updated_at: now });

export async function endRetentionRun(tx: Tx, merchantId: string, last: LastRetentionRun, now: number): Promise<void> {
  await save(tx, merchantId, LAST, last, now);
  await tx.remove("merchant_settings", { merchant_id: merchantId, subject: RUN });
}

/** A part of a walk over old rows. */
export interface OldRows<Id> {
  /** Those of them that have something to clean. */
  ids: Id[];
  /** The last one looked at; null: there are no more. */
  position: Position | null;
}

/** Rows looked at for each that may be cleaned: most of a walk goes past what was cleaned before. */
const WALK = 5;

/** Ends a walk at the `limit`th row that has something to clean. */
function upTo<R, Id>(
  rows: readonly R[],
  limit: number,
  hasContent: (row: R) => boolean,
  idOf: (row: R) => Id,
  positionOf: (row: R) => Position,
): OldRows<Id> {
  const ids: Id[] = [];
  let last: R | undefined;
  for (const row of rows) {
    if (ids.length === limit) break;
    last = row;
    if (hasContent(row)) ids.push(idOf(row));
  }
  return { ids, position: last === undefined ? null : positionOf(last) };
}

/** Deliveries received before `cutoff`, after `position`: the completed ones whose payload is still there, at most `limit`. */
export async function listOldDeliveries(
  db: Database,
  merchantId: string,
  cutoff: number,
  position: Position | null,
  limit: number,
): Promise<OldRows<number>> {
  let walk = db.read
    .selectFrom("deliveries")
    .select(["id", "received_at", "status"])
    .where("merchant_id", "=", merchantId)
    .where("received_at", "<", cutoff);
  if (position !== null)
    walk = walk
      .where("received_at", ">=", position[0])
      .where((eb) => eb.or([eb("received_at", ">", position[0]), eb("id", ">", Number(position[1]))]));
  const rows = await walk
    .orderBy("received_at")
    .orderBy("id")
    .limit(WALK * limit)
    .execute();
  const done = rows.filter((row) => row.status === "completed").map((row) => row.id);
  const kept =
    done.length === 0
      ? []
      : await db.read
          .selectFrom("delivery_payloads")
          .select("delivery_id")
          .where("merchant_id", "=", merchantId)
          .where("delivery_id", "in", done)
          .execute();
  const withPayload = new Set(kept.map((row) => row.delivery_id));
  return upTo(
    rows,
    limit,
    (row) => withPayload.has(row.id),
    (row) => row.id,
    (row) => [row.received_at, row.id],
  );
}

/** Removes payloads. What was made due again since it was listed keeps its own. The delivery and its dedupe key stay. @returns how many */
export async function cleanDeliveries(tx: Tx, merchantId: string, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  let finished = tx.sql
    .selectFrom("deliveries")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("id", "in", ids)
    .where("status", "=", "completed");
  if (tx.engine === "postgres") finished = finished.forUpdate();
  const done = (await finished.execute()).map((row) => row.id);
  if (done.length === 0) return 0;
  const removed = await tx.sql
    .deleteFrom("delivery_payloads")
    .where("merchant_id", "=", merchantId)
    .where("delivery_id", "in", done)
    .executeTakeFirst();
  // What a try said may quote the body.
  await tx.sql
    .updateTable("attempts")
    .set({ error_message: null })
    .where("merchant_id", "=", merchantId)
    .where("delivery_id", "in", done)
    .where("error_message", "is not", null)
    .execute();
  return Number(removed.numDeletedRows);
}

/** What people did, and what was done for the law, is the proof of it and stays. */
export const CLEANED_ACTIVITY = ["api_call", "data_change", "error"] as const;

/** Entries of the activity log before `cutoff`, oldest first. */
export async function listOldActivity(db: Database, merchantId: string, cutoff: number, limit: number): Promise<number[]> {
  for (const kind of CLEANED_ACTIVITY) {
    // By id, as they were written: the first that is young enough ends the walk, and no entry is looked at in vain.
    const oldest = await db.read
      .selectFrom("audit_log")
      .select(["id", "at"])
      .where("merchant_id", "=", merchantId)
      .where("kind", "=", kind)
      .orderBy("id")
      .limit(limit)
      .execute();
    const end = oldest.findIndex((row) => row.at >= cutoff);
    const old = (end < 0 ? oldest : oldest.slice(0, end)).map((row) => row.id);
    if (old.length > 0) return old;
  }
  return [];
}

export async function cleanActivity(tx: Tx, merchantId: string, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const removed = await tx.sql
    .deleteFrom("audit_log")
    .where("merchant_id", "=", merchantId)
    .where("id", "in", ids)
    .where("kind", "in", CLEANED_ACTIVITY)
    .executeTakeFirst();
  return Number(removed.numDeletedRows);
}

/** Nothing more happens to these by itself, and nobody is asked about them. */
const FINISHED_MESSAGES = ["withdrawn", "skipped_too_late", "no_address", "sent", "delivered", "read", "received"];

/** Messages made before `cutoff`, as for deliveries. */
export async function listOldMessages(
  db: Database,
  merchantId: string,
  cutoff: number,
  position: Position | null,
  limit: number,
): Promise<OldRows<string>> {
  let walk = db.read
    .selectFrom("messages")
    .select((eb) => ["id", "created_at", "status", eb.or([eb("body", "is not", null), eb("subject", "is not", null)]).as("has_text")])
    .where("merchant_id", "=", merchantId)
    .where("created_at", "<", cutoff);
  if (position !== null)
    walk = walk.where("created_at", ">=", position[0]).where((eb) => eb.or([eb("created_at", ">", position[0]), eb("id", ">", String(position[1]))]));
  const rows = await walk
    .orderBy("created_at")
    .orderBy("id")
    .limit(WALK * limit)
    .execute();
  return upTo(
    rows,
    limit,
    (row) => Boolean(row.has_text) && FINISHED_MESSAGES.includes(row.status),
    (row) => row.id,
    (row) => [row.created_at, row.id],
  );
}

/** Removes texts. The message stays: its order and step, so that it is not sent a second time, and the service's id of it. @returns how many */
export async function cleanMessages(tx: Tx, merchantId: string, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const cleaned = await tx.sql
    .updateTable("messages")
    .set({ body: null, subject: null, error_message: null })
    .where("merchant_id", "=", merchantId)
    .where("id", "in", ids)
    .where("status", "in", FINISHED_MESSAGES)
    .where((eb) => eb.or([eb("body", "is not", null), eb("subject", "is not", null)]))
    .executeTakeFirst();
  return Number(cleaned.numUpdatedRows);
}

/** Rows of one finished import. */
export interface OldImportRows {
  importId: string;
  rowNumbers: number[];
}

/** Of a completed import, the rows with errors wait for somebody to correct them. */
const FINISHED_ROWS: Record<string, readonly string[]> = {
  completed: ["imported", "unchanged", "undone", "kept"],
  undone: ["good", "bad", "imported", "unchanged", "undone", "kept"],
};

/** The rows of files, finished before `cutoff`, from one file at a time; null: there are none. */
export async function listOldImportRows(db: Database, merchantId: string, cutoff: number, limit: number): Promise<OldImportRows | null> {
  const imports = await db.read
    .selectFrom("imports")
    .select(["id", "status"])
    .where("merchant_id", "=", merchantId)
    .where("created_at", "<", cutoff)
    .where("status", "in", Object.keys(FINISHED_ROWS))
    .where("updated_at", "<", cutoff)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  for (const one of imports) {
    const rows = await db.read
      .selectFrom("import_rows")
      .select("row_number")
      .where("import_id", "=", one.id)
      .where("merchant_id", "=", merchantId)
      .where("status", "in", FINISHED_ROWS[one.status] ?? [])
      .orderBy("row_number")
      .limit(limit)
      .execute();
    if (rows.length > 0) return { importId: one.id, rowNumbers: rows.map((row) => row.row_number) };
  }
  return null;
}

/** The import itself stays, with its figures. @returns how many rows */
export async function cleanImportRows(tx: Tx, merchantId: string, { importId, rowNumbers }: OldImportRows): Promise<number> {
  const found = await tx.find("imports", { id: importId, merchant_id: merchantId }, ["status"]);
  const statuses = FINISHED_ROWS[found?.status ?? ""];
  if (statuses === undefined || rowNumbers.length === 0) return 0;
  const removed = await tx.sql
    .deleteFrom("import_rows")
    .where("import_id", "=", importId)
    .where("merchant_id", "=", merchantId)
    .where("row_number", "in", rowNumbers)
    .where("status", "in", statuses)
    .executeTakeFirst();
  return Number(removed.numDeletedRows);
}

/** Copies of customers' data made before `cutoff`. (Those that were handed over end by themselves sooner.) @returns how many were removed */
export async function cleanDataExports(tx: Tx, merchantId: string, cutoff: number, limit: number): Promise<number> {
  const old = await tx.sql
    .selectFrom("data_exports")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("created_at", "<", cutoff)
    .limit(limit)
    .execute();
  for (const { id } of old) await tx.remove("data_exports", { merchant_id: merchantId, id });
  return old.length;
}
