/**
 * The bridge before it is known whose a call is: a site says its connection's id, a person types a code, and only the row says which merchant
 * that is. In system/ for that; what a code or a signature does not prove is never answered.
 */
import type { Connection } from "../connections.server.ts";
import type { BridgeSite } from "../bridge-sites.server.ts";
import type { Database, NewRow, Row, Tx } from "../database.ts";
import { reading } from "../either.ts";
import { findConnectionById } from "./connections.server.ts";

/** Also deleted and disconnected ones: the caller decides what those mean. */
export async function findPairedSite(db: Database | Tx, connectionId: string): Promise<{ site: BridgeSite; connection: Connection } | null> {
  const [site, connection] = await Promise.all([
    reading(db).selectFrom("bridge_sites").selectAll().where("connection_id", "=", connectionId).executeTakeFirst(),
    findConnectionById(db, connectionId),
  ]);
  return site === undefined || connection === undefined ? null : { site, connection };
}

/** undefined: there is none, it was used, or its time is over. Nobody else uses it before this transaction ends. */
export async function lockPairingCode(tx: Tx, sha256: string, now: number): Promise<Row<"pairing_codes"> | undefined> {
  await tx.lock(`pairing-code:${sha256}`);
  const code = await tx.find("pairing_codes", { code_sha256: sha256 });
  return code === undefined || code.used_at !== null || code.expires_at <= now ? undefined : code;
}

/** The code is used up, by this connection. */
export async function usePairingCode(tx: Tx, sha256: string, connectionId: string, now: number): Promise<void> {
  await tx.update("pairing_codes", { used_at: now, connection_id: connectionId }, { code_sha256: sha256 });
}

export function insertInvitation(db: Database, row: NewRow<"invitations">): Promise<void> {
  return db.write((tx) => tx.insert("invitations", row));
}

/** Uses the invitation up for this merchant; false: there is none, it was used, or its time is over. */
export async function takeInvitation(tx: Tx, sha256: string, merchantId: string, now: number): Promise<boolean> {
  await tx.lock(`invitation:${sha256}`);
  const invitation = await tx.find("invitations", { code_sha256: sha256 });
  if (invitation === undefined || invitation.used_at !== null || invitation.expires_at <= now) return false;
  return (await tx.update("invitations", { used_at: now, merchant_id: merchantId }, { code_sha256: sha256 })) > 0;
}

/** How many calls an address made in its window, of those that are counted. */
export async function readAddressCalls(db: Database, id: string, now: number, windowMs: number): Promise<{ used: number; startedAt: number }> {
  const window = await db.read
    .selectFrom("quota_windows")
    .select(["used", "started_at"])
    .where("id", "=", id)
    .where("started_at", ">", now - windowMs)
    .executeTakeFirst();
  return { used: window?.used ?? 0, startedAt: window?.started_at ?? now };
}

/** Counts a call from an address that nobody is known by yet. Windows that are over are forgotten. */
export async function countAddressCall(tx: Tx, id: string, now: number, windowMs: number): Promise<void> {
  await tx.lock(id);
  await tx.sql
    .deleteFrom("quota_windows")
    .where("merchant_id", "=", "")
    .where("started_at", "<=", now - windowMs)
    .execute();
  const known = await tx.find("quota_windows", { id });
  await tx.upsert("quota_windows", { id, merchant_id: "", used: (known?.used ?? 0) + 1, started_at: known?.started_at ?? now }, ["id"]);
}

/** Commands that ended before `before`, of all merchants, at most `limit` of them: who wanted what, and when, stays in the audit trail. */
export function removeOldCommands(db: Database, before: number, limit: number): Promise<number> {
  return db.write(async (tx) => {
    const old = await tx.sql
      .selectFrom("bridge_commands")
      .select("id")
      .where("status", "in", ["done", "failed", "expired"])
      .where("updated_at", "<", before)
      .limit(limit)
      .execute();
    for (const { id } of old) await tx.remove("bridge_commands", { id });
    return old.length;
  });
}
