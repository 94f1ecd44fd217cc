/** API keys across merchants. In system/ because a call names a key, and only the key's row says whose it is. */
import type { Database, Row } from "../database.ts";

export function findApiKeyBySha256(db: Database, sha256: string): Promise<Row<"api_keys"> | undefined> {
  return db.read.selectFrom("api_keys").selectAll().where("key_sha256", "=", sha256).executeTakeFirst();
}

/** For an operator, who names a key by its id alone. */
export function findApiKeyById(db: Database, id: string): Promise<Row<"api_keys"> | undefined> {
  return db.read.selectFrom("api_keys").selectAll().where("id", "=", id).executeTakeFirst();
}
