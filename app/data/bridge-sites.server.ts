/** WordPress sites that our plugin pairs: one per connection of channel woocommerce. Their secrets are sealed; only the bridge opens them. */
import type { Database, NewRow, Patch, Row, Tx } from "./database.ts";
import { reading, writing } from "./either.ts";

export type BridgeSite = Row<"bridge_sites">;

export function findSite(db: Database | Tx, merchantId: string, connectionId: string): Promise<BridgeSite | undefined> {
  return reading(db)
    .selectFrom("bridge_sites")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .executeTakeFirst();
}

/** What a list of connections shows of them. */
export function listSiteContacts(
  db: Database | Tx,
  merchantId: string,
): Promise<Pick<BridgeSite, "connection_id" | "last_contact_at" | "last_event_at">[]> {
  return reading(db)
    .selectFrom("bridge_sites")
    .select(["connection_id", "last_contact_at", "last_event_at"])
    .where("merchant_id", "=", merchantId)
    .execute();
}

export function insertSite(db: Database | Tx, merchantId: string, row: Omit<NewRow<"bridge_sites">, "merchant_id">): Promise<void> {
  return writing(db, (tx) => tx.insert("bridge_sites", { ...row, merchant_id: merchantId }));
}

/** Answers whether there was such a site. */
export async function updateSite(
  db: Database | Tx,
  merchantId: string,
  connectionId: string,
  patch: Omit<Patch<"bridge_sites">, "connection_id" | "merchant_id">,
): Promise<boolean> {
  return (await writing(db, (tx) => tx.update("bridge_sites", patch, { merchant_id: merchantId, connection_id: connectionId }))) > 0;
}
