/** The processes that say they are alive. */
import type { Database, Row } from "../database.ts";

/** Those heard of since `since` (epoch ms), oldest first. */
export function listWorkers(db: Database, since: number): Promise<Row<"worker_heartbeats">[]> {
  return db.read.selectFrom("worker_heartbeats").selectAll().where("seen_at", ">", since).orderBy("started_at").execute();
}
