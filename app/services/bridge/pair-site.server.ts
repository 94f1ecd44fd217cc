/** A WordPress site is linked to a merchant: for the first time, once more, at a new address, or away from another merchant of the same owner. */
import { writeAudit } from "#app/data/audit.server.ts";
import { findSite, insertSite, updateSite } from "#app/data/bridge-sites.server.ts";
import { insertConnection, readSettings, updateConnection, type Connection } from "#app/data/connections.server.ts";
import type { Patch, Tx } from "#app/data/database.ts";
import { getMerchant } from "#app/data/merchants.server.ts";
import { lockPairingCode, usePairingCode } from "#app/data/system/bridge.server.ts";
import { findConnectionByAccount, findConnectionById } from "#app/data/system/connections.server.ts";
import { moveConnection } from "#app/data/system/move-connection.server.ts";
import { readCode } from "#app/domain/bridge/pairing-code.ts";
import { siteName } from "#app/domain/bridge/site-url.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { makeWebhookSecret } from "#app/lib/standard-webhooks.ts";
import { lockConnection } from "#app/sync/lock-connection.ts";
import { releaseHeld } from "#app/sync/release-held.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import type { ServiceContext } from "../context.server.ts";
import { sha256OfCode } from "./pairing-code.server.ts";
import { OVERLAP_MS, sealSiteSecret } from "./site-secret.ts";

export const WOOCOMMERCE = "woocommerce";

/** What a site says of itself. */
export interface SiteFacts {
  /** Normalised. */
  siteUrl: string;
  plugin_version: string | null;
  wp_version: string | null;
  wc_version: string | null;
  php_version: string | null;
  capabilities: Record<string, unknown>;
}

export interface PairedSite {
  connectionId: string;
  /** Answered once, and kept sealed. */
  secret: string;
  merchantName: string;
}

type Context = Pick<ServiceContext, "db" | "queue" | "box" | "clock">;

/** @param provenId the connection whose secret signed this call: the site that was paired before, wherever it lives now */
export async function pairSite(ctx: Context, typedCode: string, facts: SiteFacts, provenId: string | null): Promise<Result<PairedSite, Failure>> {
  const code = readCode(typedCode);
  if (code === null) return err(codeInvalid);
  const sha256 = sha256OfCode(code);
  const paired = await ctx.db.write(async (tx) => {
    const now = ctx.clock();
    const row = await lockPairingCode(tx, sha256, now);
    if (row === undefined) return err(codeInvalid);
    const linked = await linkSite(ctx, tx, row.merchant_id, facts, provenId);
    if (linked.ok) await usePairingCode(tx, sha256, linked.value.connectionId, now);
    return linked;
  });
  if (paired.ok) for (const lane of [deliveryLane, syncLane]) ctx.queue.wake(lane);
  return paired;
}

const codeInvalid = failure("rejected", "pairing_code_invalid", "This pairing code was mistyped, was used before, or its 15 minutes are over.");
const elsewhere = failure("conflict", "store_already_connected", "Another account has connected this store.");

/** The part that a sign-up shares: the merchant is known, and may be linked to this site. */
export async function linkSite(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  facts: SiteFacts,
  provenId: string | null,
): Promise<Result<PairedSite, Failure>> {
  await tx.lock(`connect:${WOOCOMMERCE}:${siteName(facts.siteUrl)}`);
  const now = ctx.clock();
  const there = await connectionAt(tx, merchantId, facts.siteUrl);
  const proven = provenId === null ? undefined : await findConnectionById(tx, provenId);
  const isProven = proven !== undefined && proven.deleted_at === null && (there === undefined || there.id === proven.id || there.deleted_at !== null);
  const known = isProven ? proven : there?.deleted_at === null ? there : undefined;
  if (known !== undefined && !isProven && known.merchant_id !== merchantId) return err(elsewhere);
  // A deleted connection keeps its row until everything of it is cleared; its store may be connected again meanwhile.
  if (there !== undefined && there.deleted_at !== null && there.id !== known?.id)
    await tx.update("connections", { external_id: `${there.external_id}~${there.id}` }, { id: there.id });
  const connectionId = known === undefined ? await create(tx, merchantId, facts, now) : await renew(ctx, tx, known, merchantId, facts, now);
  const secret = makeWebhookSecret();
  const isNew = await saveSite(ctx, tx, merchantId, connectionId, facts, secret, now);
  await audit(tx, merchantId, connectionId, isNew ? "site_paired" : "site_paired_again", {}, now);
  const merchant = await getMerchant(tx, merchantId);
  return ok({ connectionId, secret, merchantName: merchant?.name ?? "" });
}

