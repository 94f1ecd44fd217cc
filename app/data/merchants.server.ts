/** Merchants: whom every other row belongs to. */
import type { Database, Row, Tx } from "./database.ts";
import { reading, writing } from "./either.ts";

export interface MerchantFacts {
  name: string;
  country: string | null;
  currency: string | null;
  timezone: string | null;
}

export function getMerchant(db: Database | Tx, merchantId: string): Promise<Row<"merchants"> | undefined> {
  return reading(db).selectFrom("merchants").selectAll().where("id", "=", merchantId).executeTakeFirst();
}

/** Creates the merchant, or brings its facts up to date. */
export function saveMerchant(db: Database | Tx, merchantId: string, facts: MerchantFacts, now: number): Promise<void> {
  return writing(db, (tx) =>
    tx.upsert(
      "merchants",
      { id: merchantId, ...facts, created_at: now, updated_at: now },
      ["id"],
      ["name", "country", "currency", "timezone", "updated_at"],
    ),
  );
}
