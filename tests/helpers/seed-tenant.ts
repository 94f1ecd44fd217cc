/**
 * A merchant with a row in every table that can hold one: texts carry the merchant's name and numbers lie in its own range, so that a trace
 * of it is found in any answer. The platform's own numbers (external ids, order numbers, SKUs, topics) are the same for every tenant: the worst case.
 */
import type { Database, NewRow, Table } from "#app/data/database.ts";
import { erasedAddress } from "#app/domain/messages/consent.ts";
import { bridgeRows, wooCommerceStore } from "./seed-bridge.ts";
import { SEED_NOW } from "./seed-model.ts";

/** Tables whose rows belong to the installation, not to a merchant. */
export const NOBODYS_TABLES = ["leases", "worker_heartbeats"] as const satisfies readonly Table[];

export interface Tenant {
  name: string;
  merchantId: string;
  connectionId: string;
  shop: string;
  email: string;
  customerId: string;
  orderId: string;
  productId: string;
  exportId: string;
  syncItemId: string;
  /** Two of them: completed and about an order; dead and never understood. */
  deliveryIds: [number, number];
  /** Finds a trace of this tenant in a text. */
  trace: RegExp;
}

export interface SharedIds {
  orderExternalId: string;
  customerExternalId: string;
  productExternalId: string;
  inventoryItem: string;
  orderRef: string;
  phone: string;
  requestKey: string;
}
export const SHARED: SharedIds = {
  orderExternalId: "820982911946154508",
  customerExternalId: "115310627314723954",
  productExternalId: "788032119674292922",
  inventoryItem: "49148385",
  orderRef: "SH-#1001",
  phone: "+15550100",
  requestKey: "request-1",
};

/** @param number 1 … 9: the tenant's numbers begin with seven of it */
export function tenantOf(name: string, number: number): Tenant {
  const first = Number(String(number).repeat(7));
  return {
    name,
    merchantId: `mer_${name}`,
    connectionId: `con_${name}`,
    shop: `${name}.myshopify.com`,
    email: `${name}@example.com`,
    customerId: `cus_${name}`,
    orderId: `ord_${name}`,
    productId: `pro_${name}`,
    exportId: `exp_${name}`,
    syncItemId: `syn_${name}`,
    deliveryIds: [first, first + 1],
    // At a number's beginning: some second of a year holds six of any digit in its milliseconds since 1970.
    trace: new RegExp(`${name}|(?<!\\d)${String(number).repeat(6)}`, "i"),
  };
}

type Rows = { [T in Exclude<Table, (typeof NOBODYS_TABLES)[number]>]: NewRow<T>[] };

