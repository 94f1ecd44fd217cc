/** A merchant's model with orders, deliveries and the rest, as the worker would have left it. Invented people at example.com. */
import type { Database, NewRow, Tx } from "#app/data/database.ts";

export const SEED_NOW = Date.UTC(2026, 10, 21, 10, 30);
const MINUTE = 60_000;

export interface SeedOwner {
  merchantId: string;
  connectionId: string;
}

export const order = (owner: SeedOwner, n: number, patch: Partial<NewRow<"orders">> = {}): NewRow<"orders"> => ({
  id: `ord_${owner.merchantId}_${String(n).padStart(5, "0")}`,
  merchant_id: owner.merchantId,
  connection_id: owner.connectionId,
  external_id: `82098291194615${n}`,
  name: `#${1000 + n}`,
  order_ref: `SH-#${1000 + n}`,
  customer_id: `cus_${owner.merchantId}_${n % 3}`,
  customer_external_id: `11531029${n % 3}`,
  customer_name: PEOPLE[n % 3]!,
  email: `${PEOPLE[n % 3]!.split(" ")[0]!.toLowerCase()}@example.com`,
  phone_given: "+1 555 0100",
  phone_e164: "+15550100",
  currency: "EUR",
  presentment_currency: "EUR",
  subtotal_minor: 9000,
  discount_minor: 1000,
  shipping_minor: 500,
  tax_minor: 1805,
  tip_minor: 0,
  duties_minor: 0,
  fees_minor: 0,
  rounding_minor: 0,
  total_minor: 11305,
  current_total_minor: 11305,
  refunded_minor: 0,
  outstanding_minor: 0,
  presentment_total_minor: 11305,
  taxes_included: 0,
  hub_status: "CONFIRMED",
  financial_status: "paid",
  fulfillment_status: null,
  tags: "[]",
  is_test: 0,
  source_created_at: SEED_NOW - n * MINUTE,
  source_updated_at: SEED_NOW - n * MINUTE,
  content_sha256: "x",
  created_at: SEED_NOW - n * MINUTE,
  updated_at: SEED_NOW - n * MINUTE,
  shipping_address: JSON.stringify({
    name: PEOPLE[n % 3],
    company: null,
    address1: "1 Example Road",
    address2: null,
    city: "Berlin",
    province: null,
    zip: "10115",
    country_code: "DE",
    phone: null,
  }),
  ...patch,
});
const PEOPLE = ["Ada Example", "Ben Sample", "Cleo Muster"];

export const delivery = (owner: SeedOwner, id: number, patch: Partial<NewRow<"deliveries">> = {}): NewRow<"deliveries"> => ({
  id,
  merchant_id: owner.merchantId,
  connection_id: owner.connectionId,
  mode: "live",
  dedupe_key: `${owner.merchantId}-hook-${id}`,
  topic: "orders/create",
  origin: "live",
  status: "completed",
  attempts: 1,
  received_at: SEED_NOW - id * MINUTE,
  next_attempt_at: 0,
  body_sha256: "x",
  body_bytes: 20,
  outcome: "applied",
  completed_at: SEED_NOW - id * MINUTE + 12,
  ...patch,
});

export interface SeedOptions {
  orders?: number;
  /** First number of the deliveries: they are numbered across merchants. */
  firstDelivery?: number;
}

/** Orders 1 … n (newest first) with a delivery, attempt, change and fact each; 3 customers, 2 products with stock at 2 locations, figures of two hours. */
export async function seedModel(db: Database, owner: SeedOwner, { orders = 5, firstDelivery = 1 }: SeedOptions = {}): Promise<void> {
  await db.write(async (tx) => {
    for (let n = 0; n < 3; n++) await insertCustomer(tx, owner, n);
    for (let n = 1; n <= orders; n++) await insertOrder(tx, owner, n, firstDelivery + n - 1);
    await insertCatalogue(tx, owner);
    await insertFigures(tx, owner);
  });
}

function insertCustomer(tx: Tx, owner: SeedOwner, n: number): Promise<void> {
  return tx.insert("customers", {
    id: `cus_${owner.merchantId}_${n}`,
    merchant_id: owner.merchantId,
    connection_id: owner.connectionId,
    external_id: `11531029${n}`,
    name: PEOPLE[n]!,
    email: `${PEOPLE[n]!.split(" ")[0]!.toLowerCase()}@example.com`,
    phone_given: "+1 555 0100",
    phone_e164: "+15550100",
    country: "DE",
    tags: "[]",
    content_sha256: "x",
    source_created_at: SEED_NOW,
    created_at: SEED_NOW,
    updated_at: SEED_NOW,
  });
}

