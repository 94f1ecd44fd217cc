/** What `doctor` asks the database: how it is set, whether it is sound, and how far its schema is. */
import type { Database } from "../database.ts";
import { sql } from "../sql.ts";

/** Names of the migrations that were applied, and of those that began and did not end. */
export async function readMigrations(db: Database): Promise<{ applied: string[]; broken: string[] }> {
  const { rows } = await sql<{ name: string; is_finished: number }>`
    SELECT migration_name AS name, CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END AS is_finished FROM _prisma_migrations
    WHERE rolled_back_at IS NULL ORDER BY migration_name`.execute(db.read);
  return {
    applied: rows.filter((row) => row.is_finished === 1).map((row) => row.name),
    broken: rows.filter((row) => row.is_finished !== 1).map((row) => row.name),
  };
}

/** Settings on which "a 2xx means stored" rests, with what each must be. */
export async function readDurability(db: Database): Promise<{ name: string; value: string; isSafe: boolean }[]> {
  if (db.engine === "sqlite") {
    // synchronous is each connection's own: the writer sets it to FULL and refuses to start when it does not take (engine/sqlite.ts).
    const { rows } = await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(db.read);
    const mode = rows[0]?.journal_mode ?? "unknown";
    return [{ name: "journal_mode", value: mode, isSafe: mode === "wal" }];
  }
  return Promise.all(
    ["fsync", "synchronous_commit", "full_page_writes"].map(async (name) => {
      const { rows } = await sql<{ value: string }>`SELECT current_setting(${name}) AS value`.execute(db.read);
      const value = rows[0]?.value ?? "unknown";
      return { name, value, isSafe: value !== "off" };
    }),
  );
}

/** What SQLite finds wrong with the file (without comparing indexes with their tables); empty when it is sound. */
export async function quickCheck(db: Database): Promise<string[]> {
  const { rows } = await sql<{ quick_check: string }>`PRAGMA quick_check(10)`.execute(db.read);
  return rows.map((row) => row.quick_check).filter((line) => line !== "ok");
}

/** Webhook subscriptions in error, of connections that are meant to work. */
export async function listBrokenSubscriptions(db: Database): Promise<{ topic: string; account: string }[]> {
  return db.read
    .selectFrom("webhook_subscriptions as s")
    .innerJoin("connections as c", "c.id", "s.connection_id")
    .select(["s.topic as topic", "c.external_id as account"])
    .where("s.status", "=", "error")
    .where("c.deleted_at", "is", null)
    .where("c.status", "!=", "inactive")
    .orderBy("c.external_id")
    .orderBy("s.topic")
    .limit(100)
    .execute();
}

/** Connections that the platform no longer lets in. */
export async function listBrokenConnections(db: Database): Promise<{ id: string; account: string; reason: string | null }[]> {
  return db.read
    .selectFrom("connections")
    .select(["id", "external_id as account", "status_reason as reason"])
    .where("status", "=", "error")
    .where("deleted_at", "is", null)
    .orderBy("id")
    .limit(100)
    .execute();
}
