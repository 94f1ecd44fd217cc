/** A merchant's API keys. The key itself is never here: only its SHA-256. */
import type { Database, NewRow, Patch, Row, Tx } from "./database.ts";
import { reading, writing } from "./either.ts";

export type ApiKeyRow = Row<"api_keys">;

/** Newest first; also those that work no longer. */
export function listApiKeys(db: Database | Tx, merchantId: string): Promise<ApiKeyRow[]> {
  return reading(db)
    .selectFrom("api_keys")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
}

export function getApiKey(db: Database | Tx, merchantId: string, id: string): Promise<ApiKeyRow | undefined> {
  return reading(db).selectFrom("api_keys").selectAll().where("merchant_id", "=", merchantId).where("id", "=", id).executeTakeFirst();
}

export function insertApiKey(db: Database | Tx, merchantId: string, row: Omit<NewRow<"api_keys">, "merchant_id">): Promise<void> {
  return writing(db, (tx) => tx.insert("api_keys", { ...row, merchant_id: merchantId }));
}

/** Answers whether there was such a key. */
export async function updateApiKey(
  db: Database | Tx,
  merchantId: string,
  id: string,
  patch: Omit<Patch<"api_keys">, "id" | "merchant_id">,
): Promise<boolean> {
  return (await writing(db, (tx) => tx.update("api_keys", patch, { merchant_id: merchantId, id }))) > 0;
}

/** All keys of a connection; answers how many there were. */
export function removeApiKeysOf(tx: Tx, merchantId: string, connectionId: string): Promise<number> {
  return tx.remove("api_keys", { merchant_id: merchantId, connection_id: connectionId });
}
