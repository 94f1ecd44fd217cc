/** Counts what was received but not stored (unverified, inactive, unknown, repeated), per hour. Counts, not evidence: up to a second may be lost. */
import type { Database, Tx } from "#app/data/database.ts";
import { sql } from "#app/data/sql.ts";
import { findConnectionIds } from "#app/data/system/connections.server.ts";

export type CountedKind = "unverified" | "unknown_account" | "inactive" | "repeat" | "conflict";
const HOUR_MS = 3_600_000;
/** Accounts that strangers may name between two flushes: what they name beyond is counted, but for nobody. */
const MOST_CLAIMS = 100;

/** What nobody proved: the account that an unsigned message says it comes from. */
export interface Claim {
  channel: string;
  account: string;
}

export interface ReceiptCounters {
  count(kind: CountedKind, connectionId: string | null, now: number): void;
  /** Counts for the account's connection, when there is one: looked up later, so that a flood of strangers costs one query a second. */
  countClaimed(kind: CountedKind, claim: Claim, now: number): void;
  /** Writes what has been counted since the last time. */
  flush(): Promise<void>;
}

interface Sum {
  kind: CountedKind;
  connectionId: string | null;
  claim: Claim | null;
  hour: number;
  count: number;
}

export function createReceiptCounters(db: Database): ReceiptCounters {
  let sums = new Map<string, Sum>();
  let claims = new Set<string>();

  function add(kind: CountedKind, connectionId: string | null, claim: Claim | null, now: number): void {
    const hour = now - (now % HOUR_MS);
    const key = JSON.stringify([kind, connectionId, claim?.channel, claim?.account, hour]);
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { kind, connectionId, claim, hour, count: 1 });
    else sum.count++;
  }

  return {
    count: (kind, connectionId, now) => add(kind, connectionId, null, now),
    countClaimed(kind, claim, now) {
      const named = nameOf(claim);
      if (claims.size < MOST_CLAIMS) claims.add(named);
      add(kind, null, claims.has(named) ? claim : null, now);
    },
    async flush() {
      if (sums.size === 0) return;
      const taken = [...sums.values()];
      sums = new Map();
      claims = new Set();
      await db.write(async (tx) => {
        const named = await connectionsOf(tx, taken);
        for (const { kind, connectionId, claim, hour, count } of taken) {
          const connection_id = connectionId ?? (claim && named.get(nameOf(claim))) ?? "";
          await tx.sql
            .insertInto("receipt_counters")
            .values({ connection_id, kind, hour, count })
            .onConflict((oc) => oc.columns(["connection_id", "kind", "hour"]).doUpdateSet({ count: sql`receipt_counters.count + excluded.count` }))
            .execute();
        }
      });
    },
  };
}

const nameOf = ({ channel, account }: Claim): string => `${channel} ${account}`;

/** By nameOf: the connection's id, for those that are connected. */
async function connectionsOf(tx: Tx, sums: readonly Sum[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const channel of new Set(sums.flatMap(({ claim }) => claim?.channel ?? []))) {
    const accounts = sums.flatMap(({ claim }) => (claim?.channel === channel ? [claim.account] : []));
    for (const { id, external_id } of await findConnectionIds(tx, channel, accounts)) found.set(nameOf({ channel, account: external_id }), id);
  }
  return found;
}
