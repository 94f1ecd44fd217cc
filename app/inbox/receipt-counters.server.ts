/** Counts what was received but not stored (unverified, inactive, unknown, repeated), per hour. Counts, not evidence: up to a second may be lost. */
import type { Database } from "#app/data/database.ts";
import { sql } from "#app/data/sql.ts";

export type CountedKind = "unverified" | "unknown_account" | "inactive" | "repeat" | "conflict";
const HOUR_MS = 3_600_000;

export interface ReceiptCounters {
  count(kind: CountedKind, connectionId: string | null, now: number): void;
  /** Writes what has been counted since the last time. */
  flush(): Promise<void>;
}

export function createReceiptCounters(db: Database): ReceiptCounters {
  let counts = new Map<string, number>();
  return {
    count(kind, connectionId, now) {
      const key = `${connectionId ?? ""}|${kind}|${now - (now % HOUR_MS)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    async flush() {
      if (counts.size === 0) return;
      const taken = counts;
      counts = new Map();
      await db.write(async (tx) => {
        for (const [key, count] of taken) {
          const [connection_id = "", kind = "", hour = "0"] = key.split("|");
          await tx.sql
            .insertInto("receipt_counters")
            .values({ connection_id, kind, hour: Number(hour), count })
            .onConflict((oc) => oc.columns(["connection_id", "kind", "hour"]).doUpdateSet({ count: sql`receipt_counters.count + excluded.count` }))
            .execute();
        }
      });
    },
  };
}
