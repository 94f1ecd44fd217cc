/** A merchant's pairing codes. The code itself is never here: only its SHA-256. */
import type { Database, NewRow, Row, Tx } from "./database.ts";
import { reading } from "./either.ts";

export type PairingCode = Row<"pairing_codes">;

export function insertPairingCode(tx: Tx, merchantId: string, row: Omit<NewRow<"pairing_codes">, "merchant_id">): Promise<void> {
  return tx.insert("pairing_codes", { ...row, merchant_id: merchantId });
}

export function findLatestCode(db: Database | Tx, merchantId: string): Promise<PairingCode | undefined> {
  return reading(db)
    .selectFrom("pairing_codes")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** A new code takes the place of those that were not used; what is long over is forgotten. */
export async function removeUnusedCodes(tx: Tx, merchantId: string, madeBefore: number): Promise<void> {
  await tx.sql
    .deleteFrom("pairing_codes")
    .where("merchant_id", "=", merchantId)
    .where((eb) => eb.or([eb("used_at", "is", null), eb("created_at", "<", madeBefore)]))
    .execute();
}
