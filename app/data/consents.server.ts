/** Who wants messages and who does not, by address. */
import { consentAddress, erasedAddress, type ConsentSource, type ConsentState, type KnownConsent } from "#app/domain/messages/consent.ts";
import { writeAudit } from "./audit.server.ts";
import type { Database, Row, Tx } from "./database.ts";
import { reading, writing } from "./either.ts";
import { sql } from "./sql.ts";

/** What is kept of these addresses, also of those whose person was erased. By address as given to consentAddress. */
export async function findConsents(db: Database | Tx, merchantId: string, addresses: readonly string[]): Promise<Map<string, ConsentState>> {
  const found = new Map<string, ConsentState>();
  for (const address of new Set(addresses.map(consentAddress))) {
    const state = (await stateOf(db, merchantId, address)) ?? (await stateOf(db, merchantId, erasedAddress(merchantId, address)));
    if (state !== undefined) found.set(address, state);
  }
  return found;
}

/** In a transaction by its row functions alone: the worker's groups lose their memory by a statement in words. */
async function stateOf(db: Database | Tx, merchantId: string, address: string): Promise<ConsentState | undefined> {
  const row =
    "write" in db
      ? await db.read.selectFrom("consents").select("state").where("merchant_id", "=", merchantId).where("address", "=", address).executeTakeFirst()
      : await db.find("consents", { merchant_id: merchantId, address }, ["state"]);
  return row?.state as ConsentState | undefined;
}

export function listConsentsOf(db: Database | Tx, merchantId: string, addresses: readonly string[]): Promise<Row<"consents">[]> {
  if (addresses.length === 0) return Promise.resolve([]);
  return reading(db)
    .selectFrom("consents")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("address", "in", addresses.map(consentAddress))
    .orderBy("address")
    .execute();
}

/** What is kept of an address, also where its person was erased. */
export async function findConsent(tx: Tx, merchantId: string, address: string): Promise<Row<"consents"> | undefined> {
  const find = (as: string) => tx.find("consents", { merchant_id: merchantId, address: as });
  return (await find(consentAddress(address))) ?? (await find(erasedAddress(merchantId, address)));
}

/** @param consent saidAt: when, by the clock of the service they said it to (epoch ms); `now` where it was said to us */
export function saveConsent(
  db: Database | Tx,
  merchantId: string,
  consent: { address: string; state: ConsentState; source: ConsentSource; saidAt?: number },
  now: number,
): Promise<void> {
  const address = consentAddress(consent.address);
  return writing(db, async (tx) => {
    // A no that was kept in the name of an erased person ends when the person speaks again.
    await tx.remove("consents", { merchant_id: merchantId, address: erasedAddress(merchantId, address) });
    await tx.upsert(
      "consents",
      { merchant_id: merchantId, address, state: consent.state, source: consent.source, said_at: consent.saidAt ?? now, updated_at: now },
      ["merchant_id", "address"],
    );
  });
}

/** Who changed their mind, when and how. The address stands there as its hash alone, as that of an erased person does. */
const CONSENT = "consent";

export interface ConsentChange {
  address: string;
  state: ConsentState;
  source: ConsentSource;
  connectionId: string | null;
  deliveryId?: number;
  saidAt: number;
  at: number;
}

/** Into the audit trail: the change, and what was before it. */
export const auditConsent = (tx: Tx, merchantId: string, known: KnownConsent | undefined, change: ConsentChange): Promise<void> =>
  writeAudit(
    tx,
    merchantId,
    {
      connectionId: change.connectionId,
      kind: "command",
      actor: change.source === "merchant" ? "merchant" : "customer",
      action: change.state === "refused" ? "consent_refused" : "consent_given",
      entityType: CONSENT,
      entityId: erasedAddress(merchantId, change.address),
      ...(change.deliveryId !== undefined && { deliveryId: change.deliveryId }),
      data: { source: change.source, said_at: change.saidAt, was: known === undefined ? null : { state: known.state, source: known.source } },
    },
    change.at,
  );

export interface ConsentHistoryEntry {
  address: string;
  state: ConsentState;
  source: string;
  /** Epoch ms: when it was said. */
  at: number;
}

/** What was said about these addresses, the newest first. */
export async function listConsentHistory(
  db: Database,
  merchantId: string,
  addresses: readonly string[],
  limit: number,
): Promise<ConsentHistoryEntry[]> {
  if (addresses.length === 0) return [];
  const byHash = new Map(addresses.map((address) => [erasedAddress(merchantId, address), consentAddress(address)]));
  const rows = await db.read
    .selectFrom("audit_log")
    .select(["entity_id", "action", "data", "at"])
    .where("merchant_id", "=", merchantId)
    .where("entity_type", "=", CONSENT)
    .where("entity_id", "in", [...byHash.keys()])
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const { source, said_at } = JSON.parse(row.data) as { source: string; said_at: number };
    return { address: byHash.get(row.entity_id!)!, state: row.action === "consent_refused" ? "refused" : "granted", source, at: said_at };
  });
}

/** A yes of an erased person goes; a no stays, without the address. @returns how many were rewritten or removed */
export async function eraseConsents(tx: Tx, merchantId: string, addresses: readonly string[], now: number): Promise<number> {
  let erased = 0;
  for (const row of await listConsentsOf(tx, merchantId, addresses)) {
    await tx.remove("consents", { merchant_id: merchantId, address: row.address });
    // Not even the hash of a yes stays.
    if (row.state === "granted")
      await tx.update(
        "audit_log",
        { entity_id: null },
        { merchant_id: merchantId, entity_type: CONSENT, entity_id: erasedAddress(merchantId, row.address) },
      );
    if (row.state === "refused")
      await tx.upsert("consents", { ...row, address: erasedAddress(merchantId, row.address), updated_at: now }, ["merchant_id", "address"]);
    erased += 1;
  }
  return erased;
}

/** Of a shop that is gone: the consents of people whom no other connection of the merchant knows. `limit` per call. @returns how many; 0: none is left */
export async function removeStrangersConsents(tx: Tx, merchantId: string, limit: number): Promise<number> {
  const known = (table: "orders" | "customers") =>
    sql`SELECT lower(email) FROM ${sql.table(table)} WHERE merchant_id = ${merchantId} AND email IS NOT NULL
      UNION ALL SELECT phone_e164 FROM ${sql.table(table)} WHERE merchant_id = ${merchantId} AND phone_e164 IS NOT NULL`;
  const found = await sql<{ address: string }>`
    SELECT address FROM consents WHERE merchant_id = ${merchantId} AND address NOT IN (${known("orders")} UNION ALL ${known("customers")}) LIMIT ${limit}`.execute(
    tx.sql,
  );
  for (const { address } of found.rows) await tx.remove("consents", { merchant_id: merchantId, address });
  return found.rows.length;
}