/** The store at this address; a merchant's own one also where only http has become https. */
async function connectionAt(tx: Tx, merchantId: string, siteUrl: string): Promise<Connection | undefined> {
  const exact = await findConnectionByAccount(tx, WOOCOMMERCE, siteUrl);
  if (exact !== undefined) return exact;
  const other = siteUrl.startsWith("https:") ? siteUrl.replace("https:", "http:") : siteUrl.replace("http:", "https:");
  const twin = await findConnectionByAccount(tx, WOOCOMMERCE, other);
  return twin?.merchant_id === merchantId && twin.deleted_at === null ? twin : undefined;
}

async function create(tx: Tx, merchantId: string, facts: SiteFacts, now: number): Promise<string> {
  const id = newId("con", now);
  const merchant = await getMerchant(tx, merchantId);
  await insertConnection(tx, merchantId, {
    id,
    channel: WOOCOMMERCE,
    external_id: facts.siteUrl,
    name: siteName(facts.siteUrl),
    status: "active",
    entities: JSON.stringify(["orders", "customers", "products", "inventory"]),
    granted_scopes: "",
    settings: JSON.stringify({ way: "plugin" }),
    onboarding_step: "done",
    currency: merchant?.currency ?? null,
    country: merchant?.country ?? null,
    timezone: merchant?.timezone ?? null,
    ...placeOf(facts),
    created_at: now,
    updated_at: now,
  });
  return id;
}

/** The connection is there: its address, its owner and its state are brought up to date. What it has stays its own. */
async function renew(ctx: Context, tx: Tx, known: Connection, merchantId: string, facts: SiteFacts, now: number): Promise<string> {
  const { id } = known;
  await lockConnection(tx, id);
  if (known.merchant_id !== merchantId) {
    await audit(tx, known.merchant_id, null, "site_left", {}, now);
    const { rows, interrupted } = await moveConnection(tx, id, known.merchant_id, merchantId);
    if (interrupted.length > 0) await ctx.queue.schedule(tx, syncLane, interrupted, now);
    await audit(tx, merchantId, id, "site_joined", { rows }, now);
  }
  const isMoved = known.external_id !== facts.siteUrl;
  if (isMoved) await audit(tx, merchantId, id, "site_moved", { before: known.external_id, after: facts.siteUrl }, now);
  const patch: Patch<"connections"> = {
    external_id: facts.siteUrl,
    ...(isMoved && known.name === siteName(known.external_id) && { name: siteName(facts.siteUrl) }),
    settings: JSON.stringify({ ...readSettings(known), way: "plugin" }),
    status: "active",
    status_reason: null,
    last_error: null,
    ...placeOf(facts),
    updated_at: now,
  };
  await updateConnection(tx, merchantId, id, patch);
  // What came before it was disconnected and was not processed yet.
  if (known.status !== "active") await releaseHeld(tx, ctx.queue, id, `connection:${id}`, now);
  return id;
}

/** @returns whether the plugin was never paired with this connection before */
async function saveSite(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  connectionId: string,
  facts: SiteFacts,
  secret: string,
  now: number,
): Promise<boolean> {
  const { siteUrl, capabilities, ...versions } = facts;
  const fresh = {
    ...versions,
    site_url: siteUrl,
    capabilities: JSON.stringify(capabilities),
    secret_encrypted: sealSiteSecret(ctx.box, connectionId, secret),
    last_contact_at: now,
    updated_at: now,
  };
  const before = await findSite(tx, merchantId, connectionId);
  if (before === undefined) {
    await insertSite(tx, merchantId, { ...fresh, connection_id: connectionId, health: "[]", outbox: "{}", created_at: now });
    return true;
  }
  // The numbers go on: events that the site has recorded already keep theirs.
  const previous = { previous_encrypted: before.secret_encrypted, previous_until: now + OVERLAP_MS };
  await updateSite(tx, merchantId, connectionId, { ...fresh, ...previous });
  return false;
}

/** Where the plugin says what the store's settings are. */
export function placeOf({ capabilities }: Pick<SiteFacts, "capabilities">): { currency?: string; country?: string; timezone?: string } {
  const told = (name: string, form: RegExp) => {
    const value = capabilities[name];
    return typeof value === "string" && form.test(value) ? { [name]: value } : {};
  };
  return { ...told("currency", /^[A-Z]{3}$/), ...told("country", /^[A-Z]{2}$/), ...told("timezone", /^[A-Za-z0-9_+/-]{1,64}$/) };
}

const audit = (tx: Tx, merchantId: string, connectionId: string | null, action: string, data: Record<string, unknown>, now: number): Promise<void> =>
  writeAudit(
    tx,
    merchantId,
    { connectionId, kind: "command", actor: "merchant", action, entityType: "connection", ...(connectionId && { entityId: connectionId }), data },
    now,
  );
