/** How to reach whoever made an account outside Shopify, which tells us nothing of its owner. */
import type { Tx } from "./database.ts";

export function saveContact(tx: Tx, merchantId: string, contact: { email: string }, now: number): Promise<void> {
  return tx.upsert("merchant_settings", { merchant_id: merchantId, subject: "contact", settings: JSON.stringify(contact), updated_at: now }, [
    "merchant_id",
    "subject",
  ]);
}
