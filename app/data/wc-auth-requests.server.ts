/** Presses of "Connect" that send a store's owner to WooCommerce: each nonce is kept hashed, and good once. */
import type { Database, NewRow, Tx } from "./database.ts";
import { writing } from "./either.ts";

type NewAuthRequest = Pick<NewRow<"wc_auth_requests">, "nonce_sha256" | "store_url" | "settings" | "expires_at">;

export function insertAuthRequest(db: Database | Tx, merchantId: string, request: NewAuthRequest, now: number): Promise<void> {
  return writing(db, (tx) => tx.insert("wc_auth_requests", { ...request, merchant_id: merchantId, created_at: now }));
}