/** Complete by its type: a new table of a merchant does not compile until it is seeded here. */
function rowsOf(tenant: Tenant): Rows {
  const {
    name,
    merchantId,
    connectionId,
    deliveryIds: [applied, dead],
  } = tenant;
  const at = SEED_NOW;
  const mine = { merchant_id: merchantId };
  const linked = { ...mine, connection_id: connectionId };
  const ofOrder = { ...mine, order_id: tenant.orderId };
  const person = { name: `${name} Example`, email: tenant.email, phone_given: SHARED.phone, phone_e164: SHARED.phone };
  const address = JSON.stringify({
    name: person.name,
    company: null,
    address1: `1 ${name} Road`,
    address2: null,
    city: name,
    province: null,
    zip: "10115",
    country_code: "DE",
    phone: null,
  });
  const delivery = { ...linked, mode: "live", origin: "live", attempts: 1, received_at: at, next_attempt_at: at, body_sha256: name, body_bytes: 20 };
  const figures = { completed: applied, dead, retried: 1, records: applied };
  return {
    merchants: [{ id: merchantId, name, country: "DE", currency: "EUR", timezone: "Europe/Berlin", created_at: at, updated_at: at }],
    app_credentials: [
      {
        id: `app_${name}`,
        ...mine,
        channel: "shopify",
        client_id: `client-${name}`,
        secret_encrypted: `k1:${name}`,
        scopes: "read_orders",
        source: "merchant",
        created_at: at,
        updated_at: at,
      },
    ],
    connections: [
      {
        id: connectionId,
        ...mine,
        channel: "shopify",
        external_id: tenant.shop,
        name: `${name} shop`,
        status: "active",
        entities: '["orders","customers","products","inventory"]',
        granted_scopes: "read_orders",
        settings: "{}",
        onboarding_step: "done",
        last_sync_at: at,
        last_error: `${name} error`,
        currency: "EUR",
        country: "DE",
        timezone: "Europe/Berlin",
        created_at: at,
        updated_at: at,
      },
      wooCommerceStore(tenant),
    ],
    sessions: [
      {
        id: `app_${name}:offline_${tenant.shop}`,
        shop: tenant.shop,
        is_online: 0,
        payload_encrypted: `k1:${name}`,
        expires_at: null,
        updated_at: at,
      },
    ],
    deliveries: [
      {
        ...delivery,
        id: applied,
        dedupe_key: `${name}-hook-1`,
        topic: "orders/create",
        status: "completed",
        entity_type: "order",
        external_id: SHARED.orderExternalId,
        order_ref: SHARED.orderRef,
        outcome: "applied",
        completed_at: at,
      },
      {
        ...delivery,
        id: dead,
        dedupe_key: `${name}-hook-2`,
        topic: "refunds/create",
        status: "dead",
        error_class: "rejected",
        error_code: "body_unreadable",
        error_message: `${name} is missing`,
      },
      {
        ...delivery,
        id: dead + 1,
        dedupe_key: `${name}-hook-3`,
        topic: "message/received",
        status: "completed",
        entity_type: "message",
        external_id: `wamid.${name}`,
        outcome: "applied",
        completed_at: at,
      },
    ],
    delivery_payloads: [applied, dead].map((id) => ({
      delivery_id: id,
      ...mine,
      headers: JSON.stringify({ "x-shopify-shop-domain": tenant.shop }),
      body: Buffer.from(JSON.stringify({ id: SHARED.orderExternalId, email: tenant.email })),
    })),
    attempts: [
      { id: applied, ...mine, delivery_id: applied, number: 1, started_at: at, duration_ms: 3, outcome: "completed" },
      { id: dead, ...mine, delivery_id: dead, number: 1, started_at: at, duration_ms: 3, outcome: "dead", error_message: `${name} is missing` },
      { id: dead + 1, ...mine, sync_item_id: tenant.syncItemId, number: 1, started_at: at, duration_ms: 3, outcome: "retry" },
    ],
    customers: [
      {
        id: tenant.customerId,
        ...linked,
        external_id: SHARED.customerExternalId,
        ...person,
        tags: "[]",
        content_sha256: name,
        source_created_at: at,
        created_at: at,
        updated_at: at,
      },
    ],
    orders: [
      {
        id: tenant.orderId,
        ...linked,
        external_id: SHARED.orderExternalId,
        name: "#1001",
        order_ref: SHARED.orderRef,
        customer_id: tenant.customerId,
        customer_external_id: SHARED.customerExternalId,
        customer_name: person.name,
        email: person.email,
        phone_given: person.phone_given,
        phone_e164: person.phone_e164,
        currency: "EUR",
        presentment_currency: "EUR",
        subtotal_minor: 1,
        discount_minor: 0,
        shipping_minor: 0,
        tax_minor: 0,
        tip_minor: 0,
        duties_minor: 0,
        fees_minor: 0,
        rounding_minor: 0,
        total_minor: applied,
        current_total_minor: applied,
        refunded_minor: 0,
        outstanding_minor: 0,
        presentment_total_minor: applied,
        taxes_included: 0,
        hub_status: "SHIPPED",
        note: `for ${name}`,
        tags: "[]",
        shipping_address: address,
        billing_address: address,
        is_test: 0,
        source_created_at: at,
        source_updated_at: at,
        content_sha256: name,
        created_at: at,
        updated_at: at,
      },
    ],
    order_lines: [
      {
        id: `${tenant.orderId}/line`,
        ...ofOrder,
        external_id: "1",
        position: 0,
        sku: "MUG-1",
        title: `${name} mug`,
        quantity: 1,
        current_quantity: 1,
        unit_price_minor: 1,
        discount_minor: 0,
        requires_shipping: 1,
        is_taxable: 1,
        is_gift_card: 0,
        kind: "item",
      },
    ],
    order_discounts: [
      { id: `${tenant.orderId}/discount`, ...ofOrder, position: 0, target: "line", target_external_id: "1", code: name, amount_minor: 1 },
    ],
    order_taxes: [
      { id: `${tenant.orderId}/tax`, ...ofOrder, position: 0, target: "line", target_external_id: "1", title: name, rate: "0.19", amount_minor: 1 },
    ],
    order_shipping_lines: [
      {
        id: `${tenant.orderId}/shipping`,
        ...ofOrder,
        external_id: "1",
        position: 0,
        title: name,
        price_minor: 1,
        discounted_minor: 1,
        is_removed: 0,
      },
    ],
    refunds: [{ id: `${tenant.orderId}/refund`, ...ofOrder, external_id: "1", note: name, amount_minor: 1, source_created_at: at }],
    refund_lines: [
      {
        id: `${tenant.orderId}/refund/line`,
        ...ofOrder,
        refund_id: `${tenant.orderId}/refund`,
        line_external_id: "1",
        quantity: 1,
        subtotal_minor: 1,
        tax_minor: 0,
        restock_type: "return",
      },
    ],
    fulfillments: [
      {
        id: `${tenant.orderId}/fulfillment`,
        ...ofOrder,
        external_id: "1",
        name,
        status: "success",
        tracking_numbers: JSON.stringify([name]),
        tracking_urls: "[]",
        lines: "[]",
        source_created_at: at,
        source_updated_at: at,
      },
    ],
    status_history: [{ id: `${tenant.orderId}/fact`, ...ofOrder, kind: "financial", value: "paid", occurred_at: at, delivery_id: applied }],
    products: [
      {
        id: tenant.productId,
        ...linked,
        external_id: SHARED.productExternalId,
        title: `${name} mug`,
        status: "active",
        tags: "[]",
        content_sha256: name,
        created_at: at,
        updated_at: at,
      },
    ],
    variants: [
      {
        id: `${tenant.productId}/variant`,
        ...linked,
        product_id: tenant.productId,
        external_id: "642667041",
        inventory_item_external_id: SHARED.inventoryItem,
        position: 1,
        title: name,
        sku: "MUG-1",
        price_minor: 1,
        currency: "EUR",
      },
    ],
    locations: [{ id: `${connectionId}/location`, ...linked, external_id: "905684977", name: `${name} depot`, is_active: 1, updated_at: at }],
    inventory_levels: [
      {
        id: `${connectionId}/level`,
        ...linked,
        inventory_item_external_id: SHARED.inventoryItem,
        location_external_id: "905684977",
        available: applied,
        updated_at: at,
      },
    ],
    sync_queue: [
      {
        id: tenant.syncItemId,
        ...linked,
        entity_type: "order",
        entity_id: SHARED.orderExternalId,
        action: "read",
        direction: "inbound",
        status: "failed",
        next_attempt_at: at,
        cause: `delivery:${applied}`,
        dedupe_key: "read:order",
        payload: JSON.stringify({ of: name }),
        error_message: `${name} again`,
        created_at: at,
        updated_at: at,
      },
    ],
    webhook_subscriptions: [
      {
        id: `sub_${name}`,
        ...linked,
        topic: "orders/create",
        source: "api",
        external_id: `gid://shopify/WebhookSubscription/${applied}`,
        status: "active",
        last_triggered_at: at,
        registered_at: at,
        updated_at: at,
      },
    ],
    audit_log: [
      {
        id: applied,
        ...linked,
        kind: "data_change",
        actor: "shopify",
        action: "created",
        entity_type: "order",
        entity_id: tenant.orderId,
        delivery_id: applied,
        data: JSON.stringify([{ field: "note", before: null, after: name }]),
        at,
      },
      {
        id: dead,
        ...linked,
        kind: "command",
        actor: "merchant",
        action: "installed",
        entity_type: "connection",
        entity_id: connectionId,
        data: JSON.stringify({ by: name }),
        at,
      },
      {
        id: dead + 1,
        ...mine,
        kind: "command",
        actor: "merchant",
        action: "consent_given",
        entity_type: "consent",
        entity_id: erasedAddress(tenant.merchantId, tenant.email),
        data: JSON.stringify({ source: "merchant", said_at: at, was: null }),
        at,
      },
    ],
    data_exports: [
      {
        id: tenant.exportId,
        ...linked,
        request_key: SHARED.requestKey,
        subject_external_id: SHARED.customerExternalId,
        content: JSON.stringify({ email: tenant.email }),
        created_at: at,
        expires_at: at + 1e10,
      },
    ],
    tombstones: [{ ...linked, entity_type: "order", external_id: `gone-${name}`, deleted_at: at }],
    operation_hours: [{ ...linked, topic: "orders/create", hour: at - (at % 3_600_000), slot: 0, ...figures }],
    api_keys: [
      {
        id: `key_${name}`,
        ...linked,
        name: `${name} key`,
        mode: "live",
        prefix: `cd_live_${name}`,
        key_sha256: `sha-${name}`,
        scopes: "events:write,read",
        created_by: "merchant",
        created_at: at,
      },
    ],
    quota_windows: [{ id: `key:key_${name}`, ...mine, started_at: at, used: 1 }],
    imports: [
      {
        id: `imp_${name}`,
        ...linked,
        status: "completed",
        file_name: `${name}.csv`,
        file_bytes: 100,
        file_sha256: name,
        format: '{"encoding":"utf-8","delimiter":",","header":["order_id"]}',
        mapping: '{"order_id":0}',
        total_rows: 2,
        good_rows: 1,
        bad_rows: 1,
        imported_rows: 1,
        created_by: "merchant",
        created_at: at,
        updated_at: at,
      },
    ],
    import_rows: [
      {
        import_id: `imp_${name}`,
        row_number: 2,
        ...linked,
        cells: JSON.stringify([name]),
        status: "imported",
        errors: "[]",
        order_external_id: SHARED.orderExternalId,
        order_id: tenant.orderId,
      },
      {
        import_id: `imp_${name}`,
        row_number: 3,
        ...linked,
        cells: JSON.stringify([name, "x"]),
        status: "bad",
        errors: JSON.stringify([{ column: "customer_phone", value: name, code: "phone_not_e164", message: name }]),
      },
    ],
    messages: [
      {
        id: `msg_${name}`,
        ...linked,
        order_id: tenant.orderId,
        customer_id: tenant.customerId,
        direction: "out",
        step: "after_3_days",
        channel: "email",
        address: tenant.email,
        status: "planned",
        planned_for: at,
        send_after: at,
        cause: `delivery:${applied}`,
        created_at: at,
        updated_at: at,
      },
      {
        id: `msg_${name}_in`,
        ...linked,
        customer_id: tenant.customerId,
        direction: "in",
        channel: "whatsapp",
        address: SHARED.phone,
        status: "received",
        body: `thanks from ${name}`,
        provider_id: `wamid.${name}`,
        cause: "whatsapp",
        created_at: at,
        updated_at: at,
      },
    ],
    consents: [
      { ...mine, address: tenant.email, state: "granted", source: "merchant", updated_at: at },
      // Of somebody whom no connection knows.
      { ...mine, address: `stranger-${name}@example.com`, state: "refused", source: "unsubscribe_link", updated_at: at },
    ],
    merchant_settings: [
      { ...mine, subject: "messages", settings: JSON.stringify({ sender: name }), updated_at: at },
      { ...mine, subject: "retention", settings: JSON.stringify({ deliveries: name.charCodeAt(0) }), updated_at: at },
    ],
    ...bridgeRows(tenant),
    receipt_counters: [{ connection_id: connectionId, kind: "repeated", hour: at - (at % 3_600_000), count: applied }],
  };
}

export async function seedTenant(db: Database, tenant: Tenant): Promise<void> {
  await db.write(async (tx) => {
    for (const [table, rows] of Object.entries(rowsOf(tenant)) as [Table, NewRow<Table>[]][]) for (const row of rows) await tx.insert(table, row);
  });
}

/** All rows of a tenant as one text: by merchant, or by connection or shop where a table has no merchant. */
export async function dumpTenant(tenant: Tenant, read: (table: Table) => Promise<unknown[]>): Promise<string> {
  const owns = (table: string, row: Record<string, unknown>): boolean => {
    if (table === "merchants") return row["id"] === tenant.merchantId;
    if ("merchant_id" in row) return row["merchant_id"] === tenant.merchantId;
    return "shop" in row ? row["shop"] === tenant.shop : row["connection_id"] === tenant.connectionId;
  };
  const lines: string[] = [];
  for (const table of Object.keys(rowsOf(tenant)) as Table[]) {
    const rows = (await read(table)) as Record<string, unknown>[];
    lines.push(
      ...rows
        .filter((row) => owns(table, row))
        .map((row) => `${table} ${JSON.stringify(row)}`)
        .sort(),
    );
  }
  return lines.join("\n");
}
