/** Which stores are to be looked at now. In system/ because the schedule looks after all merchants'. */
import type { Database, Row } from "../database.ts";

/** Of active connections, the longest due first. */
export function listDuePolls(db: Database, now: number, limit = 50): Promise<Row<"poll_states">[]> {
  return db.read
    .selectFrom("poll_states")
    .selectAll("poll_states")
    .innerJoin("connections", "connections.id", "poll_states.connection_id")
    .where("poll_states.next_poll_at", "<=", now)
    .where("connections.status", "=", "active")
    .where("connections.deleted_at", "is", null)
    .where("connections.secret_encrypted", "is not", null)
    .orderBy("poll_states.next_poll_at")
    .limit(limit)
    .execute();
}
