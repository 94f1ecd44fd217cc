/** What became of an approval, for the store's owner whose browser WooCommerce sends back: nobody has signed in there, the nonce is all. */
import { getMerchant } from "#app/data/merchants.server.ts";
import { findAuthRequest } from "#app/data/system/wc-auth-requests.server.ts";
import { siteName } from "#app/domain/bridge/site-url.ts";
import { explainFailure } from "#app/domain/failure-catalogue.ts";
import type { ServiceContext } from "../context.server.ts";
import { nonceSha256 } from "./authorize.server.ts";

export type AuthorizationView =
  /** The owner said no, or the address is one that nobody was sent to. */
  | { state: "denied" | "unknown" }
  /** The keys are being tried; reason: why the last try failed. */
  | { state: "waiting"; site: string; reason: string | null }
  /** account: into whose account orders go from now on. */
  | { state: "connected"; site: string; account: string }
  | { state: "refused"; site: string; reason: string; remedy: string };

export async function showAuthorization(
  { db }: Pick<ServiceContext, "db">,
  { success, user_id }: { success: string; user_id: string },
): Promise<AuthorizationView> {
  if (success !== "1") return { state: "denied" };
  const request = await findAuthRequest(db, nonceSha256(user_id));
  if (!request?.used_at) return { state: "unknown" };
  const site = siteName(request.store_url);
  if (request.connection_id !== null) {
    const merchant = await getMerchant(db, request.merchant_id);
    return { state: "connected", site, account: merchant?.name ?? "" };
  }
  if (request.keys_encrypted !== null) return { state: "waiting", site, reason: request.problem_message };
  return { state: "refused", site, reason: request.problem_message ?? "", remedy: explainFailure(request.problem_code ?? "").remedy };
}
