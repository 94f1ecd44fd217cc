/** Whose stored content is to be cleaned now. In system/ because the worker cleans for every merchant. */
import type { LastRetentionRun } from "#app/domain/retention.ts";
import type { Database } from "../database.ts";

/** Merchants for whom a cleaning was asked for or is under way. */
export async function listRetentionRuns(db: Database): Promise<string[]> {
  const rows = await db.read
    .selectFrom("merchant_settings")
    .select("merchant_id")
    .where("subject", "=", "retention_run")
    .orderBy("updated_at")
    .execute();
  return rows.map((row) => row.merchant_id);
}

/** Merchants whose last cleaning began at `since` (epoch ms) or before, or who never had one. */
export async function listRetentionDue(db: Database, since: number): Promise<string[]> {
  const rows = await db.read
    .selectFrom("merchants as m")
    .leftJoin("merchant_settings as s", (join) => join.onRef("s.merchant_id", "=", "m.id").on("s.subject", "=", "retention_last"))
    .select(["m.id", "s.settings"])
    .orderBy("m.id")
    .execute();
  return rows.filter((row) => row.settings === null || (JSON.parse(row.settings) as LastRetentionRun).started_at <= since).map((row) => row.id);
}
