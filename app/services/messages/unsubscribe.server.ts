/** What the unsubscribe page shows and does: whoever has the link may say no, and nothing else. */
import { findConsents } from "#app/data/consents.server.ts";
import { getMerchant } from "#app/data/merchants.server.ts";
import { consentAddress } from "#app/domain/messages/consent.ts";
import type { ServiceContext } from "../context.server.ts";
import { setConsent } from "./consent.server.ts";
import { readUnsubscribeToken } from "./unsubscribe-link.server.ts";

type UnsubscribeContext = Pick<ServiceContext, "db" | "box" | "clock">;

export interface UnsubscribeView {
  shopName: string;
  /** Enough to recognise it: z•••@example.com. */
  address: string;
  isRefused: boolean;
}

/** null: the link is not ours, or the shop is gone. Looking changes nothing: mail scanners open every link. */
export async function readUnsubscribe(ctx: UnsubscribeContext, token: string): Promise<UnsubscribeView | null> {
  const subscription = readUnsubscribeToken(ctx.box, token);
  if (subscription === null) return null;
  const { merchantId, address } = subscription;
  const merchant = await getMerchant(ctx.db, merchantId);
  if (merchant === undefined) return null;
  const consents = await findConsents(ctx.db, merchantId, [address]);
  return { shopName: merchant.name, address: masked(address), isRefused: consents.get(consentAddress(address)) === "refused" };
}

/** Says no for the address the link was made for, from the page or with one click from the mail program. @returns false: not a link of ours */
export async function unsubscribe(ctx: UnsubscribeContext, token: string): Promise<boolean> {
  const subscription = readUnsubscribeToken(ctx.box, token);
  if (subscription === null || (await getMerchant(ctx.db, subscription.merchantId)) === undefined) return false;
  await setConsent(ctx, subscription.merchantId, { address: subscription.address, state: "refused", source: "unsubscribe_link" });
  return true;
}

function masked(address: string): string {
  const [name = "", domain] = address.split("@");
  return domain === undefined ? `•••${address.slice(-3)}` : `${name.slice(0, 1)}•••@${domain}`;
}
