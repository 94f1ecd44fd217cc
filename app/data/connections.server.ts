/** A merchant's connections. */
import type { Database, NewRow, Patch, Row, Tx } from "./database.ts";
import { reading, writing } from "./either.ts";

export type Connection = Row<"connections">;

/** What `settings` may hold. */
export interface ConnectionSettings {
  /** When the platform last proved to us that the app is installed (epoch ms): an older uninstall that arrives later is not believed. */
  authorized_at?: number;
  /** The merchant changed the name: the shop's own no longer replaces it. */
  is_renamed?: boolean;
  /** Trigger times (epoch ms) of the last news of this kind: an older one that arrives later is not believed. */
  scopes_at?: number;
  shop_at?: number;
  /** The merchant's rule for parcels whose carrier reports nothing: so many days after shipping they count as delivered. */
  delivered_after_days?: number;
}

export const readSettings = (connection: Pick<Connection, "settings">): ConnectionSettings => JSON.parse(connection.settings) as ConnectionSettings;

/** Not those that were deleted. */
export function getConnection(db: Database | Tx, merchantId: string, id: string): Promise<Connection | undefined> {
  return reading(db).selectFrom("connections").selectAll().where("merchant_id", "=", merchantId).where("id", "=", id).where("deleted_at", "is", null).executeTakeFirst();
}

export function insertConnection(db: Database | Tx, merchantId: string, row: Omit<NewRow<"connections">, "merchant_id">): Promise<void> {
  return writing(db, (tx) => tx.insert("connections", { ...row, merchant_id: merchantId }));
}

/** Answers whether there was such a connection. */
export async function updateConnection(db: Database | Tx, merchantId: string, id: string, patch: Omit<Patch<"connections">, "id" | "merchant_id">): Promise<boolean> {
  return (await writing(db, (tx) => tx.update("connections", patch, { merchant_id: merchantId, id }))) > 0;
}
