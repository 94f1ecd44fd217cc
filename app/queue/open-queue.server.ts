/** The queue for an open database: its engine decides the driver. */
import type { Database } from "#app/data/database.ts";
import type { PostgresDatabase } from "#app/data/engine/postgres.ts";
import type { Clock } from "#app/lib/clock.ts";
import { createPostgresQueue, migratePostgresQueue } from "./drivers/postgres.server.ts";
import { createSqliteQueue } from "./drivers/sqlite.server.ts";
import type { Lane } from "./lane.ts";
import type { Queue } from "./queue.ts";

export interface QueueOptions {
  db: Database;
  clock: Clock;
  workerId: string;
  onError: (error: Error, lane: Lane) => void;
}

export async function openQueue(options: QueueOptions): Promise<Queue> {
  if (options.db.engine === "sqlite") return createSqliteQueue(options);
  const { pool } = options.db as PostgresDatabase;
  await migratePostgresQueue(pool);
  return createPostgresQueue({ ...options, pool });
}
