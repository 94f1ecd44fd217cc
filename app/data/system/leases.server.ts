/**
 * Leases: one holder at a time, across processes and machines. In system/ because what is leased may not belong to a merchant yet (the
 * first token exchange of a shop that nobody knows).
 */
import type { Database } from "../database.ts";

/** Takes the lease unless somebody else holds it; answers whether `holder` has it now. It ends by itself after `ttlMs`. */
export function takeLease(db: Database, id: string, holder: string, now: number, ttlMs: number): Promise<boolean> {
  return db.write(async (tx) => {
    await tx.lock(`lease:${id}`);
    const current = await tx.find("leases", { id });
    if (current && current.holder !== holder && current.expires_at > now) return false;
    await tx.upsert("leases", { id, holder, expires_at: now + ttlMs }, ["id"]);
    return true;
  });
}

/** Gives the lease back; harmless when it has passed to another holder meanwhile. */
export async function releaseLease(db: Database, id: string, holder: string): Promise<void> {
  await db.write((tx) => tx.remove("leases", { id, holder }));
}
