/** A shop has installed, reopened or reinstalled the app: its merchant and connection exist afterwards, with the shop's own facts. */
import { z } from "zod";
import { writeAudit } from "#app/data/audit.server.ts";
import { insertConnection, readSettings, updateConnection, type Connection } from "#app/data/connections.server.ts";
import { saveMerchant, type MerchantFacts } from "#app/data/merchants.server.ts";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import type { Tx } from "#app/data/database.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { newId } from "#app/lib/ids.ts";
import { lockConnection } from "#app/sync/lock-connection.ts";
import { releaseHeld } from "#app/sync/release-held.server.ts";
import { retryRefusedReads } from "#app/sync/retry-refused-reads.server.ts";
import type { ServiceContext } from "./context.server.ts";
import { apiWithToken } from "./shopify-api.server.ts";

export interface AuthorizedShop {
  shop: string;
  credentialId: string;
  accessToken: string;
  /** Comma-separated, as granted. */
  scope: string;
}

export interface ConnectedShop {
  connection: Connection;
  /** known: it was connected already; nothing is to be set up. */
  outcome: "created" | "revived" | "known";
}

export const SHOP_FACTS_QUERY = /* GraphQL */ `
  query ShopFacts {
    shop {
      name
      currencyCode
      ianaTimezone
      shopAddress {
        countryCodeV2
      }
    }
  }
`;
const factsSchema = z.object({
  shop: z.object({
    name: z.string(),
    currencyCode: z.string(),
    ianaTimezone: z.string(),
    shopAddress: z.object({ countryCodeV2: z.string().nullable() }),
  }),
});

/** Safe to call on every authorization. A connection that the merchant disconnected stays disconnected until they reconnect it. */
export async function connectShop(ctx: ServiceContext, shop: AuthorizedShop): Promise<ConnectedShop> {
  const facts = await readShopFacts(ctx, shop);
  const connected = await ctx.db.write(async (tx) => {
    await tx.lock(`connect:${shop.shop}`);
    const existing = await findConnectionByAccount(tx, "shopify", shop.shop);
    return existing ? reconnect(ctx, tx, existing, shop, facts) : create(tx, ctx.clock(), shop, facts);
  });
  if (connected.outcome === "revived") ctx.queue.wake(deliveryLane);
  ctx.log.info("shop authorised", { shop: shop.shop, connection_id: connected.connection.id, outcome: connected.outcome });
  return connected;
}

/** null when Shopify cannot say right now: an install does not fail for it, the next authorization asks again. */
async function readShopFacts(ctx: ServiceContext, shop: AuthorizedShop): Promise<MerchantFacts | null> {
  const answer = await apiWithToken(ctx, shop.shop, shop.accessToken)(SHOP_FACTS_QUERY, {});
  const facts = answer.ok ? factsSchema.safeParse(answer.value).data?.shop : undefined;
  return facts ? { name: facts.name, currency: facts.currencyCode, country: facts.shopAddress.countryCodeV2, timezone: facts.ianaTimezone } : null;
}

async function create(tx: Tx, now: number, shop: AuthorizedShop, facts: MerchantFacts | null): Promise<ConnectedShop> {
  const merchantId = newId("mer", now);
  const known = facts ?? { name: shop.shop, currency: null, country: null, timezone: null };
  await saveMerchant(tx, merchantId, known, now);
  const id = newId("con", now);
  await insertConnection(tx, merchantId, {
    id,
    channel: "shopify",
    external_id: shop.shop,
    ...known,
    status: "active",
    status_reason: null,
    credential_id: shop.credentialId,
    entities: "[]",
    granted_scopes: shop.scope,
    settings: JSON.stringify({ authorized_at: now }),
    onboarding_step: "welcome",
    created_at: now,
    updated_at: now,
  });
  await audit(tx, now, merchantId, id, "installed", shop.scope);
  return { connection: (await findConnectionByAccount(tx, "shopify", shop.shop))!, outcome: "created" };
}

/** Reasons that a new authorization by the shop itself ends; "disconnected" is the merchant's own decision and stands. */
const isRevivedBy = (existing: Connection) =>
  existing.deleted_at !== null || (existing.status === "inactive" && existing.status_reason !== "disconnected");

async function reconnect(
  ctx: ServiceContext,
  tx: Tx,
  existing: Connection,
  shop: AuthorizedShop,
  facts: MerchantFacts | null,
): Promise<ConnectedShop> {
  const now = ctx.clock();
  const isRevived = isRevivedBy(existing);
  const wasDeleted = existing.deleted_at !== null;
  await lockConnection(tx, existing.id);
  const { name, ...place } = facts ?? {};
  const settings = { ...(wasDeleted ? {} : readSettings(existing)), authorized_at: now };
  await updateConnection(tx, existing.merchant_id, existing.id, {
    ...place,
    ...(name === undefined || settings.is_renamed ? {} : { name }),
    credential_id: shop.credentialId,
    granted_scopes: shop.scope,
    settings: JSON.stringify(settings),
    updated_at: now,
    ...(existing.status === "error" || isRevived ? { status: "active", status_reason: null, last_error: null } : {}),
    // Uninstalling took the API's subscriptions and the optional scopes along: what to read is asked again, with the former choice as a proposal.
    ...(isRevived
      ? { uninstalled_at: null, deleted_at: null, onboarding_step: wasDeleted || existing.entities === "[]" ? "welcome" : "entities" }
      : {}),
    ...(wasDeleted ? { entities: "[]" } : {}),
  });
  if (facts) await saveMerchant(tx, existing.merchant_id, facts, now);
  // What came before the uninstall and was not processed yet waits for this.
  if (isRevived) await releaseHeld(tx, ctx.queue, existing.id, `connection:${existing.id}`, now);
  if (isRevived || existing.status === "error") await retryRefusedReads(tx, ctx.queue, existing.id, now);
  if (isRevived) await audit(tx, now, existing.merchant_id, existing.id, "reinstalled", shop.scope);
  return { connection: (await findConnectionByAccount(tx, "shopify", shop.shop))!, outcome: isRevived ? "revived" : "known" };
}

const audit = (tx: Tx, at: number, merchantId: string, connectionId: string, action: string, scope: string) =>
  writeAudit(
    tx,
    merchantId,
    { connectionId, kind: "command", actor: "merchant", action, entityType: "connection", entityId: connectionId, data: { scope } },
    at,
  );
