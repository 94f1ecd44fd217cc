/** A merchant connects a store with REST keys: they are tried at the store before they are kept, and then sealed. */
import { writeAudit } from "#app/data/audit.server.ts";
import { insertConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import type { Tx } from "#app/data/database.ts";
import { getMerchant } from "#app/data/merchants.server.ts";
import { savePollState } from "#app/data/poll-states.server.ts";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import { siteName } from "#app/domain/bridge/site-url.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { isHttpConfirmation, SYNC_MINUTES } from "#app/domain/store-connection.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { checkStore, type CheckedStore, type StoreFacts } from "./check-store.server.ts";
import { addressRule } from "./store-api.server.ts";
import { readStoreSecret, readStoreSettings, sealStoreSecret, type StoreSettings } from "./store-settings.ts";
import { normaliseStoreUrl } from "./store-url.ts";

/** What is polled: of customers WooCommerce cannot say which changed; they come with their orders. */
export const POLLED = ["orders", "products"] as const;

export interface NewIntegration {
  storeUrl: string;
  consumerKey: string;
  consumerSecret: string;
  name?: string | undefined;
  autoSync?: boolean | undefined;
  syncEveryMinutes?: number | undefined;
  httpConfirmation?: string | undefined;
}

/** Fails with what the store says, or where another merchant has the store. A store of the same merchant gets the new keys. */
export async function createIntegration(ctx: ServiceContext, merchantId: string, wanted: NewIntegration): Promise<Result<Connection, Failure>> {
  const siteUrl = normaliseStoreUrl(wanted.storeUrl);
  if (!siteUrl.ok) return err(failure("rejected", "store_url_invalid", siteUrl.error));
  const isHttpConfirmed = isHttpConfirmation(wanted.httpConfirmation);
  const checked = await checkStore({
    siteUrl: siteUrl.value,
    consumerKey: wanted.consumerKey,
    consumerSecret: wanted.consumerSecret,
    keysIn: "header",
    rule: addressRule(ctx, isHttpConfirmed),
    appUrl: ctx.appUrl,
    clock: ctx.clock,
  });
  if (checked.failure !== null) return err(checked.failure);
  return saveIntegration(ctx, merchantId, siteUrl.value, { ...wanted, isHttpConfirmed, checked });
}

interface Saved extends NewIntegration {
  isHttpConfirmed: boolean;
  /** Keys that were never tried prove nothing: whoever has none for a store could keep its owner out. */
  checked: CheckedStore;
}

export const takenByAnother = failure("conflict", "store_already_connected", "This store is connected to another account.");

/** Keeps keys that work for a store, new or known. */
export function saveIntegration(ctx: ServiceContext, merchantId: string, siteUrl: string, wanted: Saved): Promise<Result<Connection, Failure>> {
  return ctx.db.write(async (tx) => {
    await tx.lock(`connect:woocommerce:${siteUrl}`);
    const now = ctx.clock();
    const known = await findConnectionByAccount(tx, "woocommerce", siteUrl);
    if (known !== undefined && known.deleted_at === null && known.merchant_id !== merchantId) return err(takenByAnother);
    // A deleted one keeps its row until everything of it is cleared; its store may be connected again meanwhile.
    if (known !== undefined && known.deleted_at !== null)
      await tx.update("connections", { external_id: `${known.external_id}~${known.id}` }, { id: known.id });
    const mine = known !== undefined && known.deleted_at === null ? known : null;
    const id = mine?.id ?? newId("con", now);
    const secret = { ...(mine && readStoreSecret(ctx.box, mine)), consumer_key: wanted.consumerKey, consumer_secret: wanted.consumerSecret };
    const kept = {
      secret_encrypted: sealStoreSecret(ctx.box, id, secret),
      settings: JSON.stringify(settingsFor(mine, wanted)),
      status: "active",
      status_reason: null,
      last_error: null,
      updated_at: now,
    };
    if (mine)
      await updateConnection(tx, merchantId, id, {
        ...kept,
        ...(wanted.name !== undefined && { name: wanted.name }),
        ...knownFacts(wanted.checked.facts),
      });
    else
      await insertConnection(tx, merchantId, {
        ...kept,
        ...(await fresh(tx, merchantId, siteUrl, wanted)),
        id,
        external_id: siteUrl,
        created_at: now,
      });
    // History is read when it is asked for; by itself only what changes from now on, by the store's own clock.
    const cursor = now + Math.min(0, wanted.checked.facts.clockOffsetMs);
    for (const entity of POLLED)
      await savePollState(tx, merchantId, { connectionId: id, entity, cursor, nextPollAt: now }, now, { keepsCursor: true });
    await writeAudit(
      tx,
      merchantId,
      {
        connectionId: id,
        kind: "command",
        actor: "merchant",
        action: mine ? "store_keys_replaced" : "store_connected",
        entityType: "connection",
        entityId: id,
        data: { way: "keys", http_confirmed: wanted.isHttpConfirmed },
      },
      now,
    );
    return ok((await tx.find("connections", { id, merchant_id: merchantId }))!);
  });
}

function settingsFor(mine: Connection | null, wanted: Saved): StoreSettings {
  const before = mine ? readStoreSettings(mine) : {};
  return {
    ...before,
    way: before.way ?? "keys",
    auto_sync: wanted.autoSync ?? before.auto_sync ?? true,
    sync_every_minutes: wanted.syncEveryMinutes ?? before.sync_every_minutes ?? SYNC_MINUTES.usual,
    http_confirmed: wanted.isHttpConfirmed,
    keys_in: wanted.checked.keysIn,
  };
}

async function fresh(tx: Tx, merchantId: string, siteUrl: string, { name, checked }: Saved) {
  const merchant = await getMerchant(tx, merchantId);
  const { facts } = checked;
  return {
    channel: "woocommerce",
    name: name ?? (facts.name || siteName(siteUrl)),
    entities: JSON.stringify(["orders", "customers", "products", "inventory"]),
    granted_scopes: "",
    onboarding_step: "done",
    currency: facts.currency ?? merchant?.currency ?? null,
    country: facts.country ?? merchant?.country ?? null,
    timezone: facts.timezone ?? merchant?.timezone ?? null,
  };
}

const knownFacts = (facts: StoreFacts) => ({
  ...(facts.currency && { currency: facts.currency }),
  ...(facts.country && { country: facts.country }),
  ...(facts.timezone && { timezone: facts.timezone }),
});
