/** Clears copies of customers' data whose time is over. In system/ because the sweep visits every merchant. */
import type { Database } from "../database.ts";

export function clearExpiredExports(db: Database, now: number): Promise<number> {
  return db.write(async (tx) => {
    const expired = await tx.sql.selectFrom("data_exports").select("id").where("expires_at", "<=", now).limit(500).execute();
    for (const { id } of expired) await tx.remove("data_exports", { id });
    return expired.length;
  });
}
