/** A merchant's connections. */
import { newId } from "#app/lib/ids.ts";
import type { Database, NewRow, Patch, Row, Tx } from "./database.ts";
import { reading, writing } from "./either.ts";
import { getMerchant } from "./merchants.server.ts";

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
  return reading(db)
    .selectFrom("connections")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
}

export function insertConnection(db: Database | Tx, merchantId: string, row: Omit<NewRow<"connections">, "merchant_id">): Promise<void> {
  return writing(db, (tx) => tx.insert("connections", { ...row, merchant_id: merchantId }));
}

/** Answers whether there was such a connection. */
export async function updateConnection(
  db: Database | Tx,
  merchantId: string,
  id: string,
  patch: Omit<Patch<"connections">, "id" | "merchant_id">,
): Promise<boolean> {
  return (await writing(db, (tx) => tx.update("connections", patch, { merchant_id: merchantId, id }))) > 0;
}

/**
 * The connection of a channel that nobody has to be asked for (CSV, the event API): made when it is first needed, in place of a deleted one
 * again. One that the merchant disconnected stays so.
 */
export async function ensureConnection(
  tx: Tx,
  merchantId: string,
  channel: string,
  externalId: string,
  name: string,
  now: number,
): Promise<Connection> {
  await tx.lock(`connect:${channel}:${externalId}`);
  const known = await tx.find("connections", { merchant_id: merchantId, channel, external_id: externalId });
  if (known !== undefined && known.deleted_at === null) return known;
  const merchant = await getMerchant(tx, merchantId);
  if (merchant === undefined) throw new Error(`no merchant ${merchantId} to connect ${channel} to`);
  const fresh = {
    name,
    status: "active",
    status_reason: null,
    entities: JSON.stringify(["orders", "customers"]),
    granted_scopes: "",
    settings: "{}",
    onboarding_step: "done",
    last_error: null,
    currency: merchant.currency,
    country: merchant.country,
    timezone: merchant.timezone,
    updated_at: now,
    deleted_at: null,
  };
  if (known !== undefined) {
    await updateConnection(tx, merchantId, known.id, fresh);
    return { ...known, ...fresh };
  }
  await insertConnection(tx, merchantId, { ...fresh, id: newId("con", now), channel, external_id: externalId, created_at: now });
  return (await tx.find("connections", { merchant_id: merchantId, channel, external_id: externalId }))!;
}

/**
 * The connections that nobody else speaks for (CSV, the event API, live and test): no platform ever asks to erase what is on them. None while
 * the merchant has another store, which they may belong to as well.
 */
export async function listOwnConnections(tx: Tx, merchantId: string, store: { id: string }): Promise<Connection[]> {
  const all = await tx.list("connections", { merchant_id: merchantId });
  const own = all.filter((row) => row.external_id === merchantId || row.external_id === `${merchantId}:test`);
  // What reads nothing (a sender of messages) is no store.
  const isOnlyStore = all.every(
    (row) => row.id === store.id || own.includes(row) || row.deleted_at !== null || row.status === "inactive" || row.entities === "[]",
  );
  return isOnlyStore ? own.filter((row) => row.id !== store.id) : [];
}
