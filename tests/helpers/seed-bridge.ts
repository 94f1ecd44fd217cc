/** What a merchant has of the WooCommerce bridge: a paired site with a gap, codes, commands, own status mappings, notes, polls, kept answers. */
import type { NewRow, Table } from "#app/data/database.ts";
import { SEED_NOW } from "./seed-model.ts";
import type { Tenant } from "./seed-tenant.ts";

type BridgeTable = Extract<
  Table,
  | "bridge_sites"
  | "bridge_gaps"
  | "pairing_codes"
  | "bridge_commands"
  | "invitations"
  | "wc_auth_requests"
  | "status_mappings"
  | "order_notes"
  | "poll_states"
  | "idempotent_requests"
>;

export const wooConnectionId = ({ name }: Pick<Tenant, "name">): string => `con_woo_${name}`;

/** A store of a tenant beside its shop, paired by the plugin. */
export const wooCommerceStore = (tenant: Tenant): NewRow<"connections"> => ({
  id: wooConnectionId(tenant),
  merchant_id: tenant.merchantId,
  channel: "woocommerce",
  external_id: `https://${tenant.name}.example.com`,
  name: `${tenant.name} store`,
  status: "active",
  entities: "[]",
  granted_scopes: "",
  settings: "{}",
  onboarding_step: "done",
  created_at: SEED_NOW,
  updated_at: SEED_NOW,
});

export function bridgeRows(tenant: Tenant): {
  [T in BridgeTable]: NewRow<T>[];
} {
  const {
    name,
    merchantId,
    connectionId,
    deliveryIds: [number],
  } = tenant;
  const at = SEED_NOW;
  const later = at + 900_000;
  const mine = { merchant_id: merchantId };
  const linked = { ...mine, connection_id: connectionId };
  const paired = { ...mine, connection_id: wooConnectionId(tenant) };
  const site = {
    site_url: `https://${name}.example.com`,
    secret_encrypted: `k1:${name}`,
    last_seq: number,
    max_seq: number + 2,
    last_contact_at: at,
    capabilities: "{}",
    health: JSON.stringify([{ check: "cron", state: "bad", detail: name }]),
    outbox: "{}",
    created_at: at,
    updated_at: at,
  };
  const gap = { seq: number + 1, until_seq: number + 1, missed_at: at };
  return {
    bridge_sites: [
      { ...linked, ...site },
      { ...paired, ...site },
    ],
    bridge_gaps: [
      { ...linked, ...gap },
      { ...paired, ...gap },
    ],
    pairing_codes: [{ code_sha256: `sha-${name}`, ...mine, created_by: name, created_at: at, expires_at: later }],
    bridge_commands: [
      {
        id: `cmd_${name}`,
        ...linked,
        kind: "stock.set",
        payload: JSON.stringify({ product_id: 1, quantity: number }),
        status: "pending",
        dedupe_key: "stock:1",
        sync_item_id: tenant.syncItemId,
        created_at: at,
        updated_at: at,
        expires_at: later,
      },
    ],
    invitations: [{ code_sha256: `invitation-${name}`, note: name, created_at: at, expires_at: later, used_at: at, merchant_id: merchantId }],
    wc_auth_requests: [
      { nonce_sha256: `nonce-${name}`, ...mine, store_url: `https://${name}.example.com`, settings: "{}", created_at: at, expires_at: later },
    ],
    status_mappings: [{ ...linked, direction: "in", from_value: "awaiting-pickup", to_value: "PACKED", created_by: name, updated_at: at }],
    order_notes: [
      {
        id: `not_${name}`,
        ...linked,
        order_external_id: "820982911946154508",
        external_id: "71",
        author: name,
        body: `${name} wrote`,
        is_customer_note: 0,
        source_created_at: at,
        updated_at: at,
      },
    ],
    poll_states: [{ ...linked, entity: "orders", cursor: at, next_poll_at: later, error_code: "timeout", error_message: name, updated_at: at }],
    idempotent_requests: [{ ...mine, key_sha256: `key-${name}`, request_sha256: name, status: 201, answer: name, created_at: at, expires_at: later }],
  };
}