async function insertOrder(tx: Tx, owner: SeedOwner, n: number, deliveryId: number): Promise<void> {
  const row = order(owner, n);
  const key = { merchant_id: owner.merchantId, order_id: row.id };
  await tx.insert("orders", row);
  await tx.insert("order_lines", {
    ...key,
    id: `${row.id}/line/1`,
    external_id: `line${n}`,
    position: 0,
    sku: "MUG-1",
    title: "Blue mug",
    quantity: 2,
    current_quantity: 2,
    unit_price_minor: 5000,
    discount_minor: 1000,
    requires_shipping: 1,
    is_taxable: 1,
    is_gift_card: 0,
    kind: "item",
  });
  await tx.insert("order_taxes", {
    ...key,
    id: `${row.id}/tax/0`,
    position: 0,
    target: "line",
    target_external_id: `line${n}`,
    title: "VAT",
    rate: "0.19",
    amount_minor: 1805,
  });
  await tx.insert("status_history", {
    ...key,
    id: `${row.id}/fact/1`,
    kind: "financial",
    value: "paid",
    occurred_at: row.source_created_at,
    delivery_id: deliveryId,
  });
  await tx.insert(
    "deliveries",
    delivery(owner, deliveryId, { order_ref: row.order_ref, external_id: row.external_id, entity_type: "order", received_at: row.source_created_at }),
  );
  await tx.insert("delivery_payloads", {
    delivery_id: deliveryId,
    merchant_id: owner.merchantId,
    headers: JSON.stringify({ "x-shopify-topic": "orders/create", "x-shopify-hmac-sha256": "c2VjcmV0" }),
    body: Buffer.from(`{"id":${row.external_id},"total":"113.05"}`),
  });
  await tx.insert("attempts", {
    merchant_id: owner.merchantId,
    delivery_id: deliveryId,
    number: 1,
    started_at: row.source_created_at,
    duration_ms: 12,
    outcome: "completed",
  });
  await tx.insert("audit_log", {
    merchant_id: owner.merchantId,
    connection_id: owner.connectionId,
    kind: "data_change",
    actor: "shopify",
    action: "created",
    entity_type: "order",
    entity_id: row.id,
    delivery_id: deliveryId,
    data: JSON.stringify([
      { field: "financial_status", before: null, after: "paid" },
      { field: "total_minor", before: null, after: 11305 },
    ]),
    at: row.source_created_at,
  });
}

async function insertCatalogue(tx: Tx, owner: SeedOwner): Promise<void> {
  const base = { merchant_id: owner.merchantId, connection_id: owner.connectionId };
  for (const [id, name] of [
    ["1", "Berlin"],
    ["2", "Hamburg"],
  ] as const)
    await tx.insert("locations", { ...base, id: `${owner.connectionId}/loc/${id}`, external_id: id, name, is_active: 1, updated_at: SEED_NOW });
  for (const n of [1, 2]) {
    const productId = `pro_${owner.merchantId}_${n}`;
    await tx.insert("products", {
      ...base,
      id: productId,
      external_id: `78803${n}`,
      title: n === 1 ? "Blue mug" : "Tea pot",
      status: "active",
      tags: "[]",
      content_sha256: "x",
      created_at: SEED_NOW,
      updated_at: SEED_NOW,
    });
    await tx.insert("variants", {
      ...base,
      id: `${productId}/v`,
      product_id: productId,
      external_id: `64266${n}`,
      inventory_item_external_id: `item${n}`,
      position: 1,
      title: "Default Title",
      sku: n === 1 ? "MUG-1" : "POT-1",
      price_minor: 5000,
      currency: "EUR",
    });
    for (const location of ["1", "2"]) {
      await tx.insert("inventory_levels", {
        ...base,
        id: `${productId}/level/${location}`,
        inventory_item_external_id: `item${n}`,
        location_external_id: location,
        available: Number(location) * 10 * n,
        updated_at: SEED_NOW,
      });
    }
  }
}

async function insertFigures(tx: Tx, owner: SeedOwner): Promise<void> {
  const base = { merchant_id: owner.merchantId, connection_id: owner.connectionId, topic: "orders/create" };
  const hour = SEED_NOW - (SEED_NOW % 3_600_000);
  await tx.insert("operation_hours", { ...base, hour, slot: 0, completed: 90, dead: 1, retried: 2, records: 120 });
  await tx.insert("operation_hours", { ...base, hour, slot: 1, completed: 8, dead: 0, retried: 0, records: 8 });
  await tx.insert("operation_hours", { ...base, hour: hour - 23 * 3_600_000, slot: 0, completed: 1, dead: 0, retried: 0, records: 1 });
  // Outside the window of 24 hours.
  await tx.insert("operation_hours", { ...base, hour: hour - 24 * 3_600_000, slot: 0, completed: 1000, dead: 1000, retried: 0, records: 0 });
}
