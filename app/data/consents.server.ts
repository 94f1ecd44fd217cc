/** Who wants messages and who does not, by address. */
import { consentAddress, erasedAddress, type ConsentSource, type ConsentState } from "#app/domain/messages/consent.ts";
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
  const row = "write" in db
    ? await db.read.selectFrom("consents").select("state").where("merchant_id", "=", merchantId).where("address", "=", address).executeTakeFirst()
    : await db.find("consents", { merchant_id: merchantId, address }, ["state"]);
  return row?.state as ConsentState | undefined;
}

export function listConsentsOf(db: Database | Tx, merchantId: string, addresses: readonly string[]): Promise<Row<"consents">[]> {
  if (addresses.length === 0) return Promise.resolve([]);
  return reading(db).selectFrom("consents").selectAll().where("merchant_id", "=", merchantId).where("address", "in", addresses.map(consentAddress)).orderBy("address").execute();
}

export function saveConsent(db: Database | Tx, merchantId: string, consent: { address: string; state: ConsentState; source: ConsentSource }, now: number): Promise<void> {
  const address = consentAddress(consent.address);
  return writing(db, async (tx) => {
    // A no that was kept in the name of an erased person ends when the person speaks again.
    await tx.remove("consents", { merchant_id: merchantId, address: erasedAddress(merchantId, address) });
    await tx.upsert("consents", { merchant_id: merchantId, address, state: consent.state, source: consent.source, updated_at: now }, ["merchant_id", "address"]);
  });
}

/** A yes of an erased person goes; a no stays, without the address. @returns how many were rewritten or removed */
export async function eraseConsents(tx: Tx, merchantId: string, addresses: readonly string[], now: number): Promise<number> {
  let erased = 0;
  for (const row of await listConsentsOf(tx, merchantId, addresses)) {
    await tx.remove("consents", { merchant_id: merchantId, address: row.address });
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
    SELECT address FROM consents WHERE merchant_id = ${merchantId} AND address NOT IN (${known("orders")} UNION ALL ${known("customers")}) LIMIT ${limit}`.execute(tx.sql);
  for (const { address } of found.rows) await tx.remove("consents", { merchant_id: merchantId, address });
  return found.rows.length;
}
